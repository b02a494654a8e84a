package pot.zk.simd;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * The hot loops over vectors of F and K, one implementation in plain Java and one with the vector
 * module; both give the same canonical values, bit for bit.
 *
 * <p>Indices count elements; every range is [offset, offset + n). Inputs and outputs are canonical.
 * No method allocates in proportion to n, and none starts threads.
 */
public interface FieldKernels {
  /** Columns interleaved in {@link #butterflies}: eight elements fill a 512-bit vector. */
  int ROW = 8;

  /** "scalar", or the vector shape: shown by the tools. */
  String name();

  /** Loops over small integers, of the same implementation. */
  IntegerKernels integers();

  /** acc[i] += s * x[i], all in K. */
  void addScaled(ExtVector acc, int accOff, Ext s, ExtVector x, int xOff, int n);

  /** acc[i] += s * x[i], x in F. */
  void addScaledBase(ExtVector acc, int accOff, Ext s, long[] x, int xOff, int n);

  /** acc[i] += x[i], all in K. */
  void addTo(ExtVector acc, int accOff, ExtVector x, int xOff, int n);

  /** acc[i] += s * x[i], all in F. */
  void addScaled(long[] acc, int accOff, long s, long[] x, int xOff, int n);

  /** out[i] = s * x[i], all in K; out may be x at the same offset. */
  void scale(ExtVector out, int outOff, Ext s, ExtVector x, int xOff, int n);

  /** out[i] = a[i] * b[i], all in K; out may be a or b at the same offset. */
  void multiply(ExtVector out, int outOff, ExtVector a, int aOff, ExtVector b, int bOff, int n);

  /** The sum of a[i] * b[i], both in K. */
  Ext dot(ExtVector a, int aOff, ExtVector b, int bOff, int n);

  /** The sum of a[i] * x[i], x in F. */
  Ext dotBase(ExtVector a, int aOff, long[] x, int xOff, int n);

  /** The sum of (a[aHi+i] - a[aLo+i]) * (b[bHi+i] - b[bLo+i]): a round's leading coefficient. */
  Ext dotDifference(ExtVector a, int aLo, int aHi, ExtVector b, int bLo, int bHi, int n);

  /** As {@link #dotDifference} with b in F. */
  Ext dotDifferenceBase(ExtVector a, int aLo, int aHi, long[] b, int bLo, int bHi, int n);

  /** As below, within one vector. */
  default void fold(ExtVector out, int outOff, ExtVector v, int lo, int hi, Ext r, int n) {
    fold(out, outOff, v, lo, v, hi, r, n);
  }

  /** out[i] = v[lo+i] + r * (w[hi+i] - v[lo+i]); out may be v with outOff = lo. */
  void fold(ExtVector out, int outOff, ExtVector v, int lo, ExtVector w, int hi, Ext r, int n);

  /** As {@link #fold} with v in F. */
  void foldBase(ExtVector out, int outOff, long[] v, int lo, int hi, Ext r, int n);

  /**
   * One level of a fraction tree: num[i] = n[lo+i] d[hi+i] + n[hi+i] d[lo+i], den[i] = d[lo+i]
   * d[hi+i].
   */
  void addFractions(
      ExtVector num,
      ExtVector den,
      int outOff,
      ExtVector n,
      ExtVector d,
      int lo,
      int hi,
      int count);

  /** As {@link #addFractions} where all numerators are one: num[i] = d[lo+i] + d[hi+i]. */
  void addReciprocals(
      ExtVector num, ExtVector den, int outOff, ExtVector d, int lo, int hi, int count);

  /**
   * A round of the sumcheck of a weighted product: the sums of e[i] a[aLo+i] b[bLo+i] and of e[i]
   * (a[aHi+i] - a[aLo+i]) (top[bHi+i] - b[bLo+i]), the constant and the leading coefficient of the
   * round polynomial.
   */
  Ext[] productRound(
      ExtVector e,
      int eOff,
      ExtVector a,
      int aLo,
      int aHi,
      ExtVector b,
      int bLo,
      ExtVector top,
      int bHi,
      int n);

  /**
   * A round of the fraction tree's sumcheck: as {@link #productRound} for m0 d1 + n1 d0, where m
   * has m0 from lo and n1 from lo + second on, and d likewise d0 and d1; the upper values are step
   * further.
   */
  Ext[] crossRound(
      ExtVector e, int eOff, ExtVector m, ExtVector d, int lo, int second, int step, int n);

  /**
   * One level of butterflies over eight interleaved columns (row-major rows of eight elements).
   * Block b, of 2 half rows from baseRow + 2 half b on, has the twiddle w = twiddles[first + b]:
   * for each row j below half, x = a[j] and y = a[half + j] of the block become x + w y and x - w
   * y.
   */
  void butterflies(long[] a, int baseRow, int half, int blocks, long[] twiddles, int first);

  /**
   * Two levels of butterflies at once: {@link #butterflies} with upper, of halves of 2 quarter
   * rows, then with lower from 2 first on, of halves of quarter rows. Values may be as three levels
   * and {@link #remainders} leave them; canonical ones come out.
   *
   * @param lower with lower[2 b + 1] = 2^48 lower[2 b] for every block b: 2^48 is {@code
   *     Goldilocks.rootOfUnity(2)}, a square root of -1
   */
  void butterflies(
      long[] a, int baseRow, int quarter, int blocks, long[] upper, long[] lower, int first);

  /** Coefficients and points of {@link #remainders}, parts of a block of three levels. */
  int EIGHTHS = 8;

  /**
   * Three levels of butterflies at once, of parts of eighth rows: blocks of eight of them. What
   * comes out is canonical where eighth is one, else any 64 bits that are congruent; this method
   * and that for two levels go on from there.
   *
   * @param factors {@link EighthFactors} of blocks, from number first on
   */
  void butterflies(long[] a, int baseRow, int eighth, int blocks, EighthFactors factors, int first);

  /** Limbs of 16 bits in a word of {@link #remainders}. */
  int LIMBS = 4;

  /** Powers that {@link #remainders} takes. */
  int POWERS = EIGHTHS * LIMBS;

  /**
   * Polynomials in X^s with 32 coefficients each, integers below 2^16, plus some with fewer, any
   * elements, at the eight points that three levels of butterflies end with: with w = -2^24, which
   * is {@code Goldilocks.rootOfUnity(3)}, e times 1, -1, w^2, -w^2, w, -w, w^3 and -w^3.
   *
   * @param x coefficient r + 8 t of polynomial j is limb t (bits 16 t to 16 t + 15) of x[r step +
   *     j]
   * @param powers e^(r + 8 t) at 4 r + t
   * @param out holds terms that are added, times e^r already, at r step + j for r below {@code
   *     terms}; receives the value at point k at k step + j, as any 64 bits that are congruent
   * @param step polynomials, a multiple of 8
   */
  void remainders(long[] x, long[] powers, int terms, long[] out, int step);
}
