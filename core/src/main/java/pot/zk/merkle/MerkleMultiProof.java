package pot.zk.merkle;

import static pot.zk.merkle.NodeHasher.HASH;

import java.util.Arrays;
import java.util.Objects;

/**
 * The verifier's side of {@link MerkleTree#prove}.
 *
 * <p>Nothing here can be made to fail by a proof's content: n, the positions and the number of
 * nodes come from the verifier, which reads exactly {@link #nodeCount} nodes. Time O(q log n).
 */
public final class MerkleMultiProof {
  private MerkleMultiProof() {}

  /**
   * The exact number of 32-byte nodes of a proof.
   *
   * @param n the number of leaves, a power of two
   * @param positions at least one, strictly increasing, in [0, n)
   * @throws IllegalArgumentException if they are not
   */
  public static int nodeCount(int n, int[] positions) {
    int[] count = {0};
    PrunedWalk.walk(
        n,
        positions,
        (level, from, to, sibling) -> {
          if (sibling >= 0) {
            count[0]++;
          }
        });
    return count[0];
  }

  /**
   * The mean of {@link #nodeCount} over all sets of so many positions.
   *
   * @param n the number of leaves, a power of two
   * @param positions their number, 1 to n
   */
  public static double expectedNodeCount(int n, int positions) {
    // Where a level has k known nodes and the next k', 2 k' - k of the parents know one child only.
    double nodes = 0;
    double known = positions;
    for (int subtree = 2; subtree <= n; subtree *= 2) {
      double parents = expectedSubtrees(n, subtree, positions);
      nodes += 2 * parents - known;
      known = parents;
    }
    return nodes;
  }

  /** How many subtrees of so many leaves have a position in them, on average. */
  private static double expectedSubtrees(int n, int leaves, int positions) {
    double none = 1;
    for (int i = 0; i < positions && none > 0; i++) {
      none *= Math.max(0, (double) (n - leaves - i) / (n - i));
    }
    return (double) n / leaves * (1 - none);
  }

  /**
   * The root that the opened leaves and the proof's nodes give; the caller compares it.
   *
   * @param n the number of leaves, a power of two
   * @param positions q &gt;= 1 of them, strictly increasing, in [0, n)
   * @param leafHashes q * 32 bytes, in the order of the positions; not changed
   * @param nodes holds the proof's nodes
   * @param offset index of the first node's first byte in {@code nodes}; what follows the {@link
   *     #nodeCount} nodes is not looked at
   * @return 32 new bytes
   * @throws IllegalArgumentException if n, the positions or the length of leafHashes are not so
   * @throws IndexOutOfBoundsException if {@code nodes} ends before the last node
   */
  public static byte[] root(int n, int[] positions, byte[] leafHashes, byte[] nodes, int offset) {
    if (leafHashes.length != positions.length * HASH) {
      throw new IllegalArgumentException(
          leafHashes.length + " bytes of leaves for " + positions.length + " positions");
    }
    Objects.checkFromIndexSize(offset, nodeCount(n, positions) * HASH, nodes.length);
    byte[] known = leafHashes.clone();
    int[] at = {offset};
    NodeHasher hasher = new NodeHasher();
    PrunedWalk.walk(
        n,
        positions,
        (level, from, to, sibling) -> {
          int child = from * HASH;
          if (sibling < 0) {
            hasher.pair(known, child, known, to * HASH);
            return;
          }
          if ((sibling & 1) == 0) {
            hasher.node(nodes, at[0], known, child, known, to * HASH);
          } else {
            hasher.node(known, child, nodes, at[0], known, to * HASH);
          }
          at[0] += HASH;
        });
    return Arrays.copyOf(known, HASH);
  }
}
