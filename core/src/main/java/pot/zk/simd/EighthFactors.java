package pot.zk.simd;

import pot.zk.field.Goldilocks;

/**
 * What {@link FieldKernels#butterflies(long[], int, int, int, EighthFactors, int)} multiplies by:
 * for each block e^1 to e^7, where X^h - e is the first of the eight factors of X^8h - e^8; from
 * the fourth power on negated; each followed by its products with 2^22 and 2^44, for factors cut
 * into thirds.
 */
public final class EighthFactors {
  /** Elements a block. */
  static final int COUNT = 21;

  /** Bits of a third of a factor. */
  static final int THIRD = 22;

  /** Multiples of each power. */
  static final int MULTIPLES = 3;

  private final long[] elements;

  private EighthFactors(long[] elements) {
    this.elements = elements;
  }

  /**
   * Of all blocks of a level.
   *
   * @param upper the twiddles of three levels, one a block: e^4, e^2 of the first half, e of the
   *     first quarter
   */
  public static EighthFactors of(long[] upper, long[] middle, long[] lower) {
    long[] out = new long[COUNT * upper.length];
    for (int block = 0; block < upper.length; block++) {
      long e4 = Goldilocks.neg(upper[block]);
      long e2 = middle[2 * block];
      long e = lower[4 * block];
      int at = COUNT * block;
      put(out, at, e);
      put(out, at + MULTIPLES, e2);
      put(out, at + 2 * MULTIPLES, Goldilocks.mul(e, e2));
      put(out, at + 3 * MULTIPLES, e4);
      put(out, at + 4 * MULTIPLES, Goldilocks.mul(e, e4));
      put(out, at + 5 * MULTIPLES, Goldilocks.mul(e2, e4));
      put(out, at + 6 * MULTIPLES, Goldilocks.mul(Goldilocks.mul(e, e2), e4));
    }
    return new EighthFactors(out);
  }

  /** Those of block b from {@link #COUNT} b on. */
  long[] elements() {
    return elements;
  }

  @Override
  public String toString() {
    return "EighthFactors[" + elements.length / COUNT + " blocks]";
  }

  private static void put(long[] out, int at, long power) {
    out[at] = power;
    out[at + 1] = Goldilocks.mul(power, 1L << THIRD);
    out[at + 2] = Goldilocks.mul(power, 1L << 2 * THIRD);
  }
}
