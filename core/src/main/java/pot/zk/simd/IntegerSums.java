package pot.zk.simd;

import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;

/**
 * How a weighted sum is kept between runs. An integer v becomes v + {@link
 * IntegerKernels#SUM_BOUND}, of 52 bits and no sign, and two halves of 26 bits; each coefficient of
 * a weight has two halves of 32 bits. The eight sums of products of halves are kept by lane as sums
 * of their lower and of their upper 32 bits: a run adds less than 2^32 to each.
 */
final class IntegerSums {
  static final int LANES = 8;

  /** Bits of half an integer. */
  static final int HALF_BITS = 26;

  static final long HALF_MASK = (1L << HALF_BITS) - 1;

  /** Products that a lane adds up before they are split: each is below 2^58, 32 of them 2^63. */
  static final int TERMS = 32;

  private IntegerSums() {}

  /**
   * Where the sums of some half products are: the lower halves, and {@link #LANES} further the
   * upper.
   *
   * @param coefficient of the weight, 0 or 1
   * @param upper 1 for the upper half of that coefficient
   * @param high 1 for the upper half of the integers
   */
  static int place(int coefficient, int upper, int high) {
    return (4 * coefficient + 2 * upper + high) * 2 * LANES;
  }

  static Ext value(long[] parts, int at) {
    return new Ext(coefficient(parts, at, 0), coefficient(parts, at, 1));
  }

  private static long coefficient(long[] parts, int at, int coefficient) {
    long sum = 0;
    for (int upper = 0; upper < 2; upper++) {
      for (int high = 0; high < 2; high++) {
        long scale = Goldilocks.mul(1L << (32 * upper), 1L << (HALF_BITS * high));
        int from = at + place(coefficient, upper, high);
        sum = Goldilocks.add(sum, Goldilocks.mul(scale, lanes(parts, from)));
        long carried = Goldilocks.mul(scale, 1L << 32);
        sum = Goldilocks.add(sum, Goldilocks.mul(carried, lanes(parts, from + LANES)));
      }
    }
    return sum;
  }

  private static long lanes(long[] parts, int from) {
    long sum = 0;
    for (int lane = from; lane < from + LANES; lane++) {
      sum = Goldilocks.add(sum, Goldilocks.reduce(parts[lane]));
    }
    return sum;
  }
}
