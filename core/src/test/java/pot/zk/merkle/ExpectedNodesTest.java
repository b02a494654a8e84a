package pot.zk.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The expected number of nodes is the mean over all sets of positions. */
class ExpectedNodesTest {
  @Test
  void isTheMeanOverAllSets() {
    int n = 16;
    for (int q = 1; q <= n; q++) {
      int size = q;
      double mean =
          IntStream.range(0, 1 << n)
              .filter(set -> Integer.bitCount(set) == size)
              .mapToObj(set -> IntStream.range(0, n).filter(i -> (set >> i & 1) == 1).toArray())
              .mapToInt(positions -> MerkleMultiProof.nodeCount(n, positions))
              .average()
              .orElseThrow();
      assertThat(MerkleMultiProof.expectedNodeCount(n, q)).isCloseTo(mean, within(1e-9));
    }
  }
}
