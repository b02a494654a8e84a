package pot.zk.cli.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over one long message: as fast as the JDK hashes. Each run, {@link #COUNT} blocks. */
final class HashBlocks implements Runnable {
  static final int COUNT = 256;

  private static final int BLOCK_BYTES = 64;

  private final MessageDigest digest;
  private final byte[] bytes = new byte[COUNT * BLOCK_BYTES];

  HashBlocks() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void run() {
    digest.update(bytes);
  }
}
