package pot.zk.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import pot.zk.error.UnusableRequestException;

/** Reads the members of one JSON object against a closed list: none missing, none unknown. */
final class Members {
  private final String path;
  private final JsonValue.Obj object;

  private Members(String path, JsonValue.Obj object) {
    this.path = path;
    this.object = object;
  }

  /**
   * @param path where the object stands, for messages
   * @param required names that must be there
   * @param optional names that may be there
   */
  static Members of(String path, JsonValue value, Set<String> required, Set<String> optional) {
    if (!(value instanceof JsonValue.Obj object)) {
      throw new UnusableRequestException(path, describe(value), "an object", "give an object");
    }
    Set<String> known = new HashSet<>(required);
    known.addAll(optional);
    List<String> unknown =
        object.members().keySet().stream().filter(name -> !known.contains(name)).toList();
    List<String> missing =
        required.stream().filter(name -> !object.members().containsKey(name)).sorted().toList();
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      List<String> found = new ArrayList<>();
      if (!missing.isEmpty()) {
        found.add("no " + String.join(", ", missing));
      }
      if (!unknown.isEmpty()) {
        found.add("unknown " + String.join(", ", unknown));
      }
      throw new UnusableRequestException(
          path,
          String.join("; ", found),
          "the members " + known.stream().sorted().toList(),
          "add what is missing and remove what is unknown");
    }
    return new Members(path, object);
  }

  static Members of(String path, JsonValue value, String... required) {
    return of(path, value, Set.of(required), Set.of());
  }

  /** The value of "op" of an object of any members. */
  static String op(String path, JsonValue value) {
    if (value instanceof JsonValue.Obj o
        && o.members().get("op") instanceof JsonValue.Str(String op)) {
      return op;
    }
    throw new UnusableRequestException(
        path, describe(value), "an object with a member \"op\"", "say which operation it is");
  }

  String path(String name) {
    return path + "." + name;
  }

  JsonValue get(String name) {
    JsonValue value = object.members().get(name);
    if (value == null) {
      throw new IllegalStateException(path(name));
    }
    return value;
  }

  long integer(String name, long min, long max) {
    JsonValue value = get(name);
    if (value instanceof JsonValue.Int(long n) && n >= min && n <= max) {
      return n;
    }
    throw new UnusableRequestException(
        path(name), describe(value), "an integer from " + min + " to " + max, "correct it");
  }

  int smallInteger(String name, int min, int max) {
    return (int) integer(name, min, max);
  }

  boolean bool(String name) {
    JsonValue value = get(name);
    if (value instanceof JsonValue.Bool(boolean b)) {
      return b;
    }
    throw new UnusableRequestException(path(name), describe(value), "true or false", "correct it");
  }

  String string(String name) {
    JsonValue value = get(name);
    if (value instanceof JsonValue.Str(String s)) {
      return s;
    }
    throw new UnusableRequestException(path(name), describe(value), "a string", "correct it");
  }

  /** One of several words. */
  String choice(String name, String... choices) {
    String s = string(name);
    if (!Set.of(choices).contains(s)) {
      throw new UnusableRequestException(
          path(name), "\"" + s + "\"", "one of " + List.of(choices), "choose one of these");
    }
    return s;
  }

  <T> List<T> array(String name, int max, BiFunction<String, JsonValue, T> element) {
    JsonValue value = get(name);
    if (!(value instanceof JsonValue.Arr(List<JsonValue> elements))
        || elements.isEmpty()
        || elements.size() > max) {
      throw new UnusableRequestException(
          path(name), describe(value), "an array of 1 to " + max + " elements", "correct it");
    }
    List<T> out = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      out.add(element.apply(path(name) + "[" + i + "]", elements.get(i)));
    }
    return List.copyOf(out);
  }

  <T> T read(String name, BiFunction<String, JsonValue, T> reader) {
    return reader.apply(path(name), get(name));
  }

  <T> Optional<T> readOptional(String name, BiFunction<String, JsonValue, T> reader) {
    return object.members().containsKey(name)
        ? Optional.of(read(name, reader))
        : Optional.empty();
  }

  static String describe(JsonValue value) {
    return switch (value) {
      case JsonValue.Obj o -> "an object with " + o.members().keySet();
      case JsonValue.Arr a -> "an array of " + a.elements().size();
      case JsonValue.Str(String s) -> "\"" + s + "\"";
      case JsonValue.Int(long n) -> Long.toString(n);
      case JsonValue.Bool(boolean b) -> Boolean.toString(b);
    };
  }
}
