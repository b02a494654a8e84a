package pot.zk.cli.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads one document of UTF-8, strictly: no duplicate members, nothing after the document, bounded
 * depth. It stops at the first thing that is wrong, and says where that is.
 */
public final class JsonReader {
  private static final int MAX_DEPTH = 32;

  /** Enough of a token for any legal number and for a message. */
  private static final int MAX_TOKEN = 1000;

  private static final int MAX_QUOTED = 60;

  private static final String VALUE =
      "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

  private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

  private final ByteSource in;
  private final StringReader strings;
  private int depth;

  private JsonReader(InputStream in) {
    this.in = new ByteSource(in);
    this.strings = new StringReader(this.in);
  }

  /**
   * The document; {@linkplain JsonNode#isMissingNode missing} if there is nothing but white space.
   *
   * @throws JsonException unless it is one
   */
  public static JsonNode read(InputStream in) throws IOException {
    return new JsonReader(in).document();
  }

  /** As {@link #read(InputStream)}. */
  public static JsonNode read(byte[] json) {
    try {
      return read(new ByteArrayInputStream(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #read(InputStream)}. */
  public static JsonNode read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode document() throws IOException {
    passOverByteOrderMark();
    if (space() < 0) {
      return WordNode.MISSING;
    }
    JsonNode value = value();
    if (space() >= 0) {
      throw fault("more text after the object");
    }
    return value;
  }

  private void passOverByteOrderMark() throws IOException {
    if (in.peek() == BYTE_ORDER_MARK[0]) {
      for (int b : BYTE_ORDER_MARK) {
        if (in.peek() != b) {
          throw fault("Unexpected bytes before the document");
        }
        in.skip();
      }
    }
  }

  private JsonNode value() throws IOException {
    int c = space();
    if (c == '"') {
      return new TextNode(strings.read());
    }
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if (c == '{' || c == '[') {
      if (++depth > MAX_DEPTH) {
        throw new JsonException(
            "Document nesting depth (" + depth + ") exceeds the maximum allowed");
      }
      in.skip();
      JsonNode value = c == '{' ? object() : array();
      depth--;
      return value;
    }
    if (isWord(c)) {
      return word();
    }
    throw unexpected(c, "expected a valid value " + VALUE);
  }

  private JsonNode object() throws IOException {
    ObjectNode object = new ObjectNode();
    if (space() == '}') {
      in.skip();
      return object;
    }
    while (true) {
      int c = space();
      if (c != '"') {
        throw c < 0 ? unclosed("Object") : unexpected(c, nameExpected(c));
      }
      String name = strings.read();
      if (object.has(name)) {
        throw fault("Duplicate Object property \"" + clip(name) + "\"");
      }
      c = space();
      if (c != ':') {
        throw c < 0
            ? unclosed("Object")
            : unexpected(c, "was expecting a colon to separate property name and value");
      }
      in.skip();
      if (space() < 0) {
        throw unclosed("Object");
      }
      object.set(name, value());
      if (closes('}', "Object")) {
        return object;
      }
    }
  }

  private static String nameExpected(int c) {
    return c == '/'
        ? "maybe a (non-standard) comment?"
        : "was expecting double-quote to start property name";
  }

  private JsonNode array() throws IOException {
    ArrayNode array = new ArrayNode();
    if (space() == ']') {
      in.skip();
      return array;
    }
    do {
      if (space() < 0) {
        throw unclosed("Array");
      }
      array.add(value());
    } while (!closes(']', "Array"));
    return array;
  }

  /** Takes what follows a value: the end, or a comma. */
  private boolean closes(char end, String what) throws IOException {
    int c = space();
    if (c < 0) {
      throw unclosed(what);
    }
    if (c != end && c != ',') {
      throw unexpected(c, "was expecting comma to separate " + what + " entries");
    }
    in.skip();
    return c == end;
  }

  private JsonNode word() throws IOException {
    String place = in.place();
    String token = token();
    return switch (token) {
      case "true" -> WordNode.TRUE;
      case "false" -> WordNode.FALSE;
      case "null" -> WordNode.NULL;
      case "NaN", "Infinity", "INF" -> throw fault("Non-standard token '" + token + "'");
      default ->
          throw new JsonException(
              "Unrecognized token '" + clip(token) + "': was expecting " + VALUE + place);
    };
  }

  private JsonNode number() throws IOException {
    String place = in.place();
    String token = token();
    int i = token.startsWith("-") ? 1 : 0;
    int whole = digits(token, i);
    boolean legal = whole > i && (token.charAt(i) != '0' || whole == i + 1);
    int end = whole;
    if (legal && end < token.length() && token.charAt(end) == '.') {
      int fraction = end + 1;
      end = digits(token, fraction);
      legal = end > fraction;
    }
    if (legal && end < token.length() && (token.charAt(end) | 0x20) == 'e') {
      int exponent = end + 1;
      if (exponent < token.length() && "+-".indexOf(token.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = digits(token, exponent);
      legal = end > exponent;
    }
    if (!legal || end < token.length()) {
      throw new JsonException("Invalid numeric value '" + clip(token) + "'" + place);
    }
    return end > whole ? new NumberNode.Real(Double.parseDouble(token)) : whole(token);
  }

  private static JsonNode whole(String token) {
    try {
      return new NumberNode.Whole(Long.parseLong(token));
    } catch (NumberFormatException e) {
      return new NumberNode.Huge(token);
    }
  }

  private static int digits(String token, int from) {
    int to = from;
    while (to < token.length() && isDigit(token.charAt(to))) {
      to++;
    }
    return to;
  }

  /** The characters from here that a word or number could have. */
  private String token() throws IOException {
    StringBuilder token = new StringBuilder();
    int c = in.peek();
    while (isWord(c) || isDigit(c) || c == '+' || c == '-' || c == '.') {
      if (token.length() >= MAX_TOKEN) {
        throw fault("a token of more than " + MAX_TOKEN + " characters");
      }
      token.append((char) c);
      in.skip();
      c = in.peek();
    }
    return token.toString();
  }

  /** Passes over white space; the byte after it, or -1. */
  private int space() throws IOException {
    int c = in.peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      in.skip();
      c = in.peek();
    }
    return c;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }

  /** As much as a message needs. */
  private static String clip(String text) {
    return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
  }

  private JsonException unclosed(String what) {
    return fault("Unexpected end-of-input: expected close marker for " + what);
  }

  private JsonException unexpected(int c, String expected) {
    return fault(
        c < ' '
            ? "Illegal character ((CTRL-CHAR, code "
                + c
                + ")): only regular white space (\\r, \\n, \\t) is allowed between tokens"
            : "Unexpected character ("
                + (c < 0x7f ? "'" + (char) c + "' (code " : "(code ")
                + c
                + ")): "
                + expected);
  }

  private JsonException fault(String what) {
    return new JsonException(what + in.place());
  }
}
