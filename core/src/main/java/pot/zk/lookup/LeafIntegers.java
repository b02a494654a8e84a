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

  /** What a run of leaves is. */
  enum Kind {
    /** Leaves 1/(alpha - x), all x integers below 2^16. */
    INTEGERS,
    /** Leaves 0/1. */
    PADDING,
    OTHER
  }

  private final char[] values;
  private final Kind[] kinds;
  private final IntegerKernels kernels;

  LeafIntegers(Leaves leaves, IntegerKernels kernels) {
    int runs = (leaves.used() + RUN - 1) / RUN;
    this.kernels = kernels;
    this.values = new char[(runs + 1) * RUN];
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

  /** What the run is that begins at a leaf, a multiple of a run's length. */
  Kind kind(int from) {
    int run = from / RUN;
    return run < kinds.length ? kinds[run] : Kind.PADDING;
  }

  /** Where there is a run of zeros. */
  int zeros() {
    return kinds.length * RUN;
  }

  /**
   * The elementary symmetric polynomials of the entries of four runs, in pieces: see {@link
   * IntegerKernels#symmetric}.
   */
  void readSymmetric(int[] from, long[] out) {
    kernels.symmetric(out, RUN, values, from, RUN);
  }

  /** Copies a run of integers. */
  void read(int from, long[] out, int at) {
    kernels.widen(out, at, values, from, RUN);
  }

  /** The sums and the products of two runs, entry by entry. */
  void readPairs(int from, int other, long[] sums, int sumAt, long[] products, int productAt) {
    kernels.pairs(sums, sumAt, products, productAt, values, from, other, RUN);
  }
}
