package pot.zk.simd;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * Loops over vectors of small integers beside elements of K: products of integers with 32-bit
 * pieces of an element are added up without reduction, which costs a fifth of a product in K.
 *
 * <p>One implementation in plain Java and one with the vector module; both give the same values.
 * Integers that are signed are no field elements: their residues are taken where they meet K.
 */
public interface IntegerKernels {
  /** Longs that a weighted sum is kept in. */
  int PARTS = 128;

  /** Of what {@link #sum} and {@link #sumProducts} add up, integers are below this in magnitude. */
  long SUM_BOUND = 1L << 51;

  /** Integers that {@link #combine} takes are from 0 to below this. */
  long TERM_BOUND = 1L << 24;

  /** Terms that {@link #combine} takes, at most. */
  int TERMS = 15;

  /**
   * Narrows factor x[i] to 16 bits.
   *
   * @param x canonical elements of F
   * @param factor below 2^16
   * @return whether x[i] and factor x[i] as an integer are below 2^16 everywhere; if not, out holds
   *     anything
   */
  boolean narrow(char[] out, int outOff, long[] x, int xOff, int factor, int n);

  /** out[i] = x[i]. */
  void widen(long[] out, int outOff, char[] x, int xOff, int n);

  /** sum[i] = x[i] + y[i] and product[i] = x[i] y[i]. */
  void pairs(
      long[] sum, int sumOff, long[] product, int productOff, char[] x, int xOff, int yOff, int n);

  /** Runs that {@link #symmetric} takes. */
  int FACTORS = 4;

  /** Bits of a piece of an integer, but for the last. */
  int PIECE_BITS = 24;

  /** Pieces of all four polynomials. */
  int PIECES = 9;

  /** Pieces of the k-th elementary symmetric polynomial of four integers of 16 bits, k from 1. */
  static int pieces(int k) {
    return Math.min(k, 3);
  }

  /** The place of one of its pieces among all. */
  static int piece(int k, int piece) {
    return k * (k - 1) / 2 + piece;
  }

  /**
   * The elementary symmetric polynomials of four integers: piece j of all is out[j stride + i] for
   * the integers x[offsets[0] + i] to x[offsets[3] + i].
   */
  void symmetric(long[] out, int stride, char[] x, int[] offsets, int n);

  /** out[i] = a[i] - b[i]. */
  void subtract(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n);

  /** v[i] = high[i] 2^bits + low[i] with 0 &lt;= low[i] &lt; 2^bits. */
  void split(long[] low, int lowOff, long[] high, int highOff, long[] v, int vOff, int bits, int n);

  /**
   * Adds the sum of e[i] v[i] to a weighted sum.
   *
   * @param parts {@link #PARTS} longs from at on, zero at first, for {@link #value}
   * @param v signed integers below {@link #SUM_BOUND} in magnitude
   */
  void sum(long[] parts, int at, ExtVector e, int eOff, long[] v, int vOff, int n);

  /** As {@link #sum} for the integers a[i] b[i], each factor below 2^34 in magnitude. */
  void sumProducts(
      long[] parts, int at, ExtVector e, int eOff, long[] a, int aOff, long[] b, int bOff, int n);

  /**
   * out[i] = base + the sum of factors[j] v[offsets[j] + i].
   *
   * @param v integers from 0 to below {@link #TERM_BOUND}
   * @param factors at most {@link #TERMS}
   */
  void combine(ExtVector out, int outOff, Ext base, Ext[] factors, long[] v, int[] offsets, int n);

  /**
   * What a weighted sum comes to.
   *
   * @param weight the sum of all e[i] that were added with an integer, one for each integer
   */
  static Ext value(long[] parts, int at, Ext weight) {
    return IntegerSums.value(parts, at).minus(weight.times(SUM_BOUND));
  }
}
