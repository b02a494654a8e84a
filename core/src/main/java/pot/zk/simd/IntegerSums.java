package pot.zk.simd;

import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;

/**
 * How a weighted sum is kept between runs. An integer v of 51 bits and a sign is low + 2^26 high,
 * both of at most 25 bits and a sign; the weight has six pieces of 22 bits. A product has 47 bits,
 * so that 64 of them are summed exactly by doubles: that many places in each of eight lanes, the
 * sums of upper parts in units of 2^26. Longer sums are of 64-bit integers, by lane: {@link
 * IntegerKernels#MOST_TAKEN} times 2^53 are 2^62.
 */
public final class IntegerSums {
  static final int LANES = 8;

  /** Bits of the lower part of an integer, with its sign. */
  static final int LOW_BITS = 26;

  /** Sums of upper parts times this are integers below 2^53. */
  static final double UPPER_UNIT = 0x1p-26;

  static final int PARTS = 2 * IntegerKernels.WEIGHT_PIECES * LANES;

  private IntegerSums() {}

  /** Where the sums of a piece are, those of the lower parts; {@link #LANES} further the upper. */
  static int place(int piece) {
    return 2 * LANES * piece;
  }

  /** What a weighted sum comes to. */
  public static Ext value(long[] parts, int at) {
    return new Ext(coefficient(parts, at, 0), coefficient(parts, at, 3));
  }

  private static long coefficient(long[] parts, int at, int first) {
    long sum = 0;
    for (int piece = 2; piece >= 0; piece--) {
      int from = at + place(first + piece);
      long ofPiece =
          Goldilocks.add(
              lanes(parts, from), Goldilocks.mul(1L << LOW_BITS, lanes(parts, from + LANES)));
      sum = Goldilocks.add(Goldilocks.mul(1L << IntegerKernels.PIECE_BITS, sum), ofPiece);
    }
    return sum;
  }

  private static long lanes(long[] parts, int from) {
    long sum = 0;
    for (int lane = from; lane < from + LANES; lane++) {
      sum = Goldilocks.add(sum, Goldilocks.fromSigned(parts[lane]));
    }
    return sum;
  }
}
