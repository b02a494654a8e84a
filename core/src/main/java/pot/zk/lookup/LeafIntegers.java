package pot.zk.lookup;

import pot.zk.parallel.Workers;
import pot.zk.simd.IntegerKernels;

/**
 * The leaves as 16-bit integers, by runs: a quarter of the memory traffic of the limbs, and no
 * field arithmetic. Runs that are padding in part, or whose fingerprints are no such integers, as
 * those of pairs are not, are {@link Kind#OTHER}.
 */
final class LeafIntegers {
  private static final int RUN = Nodes.RUN;

  /** From a run of pieces to the next: a cache line more, or all would meet in the same sets. */
  static final int STRIDE = RUN + 8;

  /** What {@link #count} gives where leaves are no small integers. */
  static final int OTHER = -1;

  /** What a run of leaves is. */
  private enum Kind {
    /** Leaves 1/(alpha - x), all x integers below 2^16. */
    INTEGERS,
    /** Leaves 0/1. */
    PADDING,
    OTHER
  }

  private final char[] values;
  private final Kind[] kinds;
  private final int size;
  private final IntegerKernels kernels;

  LeafIntegers(Leaves leaves, IntegerKernels kernels) {
    int runs = (leaves.used() + RUN - 1) / RUN;
    this.kernels = kernels;
    this.size = leaves.size();
    this.values = new char[runs * RUN];
    this.kinds = new Kind[runs];
    Workers.forRanges(
        runs,
        1,
        (from, to) -> {
          for (int run = from; run < to; run++) {
            boolean whole = (run + 1) * RUN <= leaves.used();
            kinds[run] =
                whole && leaves.narrow(run * RUN, RUN, values) ? Kind.INTEGERS : Kind.OTHER;
          }
        });
  }

  /**
   * How many leaves each node of a run adds up, padding not counted: {@link #OTHER} if they are not
   * all small integers.
   *
   * @param node the first of the run
   * @param level nodes of its level: so far are the leaves of a node from each other
   */
  int count(int node, int level) {
    int count = 0;
    for (int leaf = node; leaf < size; leaf += level) {
      switch (kind(leaf)) {
        case INTEGERS -> count++;
        case PADDING -> {}
        case OTHER -> {
          return OTHER;
        }
      }
    }
    return count;
  }

  private Kind kind(int leaf) {
    int run = leaf / RUN;
    return run < kinds.length ? kinds[run] : Kind.PADDING;
  }

  /**
   * The coefficients of a run of nodes, in pieces: see {@link IntegerKernels#symmetric}.
   *
   * @param node the first
   * @param count leaves of each, at most {@link IntegerKernels#FACTORS}, the first at the node's
   *     own place and others a level's size further each
   * @param out receives {@link IntegerKernels#PIECES} runs, {@link #STRIDE} apart, of which those
   *     that are there for so many leaves are written
   */
  void readNodes(int node, int level, int count, double[] out, int at) {
    if (count == 0) {
      return;
    }
    int[] from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = node + i * level;
    }
    kernels.symmetric(out, at, STRIDE, values, from, count, RUN);
  }
}
