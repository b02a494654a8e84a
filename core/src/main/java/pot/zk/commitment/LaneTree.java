package pot.zk.commitment;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.merkle.MerkleTree;
import pot.zk.parallel.Workers;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;

/**
 * The prover's committed lanes: Reed-Solomon codewords side by side, and a Merkle tree over their
 * columns.
 *
 * <p>Leaf j is SHA-256(leaf tag, salt_j, p_0(x_j), ..., p_{R-1}(x_j)). Tag and salt fill one hash
 * block, and eight lanes another.
 */
public final class LaneTree {
  /** Bytes of a leaf's salt. */
  public static final int SALT_BYTES = 32;

  private static final int GROUP = 8;
  private static final int HASH_GRAIN = 64;

  private final int lanes;
  private final long[][] codewords;
  private final byte[] salts;
  private final MerkleTree tree;

  private LaneTree(int lanes, long[][] codewords, byte[] salts, MerkleTree tree) {
    this.lanes = lanes;
    this.codewords = codewords;
    this.salts = salts;
    this.tree = tree;
  }

  /**
   * Encodes and hashes.
   *
   * @param lanes the coefficients of each lane, constant first; at most n of them
   * @param salts one for each of the n leaves is drawn from here
   */
  public static LaneTree commit(ReedSolomon code, List<long[]> lanes, PrfStream salts) {
    int n = code.length();
    byte[] saltBytes = salts.next(n * SALT_BYTES);
    int groups = (lanes.size() + GROUP - 1) / GROUP;
    long[][] codewords = new long[groups][];
    Workers.forRanges(
        groups,
        1,
        (from, to) -> {
          for (int g = from; g < to; g++) {
            int end = Math.min(lanes.size(), (g + 1) * GROUP);
            codewords[g] = encode(code, lanes.subList(g * GROUP, end));
          }
        });
    byte[] leaves = new byte[n * 32];
    Workers.forRanges(
        n,
        HASH_GRAIN,
        (from, to) -> hashLeaves(codewords, lanes.size(), saltBytes, leaves, from, to));
    return new LaneTree(lanes.size(), codewords, saltBytes, new MerkleTree(leaves));
  }

  public byte[] root() {
    return tree.root();
  }

  /** Writes the columns and salts at the positions, then the Merkle multi-proof. */
  public void open(int[] positions, ByteArrayOutputStream out) {
    byte[] column = new byte[lanes * Long.BYTES];
    for (int j : positions) {
      column(codewords, lanes, j, column);
      out.writeBytes(column);
      out.write(salts, j * SALT_BYTES, SALT_BYTES);
    }
    out.writeBytes(tree.prove(positions));
  }

  /** The hash of one leaf. */
  static byte[] leafHash(byte[] salt, byte[] column) {
    return Sha256.digest(Domain.LEAF, salt, column);
  }

  private static long[] encode(ReedSolomon code, List<long[]> lanes) {
    int rows = lanes.stream().mapToInt(l -> l.length).max().orElse(0);
    long[] interleaved = new long[rows * GROUP];
    for (int k = 0; k < lanes.size(); k++) {
      long[] lane = lanes.get(k);
      for (int i = 0; i < lane.length; i++) {
        interleaved[i * GROUP + k] = lane[i];
      }
    }
    long[] codeword = new long[code.length() * GROUP];
    code.encode(interleaved, rows, codeword);
    return codeword;
  }

  private static void hashLeaves(
      long[][] codewords, int lanes, byte[] salts, byte[] leaves, int from, int to) {
    MessageDigest digest = Sha256.newDigest();
    byte[] tag = Domain.LEAF.tag();
    byte[] column = new byte[lanes * Long.BYTES];
    for (int j = from; j < to; j++) {
      digest.update(tag);
      digest.update(salts, j * SALT_BYTES, SALT_BYTES);
      column(codewords, lanes, j, column);
      System.arraycopy(digest.digest(column), 0, leaves, j * 32, 32);
    }
  }

  private static void column(long[][] codewords, int lanes, int position, byte[] out) {
    for (int k = 0; k < lanes; k++) {
      long value = codewords[k / GROUP][position * GROUP + k % GROUP];
      Bytes.putLong(out, k * Long.BYTES, value);
    }
  }

  @Override
  public String toString() {
    return "LaneTree[" + lanes + " lanes]";
  }
}
