package pot.zk.lookup;

/**
 * The nodes of a level that meet in one run of a layer's pairs: by child and corner.
 *
 * @param level nodes of the level
 * @param from the run's place among those of a corner
 */
record RunNodes(int level, int from) {
  /** The first node. */
  int first(int child, int corner) {
    return (Grid.CORNERS * child + corner) * (level / (2 * Grid.CORNERS)) + from;
  }
}
