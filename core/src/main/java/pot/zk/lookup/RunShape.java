package pot.zk.lookup;

import org.jspecify.annotations.Nullable;

/**
 * How many leaves the nodes of a run add up, by child and corner of the layer's first two
 * variables: none to two, or {@link #GENERAL} where they are more or no small integers.
 *
 * @param code two bits for each
 */
record RunShape(int code) {
  /** In place of a count. */
  static final int GENERAL = 3;

  /** Corners of the first child that are general, at most: from three on they are not worth it. */
  private static final int MOST_GENERAL = 2;

  private static final int BITS = 2;

  /**
   * The shape of a run.
   *
   * @return null where too many corners are general, or any of the second child
   */
  static @Nullable RunShape of(RunNodes nodes, LeafIntegers leaves, int size) {
    int code = 0;
    int general = 0;
    for (int i = 0; i < 2 * Grid.CORNERS; i++) {
      int child = i / Grid.CORNERS;
      int count = count(nodes.first(child, i % Grid.CORNERS), nodes.level(), leaves, size);
      if (count == GENERAL) {
        general++;
        if (child == 1 || general > MOST_GENERAL) {
          return null;
        }
      }
      code |= count << BITS * i;
    }
    return new RunShape(code);
  }

  private static int count(int node, int level, LeafIntegers leaves, int size) {
    int count = 0;
    for (int leaf = node; leaf < size; leaf += level) {
      switch (leaves.kind(leaf)) {
        case INTEGERS -> count++;
        case PADDING -> {}
        case OTHER -> {
          return GENERAL;
        }
      }
    }
    return Math.min(count, GENERAL);
  }

  int leaves(int child, int corner) {
    return code >>> BITS * (Grid.CORNERS * child + corner) & GENERAL;
  }

  boolean isGeneral(int corner) {
    return leaves(0, corner) == GENERAL;
  }

  /** The most leaves that a node of this child adds up, but for general ones. */
  int most(int child) {
    int most = 0;
    for (int c = 0; c < Grid.CORNERS; c++) {
      int count = leaves(child, c);
      most = count == GENERAL ? most : Math.max(most, count);
    }
    return most;
  }
}
