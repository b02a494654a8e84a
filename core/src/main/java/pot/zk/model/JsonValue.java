package pot.zk.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pot.zk.error.UnusableRequestException;

/** A value of the JSON subset of {@link CanonicalJson}: no null, no fractions, no escapes. */
public sealed interface JsonValue {
  /** Every integer is below this in absolute value: 2^53. */
  long INTEGER_LIMIT = 1L << 53;

  /**
   * An object.
   *
   * <p>Throws {@link UnusableRequestException} if a name is not {@linkplain Str plain text}.
   *
   * @param members in the order of their names, by code unit; unmodifiable
   */
  record Obj(Map<String, JsonValue> members) implements JsonValue {
    public Obj {
      TreeMap<String, JsonValue> sorted = new TreeMap<>();
      members.forEach(sorted::put);
      sorted.keySet().forEach(Str::checkPlain);
      members = Collections.unmodifiableSortedMap(sorted);
    }
  }

  /** An array; unmodifiable. */
  record Arr(List<JsonValue> items) implements JsonValue {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /**
   * A text of printable ASCII, space to tilde, without quotes and backslashes.
   *
   * <p>Throws {@link UnusableRequestException} if it has other characters.
   */
  record Str(String text) implements JsonValue {
    public Str {
      checkPlain(text);
    }

    /** Whether the character needs no escape in any JSON writer. */
    static boolean isPlain(int c) {
      return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    private static void checkPlain(String text) {
      if (!text.chars().allMatch(Str::isPlain)) {
        throw new UnusableRequestException(
            "JSON text",
            Checks.clip(text),
            "printable ASCII without quotes and backslashes",
            "use letters, digits and simple signs");
      }
    }
  }

  /**
   * An integer.
   *
   * <p>Throws {@link UnusableRequestException} if it is not within (-2^53, 2^53).
   */
  record Int(long value) implements JsonValue {
    public Int {
      if (value <= -INTEGER_LIMIT || value >= INTEGER_LIMIT) {
        throw new UnusableRequestException(
            "JSON integer",
            Long.toString(value),
            "less than 2^53 in absolute value",
            "use a smaller number");
      }
    }
  }

  /** A truth value. */
  record Bool(boolean value) implements JsonValue {}
}
