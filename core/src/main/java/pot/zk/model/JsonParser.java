package pot.zk.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import pot.zk.error.UnusableRequestException;

/** One pass over the bytes of one document. Time and memory are linear in them. */
final class JsonParser {
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,15}");

  /** Enough of a token for any legal one and for a message. */
  private static final int MAX_TOKEN_CHARS = 80;

  private final byte[] bytes;

  /** Where the current value is, innermost first: ".name" or "[index]". */
  private final Deque<String> place = new ArrayDeque<>();

  private int depth;
  private int at;

  JsonParser(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws UnusableRequestException unless the bytes are one value and white space
   */
  JsonValue parse() {
    if (bytes.length > CanonicalJson.MAX_BYTES) {
      throw new UnusableRequestException(
          Checks.ROOT,
          bytes.length + " bytes",
          "at most " + CanonicalJson.MAX_BYTES + " bytes of JSON",
          "declare a smaller model");
    }
    JsonValue value = value();
    skipSpace();
    if (at < bytes.length) {
      throw fault(next() + " after the end", "one JSON value", "remove what follows it");
    }
    return value;
  }

  private JsonValue value() {
    skipSpace();
    int c = peek();
    return switch (c) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> new JsonValue.Str(string());
      default -> {
        if (c == '-' || isDigit(c)) {
          yield integer();
        }
        yield isLetter(c) ? word() : unexpected("a JSON value");
      }
    };
  }

  private interface Part {
    JsonValue parse();
  }

  private JsonValue nested(Part part) {
    if (++depth > CanonicalJson.MAX_DEPTH) {
      throw fault(
          "more than " + CanonicalJson.MAX_DEPTH + " levels",
          "at most " + CanonicalJson.MAX_DEPTH + " objects and arrays inside each other",
          "nest less");
    }
    at++;
    JsonValue value = part.parse();
    depth--;
    return value;
  }

  private JsonValue object() {
    Map<String, JsonValue> members = new TreeMap<>();
    if (!accept('}')) {
      do {
        member(members);
      } while (accept(','));
      expect('}', "a comma or the object's end");
    }
    return new JsonValue.Obj(members);
  }

  private void member(Map<String, JsonValue> members) {
    skipSpace();
    if (peek() != '"') {
      unexpected("a member's name in quotes");
    }
    String name = string();
    place.push("." + name);
    if (members.containsKey(name)) {
      throw fault("this member twice", "it once", "remove one of the two");
    }
    expect(':', "a colon after the member's name");
    members.put(name, value());
    place.pop();
  }

  private JsonValue array() {
    List<JsonValue> items = new ArrayList<>();
    if (!accept(']')) {
      do {
        place.push("[" + items.size() + "]");
        items.add(value());
        place.pop();
      } while (accept(','));
      expect(']', "a comma or the array's end");
    }
    return new JsonValue.Arr(items);
  }

  private String string() {
    int start = ++at;
    while (JsonValue.Str.isPlain(peek())) {
      at++;
    }
    if (peek() != '"') {
      throw fault(
          next() + " in a text",
          "printable ASCII without quotes, backslashes and line ends, then a closing quote",
          "use letters, digits and simple signs, and close the text");
    }
    return new String(bytes, start, at++ - start, US_ASCII);
  }

  private JsonValue integer() {
    int start = at;
    String token = token(c -> isDigit(c) || isLetter(c) || c == '-' || c == '+' || c == '.');
    if (INTEGER.matcher(token).matches()) {
      long number = Long.parseLong(token);
      if (Math.abs(number) < JsonValue.INTEGER_LIMIT) {
        return new JsonValue.Int(number);
      }
    }
    at = start;
    throw fault(
        "the number " + Checks.clip(token),
        "an integer below 2^53 in absolute value, without leading zeros, fraction or exponent",
        "write an integer"
            + Dyadic.suggestion(token).map(d -> "; where a rate is expected, " + d).orElse(""));
  }

  private JsonValue word() {
    int start = at;
    String token = token(c -> isLetter(c) || isDigit(c));
    return switch (token) {
      case "true" -> new JsonValue.Bool(true);
      case "false" -> new JsonValue.Bool(false);
      default -> {
        at = start;
        throw fault(
            Checks.clip(token),
            "an object, array, text in quotes, integer, true or false",
            token.equals("null")
                ? "leave the member out or give it a value"
                : "write one of these");
      }
    };
  }

  /** The longest run of such characters from here, cut to what a message can need. */
  private String token(IntPredicate isPart) {
    int start = at;
    while (isPart.test(peek())) {
      at++;
    }
    return new String(bytes, start, Math.min(at - start, MAX_TOKEN_CHARS), US_ASCII);
  }

  private boolean accept(char c) {
    skipSpace();
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c, String expected) {
    if (!accept(c)) {
      unexpected(expected);
    }
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
  }

  /** The next byte, 0 to 255, or -1 at the end. */
  private int peek() {
    return at < bytes.length ? bytes[at] & 0xff : -1;
  }

  private String next() {
    int c = peek();
    if (c < 0) {
      return "the end of the document";
    }
    return c > ' ' && c <= '~' ? "the character " + (char) c : String.format("the byte 0x%02x", c);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private JsonValue unexpected(String expected) {
    throw fault(next(), expected, "correct the JSON here");
  }

  private UnusableRequestException fault(String found, String expected, String action) {
    StringBuilder field = new StringBuilder(Checks.ROOT);
    for (Iterator<String> outward = place.descendingIterator(); outward.hasNext(); ) {
      field.append(Checks.clip(outward.next()));
    }
    return new UnusableRequestException(
        field.toString(), found + " at offset " + at, expected, action);
  }
}
