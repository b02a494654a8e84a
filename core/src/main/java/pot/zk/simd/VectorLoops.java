package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UGE;
import static jdk.incubator.vector.VectorOperators.ULT;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Goldilocks;

/**
 * Loops over vectors of F, each with few vector operations: longer loops, or loops whose helpers
 * are not inlined, fall off the compiler's inlining budget and box every vector. Kernels over K are
 * compositions of these on blocks that stay in the first-level cache.
 *
 * <p>Each loop handles whole vectors; what is left is done by the scalar code after it.
 */
final class VectorLoops {
  static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private static final long P = Goldilocks.MODULUS;
  private static final long EPSILON = Goldilocks.EPSILON;
  private static final int HALF = 32;

  private VectorLoops() {}

  /** a b mod p, canonical: four 32-bit products, and 2^64 = 2^32 - 1, 2^96 = -1. */
  private static LongVector mul(LongVector a, LongVector b) {
    LongVector aLow = a.and(EPSILON);
    LongVector aHigh = a.lanewise(LSHR, HALF);
    LongVector bLow = b.and(EPSILON);
    LongVector bHigh = b.lanewise(LSHR, HALF);
    LongVector low = aLow.mul(bLow);
    LongVector middle = aHigh.mul(bLow).add(low.lanewise(LSHR, HALF));
    LongVector other = aLow.mul(bHigh).add(middle.and(EPSILON));
    LongVector lo = other.lanewise(LSHL, HALF).or(low.and(EPSILON));
    LongVector hi =
        aHigh.mul(bHigh).add(middle.lanewise(LSHR, HALF)).add(other.lanewise(LSHR, HALF));
    LongVector hiHigh = hi.lanewise(LSHR, HALF);
    LongVector hiLow = hi.and(EPSILON);
    LongVector t = lo.sub(hiHigh);
    t = t.sub(EPSILON, lo.compare(ULT, hiHigh));
    LongVector u = hiLow.lanewise(LSHL, HALF).sub(hiLow);
    LongVector r = t.add(u);
    r = r.add(EPSILON, r.compare(ULT, u));
    return r.sub(P, r.compare(UGE, P));
  }

  private static LongVector add(LongVector a, LongVector b) {
    LongVector r = a.add(b);
    VectorMask<Long> wraps = r.compare(ULT, a);
    return r.sub(P, wraps.or(r.compare(UGE, P)));
  }

  private static LongVector sub(LongVector a, LongVector b) {
    return a.sub(b).add(P, a.compare(ULT, b));
  }

  /** out[i] = a[i] - b[i]. */
  static void subtract(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, a, aOff + i);
      LongVector y = LongVector.fromArray(SPECIES, b, bOff + i);
      sub(x, y).intoArray(out, outOff + i);
    }
    for (; i < n; i++) {
      out[outOff + i] = Goldilocks.sub(a[aOff + i], b[bOff + i]);
    }
  }

  /** acc[i] += s x[i]. */
  static void addScaled(long[] acc, int accOff, long s, long[] x, int xOff, int n) {
    LongVector factor = LongVector.broadcast(SPECIES, s);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector product = mul(LongVector.fromArray(SPECIES, x, xOff + i), factor);
      add(LongVector.fromArray(SPECIES, acc, accOff + i), product).intoArray(acc, accOff + i);
    }
    for (; i < n; i++) {
      acc[accOff + i] = Goldilocks.add(acc[accOff + i], Goldilocks.mul(s, x[xOff + i]));
    }
  }

  /** out[i] = s x[i] + t y[i]. */
  static void combine(
      long[] out, int outOff, long s, long[] x, int xOff, long t, long[] y, int yOff, int n) {
    LongVector sFactor = LongVector.broadcast(SPECIES, s);
    LongVector tFactor = LongVector.broadcast(SPECIES, t);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector first = mul(LongVector.fromArray(SPECIES, x, xOff + i), sFactor);
      LongVector second = mul(LongVector.fromArray(SPECIES, y, yOff + i), tFactor);
      add(first, second).intoArray(out, outOff + i);
    }
    for (; i < n; i++) {
      long first = Goldilocks.mul(s, x[xOff + i]);
      out[outOff + i] = Goldilocks.add(first, Goldilocks.mul(t, y[yOff + i]));
    }
  }

  /** acc[i] += s x[i] + t y[i]. */
  static void addCombined(
      long[] acc, int accOff, long s, long[] x, int xOff, long t, long[] y, int yOff, int n) {
    LongVector sFactor = LongVector.broadcast(SPECIES, s);
    LongVector tFactor = LongVector.broadcast(SPECIES, t);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector first = mul(LongVector.fromArray(SPECIES, x, xOff + i), sFactor);
      LongVector second = mul(LongVector.fromArray(SPECIES, y, yOff + i), tFactor);
      LongVector sum = add(first, second);
      add(LongVector.fromArray(SPECIES, acc, accOff + i), sum).intoArray(acc, accOff + i);
    }
    for (; i < n; i++) {
      long first = Goldilocks.mul(s, x[xOff + i]);
      long sum = Goldilocks.add(first, Goldilocks.mul(t, y[yOff + i]));
      acc[accOff + i] = Goldilocks.add(acc[accOff + i], sum);
    }
  }

  /** out[i] = a[i] b[i]. */
  static void multiply(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, a, aOff + i);
      LongVector y = LongVector.fromArray(SPECIES, b, bOff + i);
      mul(x, y).intoArray(out, outOff + i);
    }
    for (; i < n; i++) {
      out[outOff + i] = Goldilocks.mul(a[aOff + i], b[bOff + i]);
    }
  }

  /** out[i] += a[i] b[i]. */
  static void addProduct(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, a, aOff + i);
      LongVector y = LongVector.fromArray(SPECIES, b, bOff + i);
      add(LongVector.fromArray(SPECIES, out, outOff + i), mul(x, y)).intoArray(out, outOff + i);
    }
    for (; i < n; i++) {
      long product = Goldilocks.mul(a[aOff + i], b[bOff + i]);
      out[outOff + i] = Goldilocks.add(out[outOff + i], product);
    }
  }

  /** The sum of a[i] b[i]. */
  static long dot(long[] a, int aOff, long[] b, int bOff, int n) {
    LongVector sums = LongVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, a, aOff + i);
      LongVector y = LongVector.fromArray(SPECIES, b, bOff + i);
      sums = add(sums, mul(x, y));
    }
    long[] lanes = new long[LANES];
    sums.intoArray(lanes, 0);
    long sum = 0;
    for (long lane : lanes) {
      sum = Goldilocks.add(sum, lane);
    }
    for (; i < n; i++) {
      sum = Goldilocks.add(sum, Goldilocks.mul(a[aOff + i], b[bOff + i]));
    }
    return sum;
  }

  /**
   * Blocks of 2 half elements from start on: lower half x and upper half y become x + w y and x - w
   * y.
   *
   * @param half a multiple of the lanes
   */
  static void butterflies(long[] a, int start, int half, int blocks, long[] twiddles, int first) {
    for (int b = 0; b < blocks; b++) {
      LongVector twiddle = LongVector.broadcast(SPECIES, twiddles[first + b]);
      int x = start + 2 * half * b;
      for (int i = x; i < x + half; i += LANES) {
        LongVector u = LongVector.fromArray(SPECIES, a, i);
        LongVector v = mul(LongVector.fromArray(SPECIES, a, i + half), twiddle);
        add(u, v).intoArray(a, i);
        sub(u, v).intoArray(a, i + half);
      }
    }
  }
}
