package pot.zk.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import pot.zk.error.UnusableRequestException;

/** Refuses to read more than so many bytes: whoever sends more learns it before memory is full. */
final class LimitedInput extends FilterInputStream {
  private final long limit;
  private long left;

  LimitedInput(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    count(Math.max(0, n));
    return n;
  }

  private void count(int bytes) {
    left -= bytes;
    if (left < 0) {
      throw new UnusableRequestException(
          "request",
          "more than " + limit + " bytes of JSON",
          "at most that",
          "give large tensors as files: {\"file\":\"x.npy\"}");
    }
  }
}
