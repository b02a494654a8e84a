package pot.zk.commitment;

import java.security.MessageDigest;
import java.util.List;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;

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
  private final byte[] salts;
  private final byte[] leaves;

  /** Begun, while there are more lanes to take; empty where all are taken at once. */
  private final MessageDigest[] digests;

  private final Pool<Buffers> buffers;

  /** What one task needs. */
  private static final class Buffers {
    final MessageDigest digest = Sha256.newDigest();
    final byte[] row = new byte[GROUPS_AT_ONCE * GROUP * Long.BYTES];
    final long[][] blocks;

    Buffers(int blockLength) {
      this.blocks = new long[GROUPS_AT_ONCE][blockLength * GROUP];
    }
  }

  /** Some lanes, and whether they are the first, and the last. */
  private record Batch(List<Group> groups, boolean first, boolean last) {
    boolean isOnly() {
      return first && last;
    }
  }

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

  private LeafHashes(ReedSolomon code, int level, byte[] salts, boolean atOnce) {
    this.code = code;
    this.level = level;
    this.blockLength = code.length() >>> level;
    this.salts = salts;
    this.leaves = new byte[code.length() * Sha256.BYTES];
    this.digests = new MessageDigest[atOnce ? 0 : code.length()];
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
    LeafHashes hashes = new LeafHashes(code, code.blockLevel(longest), salts, lanes.size() <= step);
    for (int from = 0; from < lanes.size(); from += step) {
      int to = Math.min(lanes.size(), from + step);
      hashes.take(new Batch(groups(lanes.subList(from, to)), from == 0, to == lanes.size()));
    }
    return hashes.leaves;
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
    int columns = 0;
    for (int g = 0; g < batch.groups().size(); g++) {
      Group group = batch.groups().get(g);
      code.encodeBlock(group.coefficients(), group.rows(), level, block, mine.blocks[g]);
      columns += group.columns();
    }
    for (int i = 0; i < blockLength; i++) {
      for (int k = 0; k < columns; k++) {
        long value = mine.blocks[k / GROUP][i * GROUP + k % GROUP];
        Bytes.putLong(mine.row, k * Long.BYTES, value);
      }
      int leaf = block * blockLength + i;
      MessageDigest digest = digest(batch, leaf, mine);
      digest.update(mine.row, 0, columns * Long.BYTES);
      if (batch.last()) {
        Sha256.finish(digest, leaves, leaf * Sha256.BYTES);
      }
    }
  }

  /** A leaf's hash, after its tag and salt and the lanes before. */
  private MessageDigest digest(Batch batch, int leaf, Buffers mine) {
    if (!batch.first()) {
      return digests[leaf];
    }
    MessageDigest digest = batch.isOnly() ? mine.digest : Sha256.newDigest();
    Domain.LEAF.update(digest);
    digest.update(salts, leaf * LaneTree.SALT_BYTES, LaneTree.SALT_BYTES);
    if (!batch.last()) {
      digests[leaf] = digest;
    }
    return digest;
  }
}
