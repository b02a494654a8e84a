package pot.zk.transcript;

import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.parallel.Workers;
import pot.zk.proof.Bytes;
import pot.zk.simd.Kernels;

/** Grinding: SHA-256(tag, seed, nonce) starts with the asked number of zero bits. */
public final class ProofOfWork {
  /** The most bits that are ever asked. */
  public static final int MAX_BITS = 32;

  /** Nonces between two meetings of the threads, and the fewest that a task tries. */
  private static final int CHUNK = 1 << 13;

  private static final int GRAIN = 1 << 8;

  private ProofOfWork() {}

  /**
   * The smallest nonce that does the work, whatever the number of threads.
   *
   * @param seed 32 bytes
   */
  public static long find(byte[] seed, int bits) {
    for (long start = 0; ; start += CHUNK) {
      long base = start;
      long found =
          Workers.reduce(
              CHUNK,
              GRAIN,
              Long.MAX_VALUE,
              (from, to) -> first(seed, base + from, to - from, bits),
              Math::min);
      if (found < Long.MAX_VALUE) {
        return found;
      }
    }
  }

  /** The first of some nonces that does the work, or Long.MAX_VALUE. */
  private static long first(byte[] seed, long from, int count, int bits) {
    byte[] hashes = new byte[count * Sha256.BYTES];
    Kernels.hashes().stream(Domain.GRIND, seed, from, hashes, 0, count);
    for (int i = 0; i < count; i++) {
      if (does(hashes, i * Sha256.BYTES, bits)) {
        return from + i;
      }
    }
    return Long.MAX_VALUE;
  }

  public static boolean check(byte[] seed, long nonce, int bits) {
    return does(Sha256.digest(Domain.GRIND, seed, Bytes.ofLong(nonce)), 0, bits);
  }

  private static boolean does(byte[] hash, int at, int bits) {
    return bits == 0 || Long.reverseBytes(Bytes.getLong(hash, at)) >>> (Long.SIZE - bits) == 0;
  }
}
