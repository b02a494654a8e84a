package pot.zk.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;

/** The members of one object of a document, and where it is. */
record Members(String path, Map<String, JsonValue> values) {
  /**
   * @throws UnusableRequestException if the value is no object
   */
  static Members of(String path, JsonValue value) {
    if (value instanceof JsonValue.Obj(Map<String, JsonValue> members)) {
      return new Members(path, members);
    }
    throw wrong(path, value, "an object");
  }

  /** Where a member is. */
  String path(String name) {
    return path + "." + name;
  }

  Optional<JsonValue> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Refuses to miss a required member, or to have one that is neither required nor optional.
   *
   * @throws UnusableRequestException naming all of them
   */
  void checkClosed(List<String> required, List<String> optional) {
    List<String> missing = required.stream().filter(n -> !values.containsKey(n)).toList();
    List<String> unknown =
        values.keySet().stream()
            .filter(n -> !required.contains(n) && !optional.contains(n))
            .toList();
    if (missing.isEmpty() && unknown.isEmpty()) {
      return;
    }
    List<String> found = new ArrayList<>();
    List<String> actions = new ArrayList<>();
    if (!missing.isEmpty()) {
      found.add("no " + Checks.list(missing));
      actions.add("add what is missing");
    }
    if (!unknown.isEmpty()) {
      found.add("unknown " + Checks.list(unknown));
      actions.add("remove or rename what is unknown");
    }
    List<String> culprits = new ArrayList<>(missing);
    culprits.addAll(unknown);
    throw new UnusableRequestException(
        culprits.size() == 1 ? path(Checks.clip(culprits.getFirst())) : path,
        String.join(" and ", found),
        "the members "
            + String.join(", ", required)
            + (optional.isEmpty() ? "" : "; optional: " + String.join(", ", optional)),
        String.join(", ", actions));
  }

  /** A member that must be an integer of [least, most]. */
  int integer(String name, int least, int most) {
    JsonValue value = get(name);
    if (value instanceof JsonValue.Int(long number)) {
      return Checks.range(path(name), number, least, most);
    }
    throw wrong(path(name), value, Checks.integer(least, most));
  }

  /** A member that must be true or false. */
  boolean truth(String name) {
    JsonValue value = get(name);
    if (value instanceof JsonValue.Bool(boolean truth)) {
      return truth;
    }
    throw wrong(path(name), value, "true or false");
  }

  /** A member that must be a text. */
  String text(String name) {
    JsonValue value = get(name);
    if (value instanceof JsonValue.Str(String text)) {
      return text;
    }
    throw wrong(path(name), value, "a text");
  }

  /** A member that must be one of these texts. */
  String choice(String name, String... choices) {
    JsonValue value = get(name);
    if (value instanceof JsonValue.Str(String text) && List.of(choices).contains(text)) {
      return text;
    }
    throw wrong(path(name), value, "\"" + String.join("\" or \"", choices) + "\"");
  }

  /** A value of the wrong kind. */
  static UnusableRequestException wrong(String path, JsonValue value, String expected) {
    return new UnusableRequestException(path, describe(value), expected, "write that instead");
  }

  static String describe(JsonValue value) {
    return switch (value) {
      case JsonValue.Obj o -> "an object";
      case JsonValue.Arr a -> "an array";
      case JsonValue.Str s -> "the text \"" + Checks.clip(s.text()) + "\"";
      case JsonValue.Int i -> "the integer " + i.value();
      case JsonValue.Bool b -> Boolean.toString(b.value());
    };
  }

  private JsonValue get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new UnusableRequestException(
                    path(name), "nothing", "this member", "add what is missing"));
  }
}
