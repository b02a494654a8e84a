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
 * The hashes of all leaves, fed eight lanes at a time: a block of their codewords is encoded, taken
 * into the hashes of its positions, and forgotten.
 */
final class LeafHashes {
  private static final int GROUP = ReedSolomon.GROUP;

  /** Groups of lanes between two meetings of the threads. */
  private static final int GROUPS_AT_ONCE = 4;

  private final ReedSolomon code;
  private final int level;
  private final int blockLength;
  private final MessageDigest[] digests;
  private final Pool<Buffers> buffers;

  /** What one task needs. */
  private static final class Buffers {
    final long[] block;
    final byte[] row = new byte[GROUP * Long.BYTES];

    Buffers(int blockLength) {
      this.block = new long[blockLength * GROUP];
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

  private LeafHashes(ReedSolomon code, int level) {
    this.code = code;
    this.level = level;
    this.blockLength = code.length() >>> level;
    this.digests = new MessageDigest[code.length()];
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
    LeafHashes hashes = new LeafHashes(code, code.blockLevel(longest));
    hashes.begin(salts);
    int step = GROUP * GROUPS_AT_ONCE;
    for (int from = 0; from < lanes.size(); from += step) {
      hashes.take(groups(lanes.subList(from, Math.min(lanes.size(), from + step))));
    }
    return hashes.finish();
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

  private void begin(byte[] salts) {
    byte[] tag = Domain.LEAF.tag();
    Workers.forRanges(
        digests.length,
        Math.min(blockLength, digests.length),
        (from, to) -> {
          for (int j = from; j < to; j++) {
            digests[j] = Sha256.newDigest();
            digests[j].update(tag);
            digests[j].update(salts, j * LaneTree.SALT_BYTES, LaneTree.SALT_BYTES);
          }
        });
  }

  private void take(List<Group> groups) {
    Workers.forRanges(
        1 << level,
        1,
        (from, to) ->
            buffers.use(
                mine -> {
                  for (int block = from; block < to; block++) {
                    for (Group group : groups) {
                      take(group, block, mine);
                    }
                  }
                }));
  }

  private void take(Group group, int block, Buffers mine) {
    code.encodeBlock(group.coefficients(), group.rows(), level, block, mine.block);
    int first = block * blockLength;
    for (int i = 0; i < blockLength; i++) {
      for (int k = 0; k < group.columns(); k++) {
        Bytes.putLong(mine.row, k * Long.BYTES, mine.block[i * GROUP + k]);
      }
      digests[first + i].update(mine.row, 0, group.columns() * Long.BYTES);
    }
  }

  private byte[] finish() {
    byte[] leaves = new byte[digests.length * Sha256.BYTES];
    Workers.forRanges(
        digests.length,
        Math.min(blockLength, digests.length),
        (from, to) -> {
          for (int j = from; j < to; j++) {
            Sha256.finish(digests[j], leaves, j * Sha256.BYTES);
          }
        });
    return leaves;
  }
}
