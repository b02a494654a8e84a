package pot.zk.simd;

import pot.zk.field.ExtVector;

/**
 * Loops over vectors of small integers beside elements of K. The integers are kept as doubles, and
 * the elements in six pieces of {@link #PIECE_BITS}, three for each coefficient: products and sums
 * of them stay below 2^53 and are exact, by fused multiply-adds, of which twelve take a tenth of
 * the time of a product in K.
 *
 * <p>One implementation in plain Java and one with the vector module; both give the same values.
 * Integers are signed and no field elements: residues are taken where a sum is through. Lengths are
 * multiples of {@link #STEP}.
 */
public interface IntegerKernels {
  int STEP = 16;

  /** Bits of a piece of an integer or of a coefficient, at most. */
  int PIECE_BITS = 22;

  /** Pieces of an element of K. */
  int WEIGHT_PIECES = 6;

  /** Integers that {@link #symmetric} takes, at most. */
  int FACTORS = 4;

  /** Pieces of all their elementary symmetric polynomials. */
  int PIECES = 9;

  /** Numbers that a weighted sum is kept in. */
  int PARTS = IntegerSums.PARTS;

  /** Places that a sum of doubles may take in. */
  int EXACT = 512;

  /** Of what is summed, integers are below this in magnitude, {@link #SUM_BITS} bits. */
  int SUM_BITS = 51;

  /** How often sums may be taken before longs could overflow. */
  int MOST_TAKEN = 512;

  /** Terms that a {@link Combination} has, at most. */
  int TERMS = 40;

  /** Pieces of the k-th elementary symmetric polynomial of up to four integers, k from 1. */
  static int pieces(int k) {
    return Math.min(k, 3);
  }

  /** The place of one of its pieces among all. */
  static int piece(int k, int piece) {
    return k * (k - 1) / 2 + piece;
  }

  /**
   * Narrows factor x[i] to 16 bits, for any n.
   *
   * @param x canonical elements of F
   * @param factor below 2^16
   * @return whether x[i] and factor x[i] as an integer are below 2^16 everywhere; if not, out holds
   *     anything
   */
  boolean narrow(char[] out, int outOff, long[] x, int xOff, int factor, int n);

  /**
   * (-1)^k times the k-th elementary symmetric polynomial of the integers x[offsets[0] + i], ..,
   * x[offsets[count - 1] + i], for k = 1 to count, in pieces: piece q of it is out[at + stride
   * piece(k, q) + i], which counts 2^(22 q).
   *
   * @param offsets at least as many
   * @param count 1 to {@link #FACTORS}
   */
  void symmetric(double[] out, int at, int stride, char[] x, int[] offsets, int count, int n);

  /** v[out + i] = v[a + i] - v[b + i]. */
  void subtract(double[] v, int out, int a, int b, int n);

  /**
   * v[out + i] = the sum of v[a[j] + i] v[b[j] + i] over j, for i in [from, from + n).
   *
   * @param a, b as many, one at least; partial sums of products are below 2^53 in magnitude
   */
  void multiply(double[] v, int out, int[] a, int[] b, int from, int n);

  /**
   * Adds to weighted sums, one for each of some runs of integers: for each i in [start, start + n),
   * the weight i times the integer v[from[j] + i].
   *
   * @param sums {@link #PARTS} doubles for each sum from at on, zero at first; exact for {@link
   *     #EXACT} places, then to be taken
   * @param weights as {@link #cut} makes them, from offset on, each plane of a stride's length
   * @param v integers of {@link #SUM_BITS} bits and a sign
   */
  void addWeighted(
      double[] sums,
      int at,
      double[] weights,
      int offset,
      int stride,
      double[] v,
      int[] from,
      int start,
      int n);

  /**
   * Moves weighted sums to longs, of which {@link IntegerSums#value} knows what they come to.
   *
   * @param sums become zero
   */
  void take(double[] sums, long[] parts);

  /** out[outOff + i] = the combination at v[from + i], i from 0. */
  void combine(ExtVector out, int outOff, Combination combination, double[] v, int from, int n);

  /** From a plane of pieces of n weights to the next: all would meet in the same cache sets. */
  static int stride(int n) {
    return n + 8;
  }

  /** The pieces of weights, a plane for each piece, {@link #stride} apart. */
  static double[] cut(ExtVector weights) {
    int stride = stride(weights.length());
    double[] pieces = new double[WEIGHT_PIECES * stride];
    for (int i = 0; i < weights.length(); i++) {
      cut(weights.c0()[i], pieces, i, stride);
      cut(weights.c1()[i], pieces, 3 * stride + i, stride);
    }
    return pieces;
  }

  /** The three pieces of a canonical element of F. */
  static void cut(long x, double[] pieces, int at, int stride) {
    long mask = (1L << PIECE_BITS) - 1;
    pieces[at] = x & mask;
    pieces[at + stride] = x >>> PIECE_BITS & mask;
    pieces[at + 2 * stride] = x >>> 2 * PIECE_BITS;
  }
}
