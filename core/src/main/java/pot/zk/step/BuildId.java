package pot.zk.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The hash of the sources that this program was built from: two builds never share proof
 * randomness.
 */
final class BuildId {
  static final String VALUE = read();

  private BuildId() {}

  private static String read() {
    try (InputStream in = BuildId.class.getResourceAsStream("/pot/zk/build-id")) {
      if (in == null) {
        throw new IllegalStateException("the resource pot/zk/build-id is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
