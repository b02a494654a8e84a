package pot.zk.cli.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the texts of a document. */
final class StringReader {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final ByteSource in;

  StringReader(ByteSource in) {
    this.in = in;
  }

  /** The text whose opening quote is the next byte. */
  String read() throws IOException {
    in.skip();
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    boolean ascii = true;
    int c = in.peek();
    while (c != '"') {
      if (c < ' ') {
        throw notInside(c);
      }
      in.skip();
      if (c == '\\') {
        ascii &= escape(utf8);
      } else {
        ascii &= c < 0x80;
        utf8.write(c);
      }
      in.takePlain(utf8);
      c = in.peek();
    }
    in.skip();
    return ascii ? utf8.toString(StandardCharsets.ISO_8859_1) : decoded(utf8.toByteArray());
  }

  private String decoded(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("Invalid UTF-8 in the string before" + in.place());
    }
  }

  /** Appends what an escape stands for; whether that is ASCII. */
  private boolean escape(ByteArrayOutputStream utf8) throws IOException {
    int letter = in.peek();
    if (letter != 'u') {
      int known = letter < 0 ? -1 : ESCAPES.indexOf(letter);
      if (known < 0) {
        throw new JsonException("Unrecognized character escape" + in.place());
      }
      in.skip();
      utf8.write(ESCAPED.charAt(known));
      return true;
    }
    int unit = unit();
    if (Character.isHighSurrogate((char) unit) && in.peek() == '\\') {
      in.skip();
      int low = in.peek() == 'u' ? unit() : 0;
      if (Character.isLowSurrogate((char) low)) {
        unit = Character.toCodePoint((char) unit, (char) low);
      }
    }
    if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
      throw new JsonException("Half of a surrogate pair before" + in.place());
    }
    utf8.writeBytes(Character.toString(unit).getBytes(StandardCharsets.UTF_8));
    return unit < 0x80;
  }

  /** The number of four hex digits after the letter u. */
  private int unit() throws IOException {
    in.skip();
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(in.peek(), 16);
      if (digit < 0) {
        throw new JsonException("Unexpected character in \\u: expected a hex-digit" + in.place());
      }
      in.skip();
      unit = 16 * unit + digit;
    }
    return unit;
  }

  private JsonException notInside(int c) {
    String what =
        c < 0
            ? "Unexpected end-of-input: was expecting closing quote for a string value"
            : "Illegal unquoted character ((CTRL-CHAR, code "
                + c
                + ")): has to be escaped using backslash to be included in string value";
    return new JsonException(what + in.place());
  }
}
