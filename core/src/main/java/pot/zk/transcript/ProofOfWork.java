package pot.zk.transcript;

import java.security.MessageDigest;
import java.util.Arrays;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.parallel.Workers;
import pot.zk.proof.Bytes;

/** Grinding: SHA-256(tag, seed, nonce) starts with the asked number of zero bits. */
public final class ProofOfWork {
  /** The most bits that are ever asked. */
  public static final int MAX_BITS = 32;

  /** Nonces between two meetings of the threads, and the fewest that a task tries. */
  private static final int CHUNK = 1 << 12;

  private static final int GRAIN = 1 << 7;

  private ProofOfWork() {}

  /** The smallest nonce that does the work, whatever the number of threads. */
  public static long find(byte[] seed, int bits) {
    for (long start = 0; ; start += CHUNK) {
      long base = start;
      long found =
          Workers.reduce(
              CHUNK,
              GRAIN,
              Long.MAX_VALUE,
              (from, to) -> new Trial(seed).first(base + from, base + to, bits),
              Math::min);
      if (found < Long.MAX_VALUE) {
        return found;
      }
    }
  }

  public static boolean check(byte[] seed, long nonce, int bits) {
    return new Trial(seed).succeeds(nonce, bits);
  }

  /** Tries nonces one after the other, in one buffer; not for several threads. */
  private static final class Trial {
    private final MessageDigest digest = Sha256.newDigest();

    /** Tag, seed and nonce. */
    private final byte[] message;

    private final byte[] hash = new byte[Sha256.BYTES];

    Trial(byte[] seed) {
      message = Arrays.copyOf(Domain.GRIND.tag(), Domain.TAG_BYTES + seed.length + Long.BYTES);
      System.arraycopy(seed, 0, message, Domain.TAG_BYTES, seed.length);
    }

    /** The first nonce of [from, to) that does the work, or Long.MAX_VALUE. */
    long first(long from, long to, int bits) {
      for (long nonce = from; nonce < to; nonce++) {
        if (succeeds(nonce, bits)) {
          return nonce;
        }
      }
      return Long.MAX_VALUE;
    }

    boolean succeeds(long nonce, int bits) {
      Bytes.putLong(message, message.length - Long.BYTES, nonce);
      digest.update(message);
      Sha256.finish(digest, hash, 0);
      return bits == 0 || Long.reverseBytes(Bytes.getLong(hash, 0)) >>> (64 - bits) == 0;
    }
  }
}
