package pot.zk.merkle;

import static pot.zk.merkle.NodeHasher.HASH;

import java.util.Arrays;
import pot.zk.hash.Domain;
import pot.zk.parallel.Workers;
import pot.zk.simd.Kernels;

/**
 * A Merkle tree over n = 2^k hashed leaves, 0 &lt;= k &lt;= 25, kept whole (64 bytes a leaf).
 *
 * <p>Immutable and safe for use by several threads, as long as nobody writes to the leaves it was
 * given.
 */
public final class MerkleTree {
  /** Leaves of a subtree that one task builds: some hundred microseconds of work. */
  private static final int SUBTREE = 1 << 10;

  /** An array index bounds n * 32 bytes. */
  private static final int MAX_LEAVES = 1 << 25;

  private final int n;

  /** Leaf i at i * 32. */
  private final byte[] leaves;

  /** Inner node i, as in a heap, at i * 32: the root is 1, the children of i are 2i and 2i + 1. */
  private final byte[] inner;

  /**
   * Builds the tree, in parallel where it is large.
   *
   * @param leafHashes n * 32 bytes, n a power of two up to 2^25; owned by the tree from now on
   * @throws IllegalArgumentException if the length is no such number
   */
  public MerkleTree(byte[] leafHashes) {
    int count = leafHashes.length / HASH;
    if (count * HASH != leafHashes.length || Integer.bitCount(count) != 1 || count > MAX_LEAVES) {
      throw new IllegalArgumentException(
          leafHashes.length + " bytes are not a power of two of 32-byte leaves, at most 2^25");
    }
    this.n = count;
    this.leaves = leafHashes;
    this.inner = new byte[leafHashes.length];
    build();
  }

  /** The number of leaves. */
  public int size() {
    return n;
  }

  /** A copy of the root, 32 bytes. */
  public byte[] root() {
    return n == 1 ? leaves.clone() : Arrays.copyOfRange(inner, HASH, 2 * HASH);
  }

  /**
   * The nodes a verifier needs besides the opened leaves to compute the root.
   *
   * @param positions at least one, strictly increasing, in [0, n)
   * @return {@link MerkleMultiProof#nodeCount} * 32 bytes, in the order of {@link PrunedWalk}
   * @throws IllegalArgumentException if the positions are not so
   */
  public byte[] prove(int[] positions) {
    byte[] proof = new byte[MerkleMultiProof.nodeCount(n, positions) * HASH];
    int[] at = {0};
    PrunedWalk.walk(
        n,
        positions,
        (level, from, to, sibling) -> {
          if (sibling >= 0) {
            copyHash(level, sibling, proof, at[0]);
            at[0] += HASH;
          }
        });
    return proof;
  }

  private void copyHash(int level, int position, byte[] out, int to) {
    if (level == 0) {
      System.arraycopy(leaves, position * HASH, out, to, HASH);
    } else {
      System.arraycopy(inner, ((n >> level) + position) * HASH, out, to, HASH);
    }
  }

  private void build() {
    int subtrees = Math.max(1, n / SUBTREE);
    Workers.forRanges(
        subtrees,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            buildSubtree(subtrees + i);
          }
        });
    if (subtrees > 1) {
      buildLevels(1, Integer.numberOfTrailingZeros(subtrees));
    }
  }

  /** All inner nodes from the leaves up to a heap node. */
  private void buildSubtree(int top) {
    buildLevels(top, Integer.numberOfTrailingZeros(n / Integer.highestOneBit(top)));
  }

  /** The nodes of so many levels, the topmost of which is one heap node. */
  private void buildLevels(int top, int levels) {
    for (int d = levels - 1; d >= 0; d--) {
      int from = top << d;
      boolean overLeaves = 2 * from >= n;
      byte[] children = overLeaves ? leaves : inner;
      int firstChild = overLeaves ? 2 * from - n : 2 * from;
      Kernels.hashes().pairs(Domain.NODE, children, firstChild * HASH, inner, from * HASH, 1 << d);
    }
  }
}
