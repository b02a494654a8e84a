package pot.zk.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import pot.zk.error.UnusableRequestException;

/**
 * The JSON of hyper-parameters: objects, arrays, plain texts, integers below 2^53, truth values.
 *
 * <p>Canonical bytes are what Python's {@code json.dumps(o, sort_keys=True, separators=(",", ":"))}
 * gives: every value has exactly one form.
 */
public final class CanonicalJson {
  /** The longest document: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  /** The most objects and arrays inside each other. */
  public static final int MAX_DEPTH = 16;

  private CanonicalJson() {}

  /**
   * The canonical bytes of a value.
   *
   * @throws UnusableRequestException if it is nested deeper than {@value #MAX_DEPTH}
   */
  public static byte[] write(JsonValue value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, out);
    return out.toString().getBytes(US_ASCII);
  }

  /**
   * Reads a value whose members may come in any order, with white space between tokens.
   *
   * @throws UnusableRequestException if the bytes are anything else, longer than {@value
   *     #MAX_BYTES} or nested deeper than {@value #MAX_DEPTH}; it names the place and the offset
   */
  public static JsonValue parse(byte[] json) {
    return new JsonParser(json).parse();
  }

  /**
   * Reads canonical bytes.
   *
   * @throws UnusableRequestException as {@link #parse}, and if the bytes are not those that {@link
   *     #write} gives for the value
   */
  public static JsonValue parseCanonical(byte[] json) {
    JsonValue value = parse(json);
    byte[] canonical = write(value);
    if (!Arrays.equals(json, canonical)) {
      throw new UnusableRequestException(
          Checks.ROOT,
          "JSON that is not canonical from offset " + Arrays.mismatch(json, canonical),
          "members sorted by name and no white space",
          "write it as json.dumps(o, sort_keys=True, separators=(',', ':')) does");
    }
    return value;
  }

  private static void write(JsonValue value, int depth, StringBuilder out) {
    if (value instanceof JsonValue.Obj(Map<String, JsonValue> members)) {
      checkDepth(depth + 1);
      char before = '{';
      for (Map.Entry<String, JsonValue> member : members.entrySet()) {
        out.append(before).append('"').append(member.getKey()).append("\":");
        write(member.getValue(), depth + 1, out);
        before = ',';
      }
      out.append(members.isEmpty() ? "{}" : "}");
    } else if (value instanceof JsonValue.Arr(List<JsonValue> items)) {
      checkDepth(depth + 1);
      char before = '[';
      for (JsonValue item : items) {
        write(item, depth + 1, out.append(before));
        before = ',';
      }
      out.append(items.isEmpty() ? "[]" : "]");
    } else if (value instanceof JsonValue.Str(String text)) {
      out.append('"').append(text).append('"');
    } else if (value instanceof JsonValue.Int(long number)) {
      out.append(number);
    } else if (value instanceof JsonValue.Bool(boolean truth)) {
      out.append(truth);
    }
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new UnusableRequestException(
          "JSON value",
          "more than " + MAX_DEPTH + " levels",
          "at most " + MAX_DEPTH + " objects and arrays inside each other",
          "nest less");
    }
  }
}
