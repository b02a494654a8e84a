package pot.zk.simd;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/**
 * Sums of small integers weighted by elements of K, without a reduction inside. A weight is cut
 * into four signed pieces of 32 bits, the halves of both its coefficients; an integer has at most
 * {@link #BITS} bits. So a product has at most 47 bits and a sign, and {@link #EXACT_TERMS} of them
 * are summed exactly by doubles, whose fused multiply-add is one instruction where integers take
 * two. Longer sums are of 64-bit integers.
 *
 * <p>Four rows of integers are taken at a time: what is loaded of the one factor serves all of the
 * other. One implementation in plain Java and one with the vector module give the same sums.
 */
public interface LimbKernels {
  /** Rows of integers in one call. */
  int ROWS = 4;

  /** Pieces of a weight. */
  int PIECES = 4;

  /** Bits of an integer, at most. */
  int BITS = 16;

  /** Sums of a call of {@link #dots}, each of as many parts. */
  int SUMS = ROWS * PIECES;

  int PARTS = 8;

  /** 2^16 2^31 2^6 = 2^53. */
  int EXACT_TERMS = 64;

  /** Terms of a sum, at most: 2^16 2^31 2^15 = 2^62. */
  int MOST_TERMS = 1 << 15;

  /**
   * wide[at + i] = x[from + i] as doubles.
   *
   * @return the bitwise or of the integers: if that has more than {@link #BITS} bits, what was
   *     written is of no use
   */
  long widen(double[] wide, int at, long[] x, int from, int n);

  /**
   * Adds sum_i wide[xOff + stride r + i] pieces[pOff + p n + i], for each row r and piece p, to the
   * {@link #PARTS} parts of sum 4 r + p, which lie from accOff on. How it spreads over the parts is
   * not defined.
   *
   * @param pieces n weights, plane after plane as {@link #cut} makes them
   */
  void dots(
      long[] acc,
      int accOff,
      double[] wide,
      int xOff,
      int stride,
      double[] pieces,
      int pOff,
      int n);

  /**
   * acc[p n + i] += sum_r weights[wOff + 4 r + p] x[xOff + stride r + i] for each piece p and place
   * i.
   *
   * @param weights the pieces of each row's weight, as {@link #cutRows} makes them
   */
  void addRows(long[] acc, long[] x, int xOff, int stride, long[] weights, int wOff, int n);

  /** The pieces of weights [from, from + n), each piece of all weights before the next piece. */
  static void cut(ExtVector weights, int from, int n, double[] pieces, int at) {
    for (int i = 0; i < n; i++) {
      long c0 = balanced(weights.c0()[from + i]);
      long c1 = balanced(weights.c1()[from + i]);
      pieces[at + i] = (int) c0;
      pieces[at + n + i] = (c0 - (int) c0) >> 32;
      pieces[at + 2 * n + i] = (int) c1;
      pieces[at + 3 * n + i] = (c1 - (int) c1) >> 32;
    }
  }

  /** The pieces of each weight after one another. */
  static long[] cutRows(ExtVector weights) {
    int n = weights.length();
    long[] pieces = new long[PIECES * n];
    for (int i = 0; i < n; i++) {
      long c0 = balanced(weights.c0()[i]);
      long c1 = balanced(weights.c1()[i]);
      pieces[PIECES * i] = (int) c0;
      pieces[PIECES * i + 1] = (c0 - (int) c0) >> 32;
      pieces[PIECES * i + 2] = (int) c1;
      pieces[PIECES * i + 3] = (c1 - (int) c1) >> 32;
    }
    return pieces;
  }

  /** The representative between -p/2 and p/2. */
  private static long balanced(long canonical) {
    return canonical < 0 || canonical >= Goldilocks.MODULUS >>> 1
        ? canonical - Goldilocks.MODULUS
        : canonical;
  }

  /** The element of K of row r, from the parts of its pieces' sums. */
  static Ext value(long[] acc, int accOff, int r) {
    long[] sums = new long[PIECES];
    for (int p = 0; p < PIECES; p++) {
      int from = accOff + PARTS * (PIECES * r + p);
      for (int i = 0; i < PARTS; i++) {
        sums[p] += acc[from + i];
      }
    }
    return value(sums, 0, 1, 0);
  }

  /** The element of K at place i of sums of pieces, a plane of n for each piece. */
  static Ext value(long[] acc, int accOff, int n, int i) {
    int at = accOff + i;
    return new Ext(join(acc[at], acc[at + n]), join(acc[at + 2 * n], acc[at + 3 * n]));
  }

  /** low + 2^32 high, of signed integers. */
  private static long join(long low, long high) {
    return Goldilocks.add(
        Goldilocks.fromSigned(low), Goldilocks.mul(Goldilocks.fromSigned(high), 1L << 32));
  }
}
