package pot.zk.relation;

import pot.zk.parallel.Block;

/** A term with its values at hand. Several threads may use it at once, for blocks of their own. */
@FunctionalInterface
interface Summand {
  /**
   * Adds the term's values inside a block.
   *
   * @param sums of the relation's padded shape, row-major
   */
  void addTo(long[] sums, Block block);
}
