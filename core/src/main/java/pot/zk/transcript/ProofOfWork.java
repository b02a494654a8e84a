package pot.zk.transcript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;

/** Grinding: SHA-256(tag, seed, nonce) starts with the asked number of zero bits. */
public final class ProofOfWork {
  /** The most bits that are ever asked. */
  public static final int MAX_BITS = 32;

  private static final long CHUNK = 1 << 12;

  private ProofOfWork() {}

  /** The smallest nonce that does the work, whatever the number of threads. */
  public static long find(byte[] seed, int bits) {
    for (long start = 0; ; start += CHUNK) {
      var found =
          LongStream.range(start, start + CHUNK)
              .parallel()
              .filter(nonce -> check(seed, nonce, bits))
              .findFirst();
      if (found.isPresent()) {
        return found.getAsLong();
      }
    }
  }

  public static boolean check(byte[] seed, long nonce, int bits) {
    byte[] word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(nonce).array();
    long top = ByteBuffer.wrap(Sha256.digest(Domain.GRIND, seed, word)).getLong();
    return bits == 0 || top >>> (64 - bits) == 0;
  }
}
