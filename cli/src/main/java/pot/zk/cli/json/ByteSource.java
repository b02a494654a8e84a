package pot.zk.cli.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of a document, one after the other, with the place of each. */
final class ByteSource {
  private static final int BUFFER_BYTES = 1 << 14;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;

  /** Bytes before the buffer, and before the current line. */
  private long before;

  private long lineStart;
  private int line = 1;

  ByteSource(InputStream in) {
    this.in = in;
  }

  /** The next byte, 0 to 255, without taking it; -1 at the end. */
  int peek() throws IOException {
    return at < end || fill() ? buffer[at] & 0xff : -1;
  }

  /** Takes the byte that {@link #peek} has shown. */
  void skip() {
    if (buffer[at++] == '\n') {
      line++;
      lineStart = before + at;
    }
  }

  /**
   * Takes the bytes from here, as far as they are in the buffer, that stand for themselves in a
   * text.
   */
  void takePlain(ByteArrayOutputStream out) {
    int from = at;
    while (at < end && buffer[at] >= ' ' && buffer[at] != '"' && buffer[at] != '\\') {
      at++;
    }
    out.write(buffer, from, at - from);
  }

  private boolean fill() throws IOException {
    before += end;
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** Where the next byte is, in words. */
  String place() {
    return " at line " + line + ", column " + (before + at - lineStart + 1);
  }
}
