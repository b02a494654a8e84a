package pot.zk.fixedpoint;

import java.math.BigInteger;

/**
 * Public tables of exp(-x): entry d is exp(-d 2^exponent) in units of 2^-{@value #FRAC}, rounded
 * half up from its exact value. Computed in integers, so every machine has the same.
 */
public final class ExponentialTable {
  /** Fractional bits of the entries: products of two, at most 2^60, fit 63 bits. */
  public static final int FRAC = 30;

  /** Fractional bits of the computation. */
  private static final int PRECISION = 256;

  /** exp is summed at 2^-START, where a few terms suffice, and squared from there. */
  private static final int START = 64;

  private ExponentialTable() {}

  /**
   * The table.
   *
   * @param exponent from -{@value #START} to 62
   * @param bits log2 of its length
   */
  public static long[] of(int exponent, int bits) {
    BigInteger base = exponential(exponent);
    long[] table = new long[1 << bits];
    BigInteger power = BigInteger.ONE.shiftLeft(PRECISION);
    for (int d = 0; d < table.length; d++) {
      table[d] =
          power.shiftRight(PRECISION - FRAC - 1).add(BigInteger.ONE).shiftRight(1).longValue();
      power = power.multiply(base).shiftRight(PRECISION);
    }
    return table;
  }

  /** exp(-2^exponent) in units of 2^-PRECISION, less than 2^-100 off. */
  private static BigInteger exponential(int exponent) {
    BigInteger term = BigInteger.ONE.shiftLeft(PRECISION);
    BigInteger sum = BigInteger.ZERO;
    for (int i = 1; term.signum() != 0; i++) {
      sum = sum.add(term);
      // The next one: -2^-START / i times this.
      term = term.shiftRight(START).divide(BigInteger.valueOf(-i));
    }
    for (int i = -START; i < exponent; i++) {
      sum = sum.multiply(sum).shiftRight(PRECISION);
    }
    return sum;
  }
}
