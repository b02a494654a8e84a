package pot.zk.cli.json;

/** A text. */
final class TextNode extends JsonNode {
  private static final String ESCAPED = "\"\\\b\f\n\r\t";
  private static final String LETTERS = "\"\\bfnrt";

  private final String text;

  TextNode(String text) {
    this.text = text;
  }

  @Override
  public String stringValue() {
    return text;
  }

  @Override
  void write(StringBuilder out) {
    write(text, out);
  }

  /** In quotes, with what must be escaped escaped. */
  static void write(String text, StringBuilder out) {
    out.append('"');
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        escape(c, out.append(text, done, i));
        done = i + 1;
      }
    }
    out.append(text, done, text.length()).append('"');
  }

  private static void escape(char c, StringBuilder out) {
    int known = ESCAPED.indexOf(c);
    if (known >= 0) {
      out.append('\\').append(LETTERS.charAt(known));
    } else {
      out.append("\\u00").append(c >> 4).append("0123456789ABCDEF".charAt(c & 15));
    }
  }
}
