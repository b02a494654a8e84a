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
