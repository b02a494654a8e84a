package pot.zk.step;

import java.security.SecureRandom;
import pot.zk.error.UnusableRequestException;

/**
 * The 32 secret bytes that all randomness of one commitment comes from. Whoever holds data and seed
 * can recompute the root and prove about it; whoever holds the seed alone can test guesses of the
 * data.
 */
public final class BlindingSeed {
  /** Bytes of a seed. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private BlindingSeed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A fresh seed from the operating system. */
  public static BlindingSeed random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new BlindingSeed(bytes);
  }

  /**
   * A seed that was kept.
   *
   * @throws UnusableRequestException unless there are 32 bytes
   */
  public static BlindingSeed of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new UnusableRequestException(
          "blinding_seed",
          bytes.length + " bytes",
          BYTES + " bytes",
          "give the seed of the commitment");
    }
    return new BlindingSeed(bytes.clone());
  }

  /** The secret itself, for keeping: handle with care. */
  public byte[] revealBytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "BlindingSeed[secret]";
  }
}
