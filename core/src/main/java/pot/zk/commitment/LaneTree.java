package pot.zk.commitment;

import java.io.ByteArrayOutputStream;
import java.util.List;
import pot.zk.hash.Domain;
import pot.zk.hash.PrfStream;
import pot.zk.hash.Sha256;
import pot.zk.merkle.MerkleTree;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.Bytes;

/**
 * The prover's committed lanes: Reed-Solomon codewords side by side, and a Merkle tree over their
 * columns. Codewords are not kept: they are hashed block by block as they are made, and made again
 * where columns are opened.
 *
 * <p>Leaf j is SHA-256(leaf tag, salt_j, p_0(x_j), ..., p_{R-1}(x_j)). Tag and salt fill one hash
 * block, and eight lanes another.
 */
public final class LaneTree {
  /** Bytes of a leaf's salt. */
  public static final int SALT_BYTES = 32;

  private static final int GROUP = LaneGroup.LANES;

  private final ReedSolomon code;
  private final List<Lane> lanes;
  private final byte[] salts;
  private final MerkleTree tree;

  private LaneTree(ReedSolomon code, List<Lane> lanes, byte[] salts, MerkleTree tree) {
    this.code = code;
    this.lanes = lanes;
    this.salts = salts;
    this.tree = tree;
  }

  /**
   * Encodes and hashes.
   *
   * @param lanes at most n coefficients each; neither they nor their arrays may change afterwards
   * @param salts one for each of the n leaves is drawn from here
   */
  public static LaneTree commit(ReedSolomon code, List<Lane> lanes, PrfStream salts) {
    byte[] saltBytes = new byte[code.length() * SALT_BYTES];
    salts.fill(saltBytes, StreamBlocks::write);
    List<Lane> all = List.copyOf(lanes);
    MerkleTree tree = new MerkleTree(LeafHashes.of(code, all, saltBytes));
    return new LaneTree(code, all, saltBytes, tree);
  }

  public byte[] root() {
    return tree.root();
  }

  /** Writes the columns and salts at the positions, then the Merkle multi-proof. */
  public void open(int[] positions, ByteArrayOutputStream out) {
    byte[][] columns = columns(positions);
    for (int i = 0; i < positions.length; i++) {
      out.writeBytes(columns[i]);
      out.write(salts, positions[i] * SALT_BYTES, SALT_BYTES);
    }
    out.writeBytes(tree.prove(positions));
  }

  /** The values of all lanes at each position. */
  private byte[][] columns(int[] positions) {
    byte[][] columns = new byte[positions.length][lanes.size() * Long.BYTES];
    int groups = (lanes.size() + GROUP - 1) / GROUP;
    int level = LaneGroup.blockLevel(code, lanes);
    Pool<long[]> blocks = new Pool<>(() -> new long[(code.length() >>> level) * GROUP]);
    Workers.forRanges(
        groups,
        1,
        (from, to) ->
            blocks.use(
                block -> {
                  for (int g = from; g < to; g++) {
                    putColumns(g, level, positions, block, columns);
                  }
                }));
    return columns;
  }

  private void putColumns(int group, int level, int[] positions, long[] block, byte[][] columns) {
    LaneGroup some = LaneGroup.of(code, lanes, level, group);
    int present = Math.min(GROUP, lanes.size() - group * GROUP);
    int size = code.length() >>> level;
    int encoded = -1;
    for (int i = 0; i < positions.length; i++) {
      int wanted = positions[i] / size;
      if (wanted != encoded) {
        some.encodeAt(code, level, wanted, positions, block);
        encoded = wanted;
      }
      for (int k = 0; k < present; k++) {
        long value = block[positions[i] % size * GROUP + k];
        Bytes.putLong(columns[i], (group * GROUP + k) * Long.BYTES, value);
      }
    }
  }

  /** The hash of one leaf. */
  static byte[] leafHash(byte[] salt, byte[] column) {
    return Sha256.digest(Domain.LEAF, salt, column);
  }

  @Override
  public String toString() {
    return "LaneTree[" + lanes.size() + " lanes]";
  }
}
