package pot.zk.hash;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import pot.zk.error.InternalFaultException;

/** SHA-256 as the JDK provides it, without checked exceptions. */
public final class Sha256 {
  /** The length of a digest. */
  public static final int BYTES = 32;

  /** Never fed: copying it is much cheaper than looking for a provider again. */
  private static final MessageDigest FRESH = fromProvider();

  private Sha256() {}

  /** A fresh digest. */
  public static MessageDigest newDigest() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      throw fault("a SHA-256 that cannot be copied", e);
    }
  }

  private static MessageDigest fromProvider() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw fault("no SHA-256 provider", e);
    }
  }

  /**
   * SHA-256(tag || parts[0] || parts[1] || ...). The parts are not framed: where their lengths are
   * not fixed by the domain, the caller frames them.
   *
   * @return {@value #BYTES} new bytes
   */
  public static byte[] digest(Domain domain, byte[]... parts) {
    MessageDigest digest = newDigest();
    domain.update(digest);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /**
   * Finishes a digest into out[off, off + {@value #BYTES}) and resets it; allocates nothing.
   *
   * @throws IndexOutOfBoundsException if the place is not inside out
   */
  public static void finish(MessageDigest digest, byte[] out, int off) {
    Objects.checkFromIndexSize(off, BYTES, out.length);
    try {
      digest.digest(out, off, BYTES);
    } catch (DigestException e) {
      throw fault("SHA-256 failed to finish", e);
    }
  }

  private static InternalFaultException fault(String found, Throwable cause) {
    var fault =
        new InternalFaultException(
            "SHA-256", found, "the JDK's own digest", "run on an unmodified JDK 25");
    fault.initCause(cause);
    return fault;
  }
}
