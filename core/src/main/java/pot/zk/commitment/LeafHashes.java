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
 * The hashes of all leaves, fed some lanes at a time: a block of their codewords is encoded, taken
 * into the hashes of its positions, and forgotten.
 */
final class LeafHashes {
  private static final int GROUP = ReedSolomon.GROUP;

  /** Groups of eight lanes that are taken at a time, between two meetings of the threads. */
  private static final int GROUPS_AT_ONCE = 4;

  private final ReedSolomon code;
  private final int level;
  private final int blockLength;
  private final HashKernels.Columns hashes;
  private final Pool<Buffers> buffers;

  /** What one task needs. */
  private static final class Buffers {
    final long[][] blocks;

    Buffers(int blockLength) {
      this.blocks = new long[GROUPS_AT_ONCE][blockLength * GROUP];
    }
  }

  /** Some lanes: how many came before, and how many there are. */
  private record Batch(List<Group> groups, int first, int lanes) {}

  /** Coefficients of up to eight lanes, row-major. */
  record Group(long[] coefficients, int rows, int columns) {
    static Group of(List<Lane> lanes) {
      int rows = lanes.stream().mapToInt(Lane::length).max().orElse(0);
      long[] out = new long[rows * GROUP];
      for (int k = 0; k < lanes.size(); k++) {
        lanes.get(k).putColumn(out, GROUP, k);
      }
      return new Group(out, rows, lanes.size());
    }
  }

  private LeafHashes(ReedSolomon code, int level, HashKernels.Columns hashes) {
    this.code = code;
    this.level = level;
    this.blockLength = code.length() >>> level;
    this.hashes = hashes;
    this.buffers = new Pool<>(() -> new Buffers(blockLength));
  }

  /**
   * The hashes of the leaves of these lanes.
   *
   * @param salts one for each leaf
   * @return n * 32 bytes
   */
  static byte[] of(ReedSolomon code, List<Lane> lanes, byte[] salts) {
    int longest = lanes.stream().mapToInt(Lane::length).max().orElse(0);
    int step = GROUP * GROUPS_AT_ONCE;
    byte[] leaves = new byte[code.length() * Sha256.BYTES];
    HashKernels.Columns columns =
        Kernels.hashes().columns(Domain.LEAF, code.length(), lanes.size(), salts, leaves);
    LeafHashes hashes = new LeafHashes(code, code.blockLevel(longest), columns);
    for (int from = 0; from < lanes.size(); from += step) {
      int to = Math.min(lanes.size(), from + step);
      hashes.take(new Batch(groups(lanes.subList(from, to)), from, to - from));
    }
    return leaves;
  }

  private static List<Group> groups(List<Lane> lanes) {
    Group[] groups = new Group[(lanes.size() + GROUP - 1) / GROUP];
    Workers.forRanges(
        groups.length,
        1,
        (from, to) -> {
          for (int g = from; g < to; g++) {
            int end = Math.min(lanes.size(), (g + 1) * GROUP);
            groups[g] = Group.of(lanes.subList(g * GROUP, end));
          }
        });
    return List.of(groups);
  }

  private void take(Batch batch) {
    Workers.forRanges(
        1 << level,
        1,
        (from, to) ->
            buffers.use(
                mine -> {
                  for (int block = from; block < to; block++) {
                    take(batch, block, mine);
                  }
                }));
  }

  private void take(Batch batch, int block, Buffers mine) {
    for (int g = 0; g < batch.groups().size(); g++) {
      Group group = batch.groups().get(g);
      code.encodeBlock(group.coefficients(), group.rows(), level, block, mine.blocks[g]);
    }
    int leaf = block * blockLength;
    hashes.take(leaf, blockLength, batch.first(), batch.lanes(), mine.blocks, 0);
  }
}
