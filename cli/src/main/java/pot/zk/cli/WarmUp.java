package pot.zk.cli;

import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;

/**
 * Work without meaning in a thread of its own, while the request is read and planned for: what a
 * proof hashes with is loaded and compiled by the time it is needed.
 */
final class WarmUp {
  /** More than the compiler waits for. */
  private static final int TIMES = 100;

  private WarmUp() {}

  /** Hashes zeros. */
  static void hashing() {
    Thread.ofPlatform().daemon().name("warm-up").start(WarmUp::hash);
  }

  private static void hash() {
    PrfStream stream = new PrfStream(new byte[PrfStream.KEY_BYTES]);
    long[] column = new long[3 * PrfStream.KEY_BYTES];
    for (int i = 0; i < TIMES; i++) {
      column[0] = stream.nextField();
      Sha256.digest(Domain.PRF, column);
    }
  }
}
