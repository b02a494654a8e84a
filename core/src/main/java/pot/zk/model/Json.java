package pot.zk.model;

import java.util.List;
import java.util.TreeMap;

/** Builds JSON values. */
final class Json {
  private Json() {}

  /**
   * An object from alternating names and values; values are JsonValue, String, Long, Integer or
   * Boolean.
   */
  static JsonValue object(Object... namesAndValues) {
    TreeMap<String, JsonValue> members = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    return new JsonValue.Obj(members);
  }

  static JsonValue array(List<?> elements) {
    return new JsonValue.Arr(elements.stream().map(Json::value).toList());
  }

  private static JsonValue value(Object value) {
    return switch (value) {
      case JsonValue v -> v;
      case String s -> new JsonValue.Str(s);
      case Integer n -> new JsonValue.Int(n);
      case Long n -> new JsonValue.Int(n);
      case Boolean b -> new JsonValue.Bool(b);
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }
}
