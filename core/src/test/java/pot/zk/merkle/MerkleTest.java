package pot.zk.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.hash.Domain;
import pot.zk.hash.Sha256;

class MerkleTest {
  private static byte[] leaves(int n, long seed) {
    byte[] leaves = new byte[n * 32];
    new Random(seed).nextBytes(leaves);
    return leaves;
  }

  private static byte[] leaf(byte[] leaves, int i) {
    return Arrays.copyOfRange(leaves, i * 32, (i + 1) * 32);
  }

  /** The definition. */
  private static byte[] naiveRoot(byte[] leaves) {
    if (leaves.length == 32) {
      return leaves;
    }
    int half = leaves.length / 2;
    return Sha256.digest(
        Domain.NODE,
        naiveRoot(Arrays.copyOfRange(leaves, 0, half)),
        naiveRoot(Arrays.copyOfRange(leaves, half, leaves.length)));
  }

  private static byte[] opened(byte[] leaves, int[] positions) {
    byte[] opened = new byte[positions.length * 32];
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(leaves, positions[i] * 32, opened, i * 32, 32);
    }
    return opened;
  }

  private static void checkOpening(byte[] leaves, MerkleTree tree, int[] positions) {
    int n = tree.size();
    byte[] proof = tree.prove(positions);
    assertThat(proof).hasSize(MerkleMultiProof.nodeCount(n, positions) * 32);
    byte[] shifted = new byte[proof.length + 12];
    System.arraycopy(proof, 0, shifted, 5, proof.length);
    byte[] known = opened(leaves, positions);
    byte[] before = known.clone();
    assertThat(MerkleMultiProof.root(n, positions, known, shifted, 5)).isEqualTo(tree.root());
    assertThat(known).isEqualTo(before);
  }

  private static int[] randomPositions(Random random, int n, int atMost) {
    return random.ints(1 + random.nextInt(atMost), 0, n).sorted().distinct().toArray();
  }

  /** Expected value from Python's hashlib. */
  @Test
  void knownNode() {
    byte[] leaves = new byte[64];
    Arrays.fill(leaves, 32, 64, (byte) 1);
    assertThat(HexFormat.of().formatHex(new MerkleTree(leaves).root()))
        .isEqualTo("206666c226b8a53ae04ea6394e81cd3bcfd40a862a7a41a90359f0d6fe5c2375");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 512, 1024, 2048, 4096, 1 << 15})
  void rootIsTheDefinitions(int n) {
    byte[] leaves = leaves(n, n);
    assertThat(new MerkleTree(leaves.clone()).root()).isEqualTo(naiveRoot(leaves));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void everySubsetOpens(int n) {
    byte[] leaves = leaves(n, 7);
    MerkleTree tree = new MerkleTree(leaves.clone());
    for (int subset = 1; subset < 1 << n; subset++) {
      int mask = subset;
      checkOpening(leaves, tree, IntStream.range(0, n).filter(i -> (mask >> i & 1) != 0).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 1024, 4096, 1 << 14})
  void randomSubsetsOfLargerTreesOpen(int n) {
    byte[] leaves = leaves(n, 8);
    MerkleTree tree = new MerkleTree(leaves.clone());
    Random random = new Random(n);
    for (int trial = 0; trial < 100; trial++) {
      checkOpening(leaves, tree, randomPositions(random, n, Math.min(n, 300)));
    }
    checkOpening(leaves, tree, IntStream.range(0, n).toArray());
  }

  /** The order of the format, spelled out for one case. */
  @Test
  void nodesComeLevelByLevelFromTheLeavesEachLeftToRight() {
    byte[] leaves = leaves(8, 9);
    byte[] proof = new MerkleTree(leaves.clone()).prove(new int[] {1, 6});
    byte[] node23 = naiveRoot(Arrays.copyOfRange(leaves, 2 * 32, 4 * 32));
    byte[] node45 = naiveRoot(Arrays.copyOfRange(leaves, 4 * 32, 6 * 32));
    assertThat(proof).hasSize(4 * 32);
    assertThat(leaf(proof, 0)).isEqualTo(leaf(leaves, 0));
    assertThat(leaf(proof, 1)).isEqualTo(leaf(leaves, 7));
    assertThat(leaf(proof, 2)).isEqualTo(node23);
    assertThat(leaf(proof, 3)).isEqualTo(node45);
  }

  @Test
  void aFlippedBitInAnyNodeOrLeafChangesTheRoot() {
    int n = 64;
    byte[] leaves = leaves(n, 10);
    MerkleTree tree = new MerkleTree(leaves.clone());
    Random random = new Random(11);
    for (int trial = 0; trial < 20; trial++) {
      int[] positions = randomPositions(random, n, 10);
      byte[] proof = tree.prove(positions);
      byte[] known = opened(leaves, positions);
      for (int i = 0; i < proof.length; i++) {
        byte[] changed = proof.clone();
        changed[i] ^= (byte) (1 << random.nextInt(8));
        assertThat(MerkleMultiProof.root(n, positions, known, changed, 0))
            .isNotEqualTo(tree.root());
      }
      for (int i = 0; i < known.length; i++) {
        byte[] changed = known.clone();
        changed[i] ^= (byte) (1 << random.nextInt(8));
        assertThat(MerkleMultiProof.root(n, positions, changed, proof, 0))
            .isNotEqualTo(tree.root());
      }
    }
  }

  /** Trap 10: shuffled or duplicated nodes must not make a second valid proof. */
  @Test
  void swappedNodesAndLeavesChangeTheRoot() {
    byte[] leaves = leaves(64, 12);
    MerkleTree tree = new MerkleTree(leaves.clone());
    int[] positions = {3, 17, 40};
    byte[] proof = tree.prove(positions);
    byte[] known = opened(leaves, positions);
    for (int i = 0; i + 1 < proof.length / 32; i++) {
      byte[] swapped = proof.clone();
      System.arraycopy(proof, i * 32, swapped, (i + 1) * 32, 32);
      System.arraycopy(proof, (i + 1) * 32, swapped, i * 32, 32);
      assertThat(MerkleMultiProof.root(64, positions, known, swapped, 0)).isNotEqualTo(tree.root());
    }
    int[] other = {3, 16, 40};
    assertThat(MerkleMultiProof.nodeCount(64, other)).isEqualTo(proof.length / 32);
    assertThat(MerkleMultiProof.root(64, other, known, proof, 0)).isNotEqualTo(tree.root());
  }

  @Test
  void malformedArgumentsAreRefused() {
    assertThatThrownBy(() -> new MerkleTree(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MerkleTree(new byte[96]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MerkleTree(new byte[65]))
        .isInstanceOf(IllegalArgumentException.class);
    MerkleTree tree = new MerkleTree(leaves(8, 13));
    int[][] wrong = {{}, {-1}, {8}, {2, 1}, {3, 3}};
    for (int[] positions : wrong) {
      assertThatThrownBy(() -> tree.prove(positions)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> MerkleMultiProof.nodeCount(8, positions))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int n : new int[] {0, 3, -8, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> MerkleMultiProof.nodeCount(n, new int[] {0}))
          .isInstanceOf(IllegalArgumentException.class);
    }
    int[] one = {1};
    assertThatThrownBy(() -> MerkleMultiProof.root(8, one, new byte[64], new byte[96], 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MerkleMultiProof.root(8, one, new byte[32], new byte[95], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> MerkleMultiProof.root(8, one, new byte[32], new byte[96], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theRootIsACopy() {
    MerkleTree one = new MerkleTree(new byte[32]);
    one.root()[0] = 1;
    assertThat(one.root()).isEqualTo(new byte[32]);
  }
}
