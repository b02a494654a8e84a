package pot.zk.commitment;

import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.parallel.Workers;
import pot.zk.simd.HashKernels;
import pot.zk.simd.Kernels;

/** Many blocks of a {@link pot.zk.hash.PrfStream}, on all cores. */
final class StreamBlocks {
  /** Some hundred microseconds of work. */
  private static final int GRAIN = 1 << 12;

  private StreamBlocks() {}

  static void write(byte[] key, long first, byte[] out, int at, int count) {
    HashKernels hashes = Kernels.hashes();
    Workers.forRanges(
        count,
        GRAIN,
        (from, to) ->
            hashes.stream(Domain.PRF, key, first + from, out, at + from * Sha256.BYTES, to - from));
  }
}
