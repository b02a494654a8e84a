package pot.zk.step;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import pot.zk.proof.Bytes;

/**
 * Builds byte strings that can be read one way only: numbers take eight bytes, other parts carry a
 * length.
 */
final class FramedBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  FramedBytes number(long value) {
    out.writeBytes(Bytes.ofLong(value));
    return this;
  }

  FramedBytes bytes(byte[] value) {
    number(value.length);
    out.writeBytes(value);
    return this;
  }

  FramedBytes text(String value) {
    return bytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
