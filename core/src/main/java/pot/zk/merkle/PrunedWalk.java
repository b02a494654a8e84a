package pot.zk.merkle;

/** The order in which a multi-proof is written and read: the one description both sides share. */
final class PrunedWalk {
  private PrunedWalk() {}

  /** Called once for each inner node on the way from the opened leaves to the root. */
  @FunctionalInterface
  interface Visitor {
    /**
     * A node whose left-most known child has number {@code from} among the known nodes of its
     * level.
     *
     * @param level the children's level, 0 for leaves
     * @param from the number of the known child, or of the left one if both are known
     * @param to the number the parent has among the known nodes of the next level; to &lt;= from
     * @param sibling the position, within the children's level, of the child that is not known and
     *     so is the next node of the proof; -1 if both are known. Even positions are left children.
     */
    void parent(int level, int from, int to, int sibling);
  }

  /**
   * Walks level by level upward, each level left to right.
   *
   * @param n the number of leaves, a power of two
   * @param positions at least one, strictly increasing, in [0, n)
   * @throws IllegalArgumentException if they are not
   */
  static void walk(int n, int[] positions, Visitor visitor) {
    check(n, positions);
    int[] known = positions.clone();
    int count = known.length;
    for (int level = 0, width = n; width > 1; level++, width >>= 1) {
      int parents = 0;
      for (int i = 0; i < count; parents++) {
        int position = known[i];
        boolean bothKnown = (position & 1) == 0 && i + 1 < count && known[i + 1] == position + 1;
        visitor.parent(level, i, parents, bothKnown ? -1 : position ^ 1);
        known[parents] = position >> 1;
        i += bothKnown ? 2 : 1;
      }
      count = parents;
    }
  }

  private static void check(int n, int[] positions) {
    if (Integer.bitCount(n) != 1) {
      throw new IllegalArgumentException("n = " + n + " is not a power of two");
    }
    if (positions.length == 0) {
      throw new IllegalArgumentException("no positions to open");
    }
    int previous = -1;
    for (int position : positions) {
      if (position <= previous || position >= n) {
        throw new IllegalArgumentException(
            "position " + position + " after " + previous + ": not strictly increasing below " + n);
      }
      previous = position;
    }
  }
}
