package pot.zk.commitment;

import java.util.List;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.poly.ReedSolomon;
import pot.zk.simd.HashKernels;
import pot.zk.simd.Kernels;

/**
 * The hashes of all leaves. A task has one block of positions: it encodes some lanes there, takes
 * them into the hashes, and goes on to the next lanes, so that no codeword is kept and no thread
 * waits for another.
 */
final class LeafHashes {
  private static final int GROUP = LaneGroup.LANES;

  /** So few groups are hashed at once: their hashes need not be kept between calls. */
  private static final int GROUPS_AT_ONCE = 4;

  private LeafHashes() {}

  /**
   * The hashes of the leaves of these lanes.
   *
   * @param salts one for each leaf
   * @return n * 32 bytes
   */
  static byte[] of(ReedSolomon code, List<Lane> lanes, byte[] salts) {
    byte[] leaves = new byte[code.length() * Sha256.BYTES];
    HashKernels.Columns hashes =
        Kernels.hashes().columns(Domain.LEAF, code.length(), lanes.size(), salts, leaves);
    int level = LaneGroup.blockLevel(code, lanes);
    int blockLength = code.length() >>> level;
    LaneGroup[] groups = LaneGroup.all(code, lanes, level);
    int atOnce = groups.length <= GROUPS_AT_ONCE ? groups.length : 1;
    Pool<long[][]> buffers = new Pool<>(() -> new long[atOnce][blockLength * GROUP]);
    Workers.forRanges(
        1 << level,
        1,
        (from, to) ->
            buffers.use(
                codewords -> {
                  for (int block = from; block < to; block++) {
                    for (int g = 0; g < groups.length; g += atOnce) {
                      for (int k = 0; k < atOnce; k++) {
                        groups[g + k].encode(code, level, block, codewords[k]);
                      }
                      int first = g * GROUP;
                      int taken = Math.min(atOnce * GROUP, lanes.size() - first);
                      hashes.take(block * blockLength, blockLength, first, taken, codewords, 0);
                    }
                  }
                }));
    return leaves;
  }
}
