package pot.zk.lookup;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pot.zk.simd.IntegerKernels;

/**
 * How many leaves the nodes of a run add up, by child and corner of the layer's first two
 * variables: none to four, all of small integers.
 *
 * @param code some bits for each
 */
record RunShape(int code) {
  private static final int BITS = 3;

  /** The shape of a run, null where a leaf is no small integer or a node adds up more leaves. */
  static @Nullable RunShape of(RunNodes nodes, LeafIntegers leaves) {
    int code = 0;
    for (int i = 0; i < 2 * Grid.CORNERS; i++) {
      int node = nodes.first(i / Grid.CORNERS, i % Grid.CORNERS);
      int count = leaves.count(node, nodes.level());
      if (count < 0 || count > IntegerKernels.FACTORS) {
        return null;
      }
      code |= count << BITS * i;
    }
    return new RunShape(code);
  }

  int leaves(int child, int corner) {
    return code >>> BITS * (Grid.CORNERS * child + corner) & (1 << BITS) - 1;
  }

  /** Of all corners of a child. */
  int[] leaves(int child) {
    return IntStream.range(0, Grid.CORNERS).map(c -> leaves(child, c)).toArray();
  }
}
