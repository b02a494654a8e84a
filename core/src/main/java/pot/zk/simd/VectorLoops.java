package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UGE;
import static jdk.incubator.vector.VectorOperators.ULT;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Goldilocks;

/**
 * Loops over vectors of F, one multiplication each. Kernels over K are compositions of these on
 * blocks that stay in the first-level cache.
 *
 * <p>The arithmetic is written out in every loop, on purpose. The compiler stops inlining helpers
 * once a method has grown to some 18,000 nodes, which two multiplications exceed, and a helper left
 * out boxes every vector it takes: ten times slower, silently. Written out, a loop has no helper to
 * leave out, and its bytecode is longer than what the compiler merges into callers (325 bytes), so
 * that no caller can outgrow the limit either.
 *
 * <p>A product is made of four 32-bit products and reduced by 2^64 = 2^32 - 1 and 2^96 = -1 modulo
 * p, as in {@link Goldilocks#reduce128}; a sum a + b is a - (p - b), as in {@link Goldilocks#add}.
 * Factors are split into halves as vectors, also where a scalar would do: the compiler then sees
 * that they have 32 bits, and takes an instruction three times as cheap. Inputs and outputs are
 * canonical. Each loop handles whole vectors; what is left is done by the scalar code after it.
 */
final class VectorLoops {
  /** At most a row of eight elements, so that {@link #butterflies} splits into whole vectors. */
  static final VectorSpecies<Long> SPECIES =
      LongVector.SPECIES_PREFERRED.length() > FieldKernels.ROW
          ? LongVector.SPECIES_512
          : LongVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  private static final long P = Goldilocks.MODULUS;
  private static final long EPSILON = Goldilocks.EPSILON;
  private static final int HALF = 32;

  private VectorLoops() {}

  /** acc[i] += x[i]. */
  static void add(long[] acc, int accOff, long[] x, int xOff, int n) {
    LongVector p = LongVector.broadcast(SPECIES, P);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector c = LongVector.fromArray(SPECIES, acc, accOff + i);
      LongVector rest = p.sub(LongVector.fromArray(SPECIES, x, xOff + i));
      c.sub(rest).add(p, c.compare(ULT, rest)).intoArray(acc, accOff + i);
    }
    for (; i < n; i++) {
      acc[accOff + i] = Goldilocks.add(acc[accOff + i], x[xOff + i]);
    }
  }

  /** out[i] = a[i] - b[i]. */
  static void subtract(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n) {
    LongVector p = LongVector.broadcast(SPECIES, P);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, a, aOff + i);
      LongVector y = LongVector.fromArray(SPECIES, b, bOff + i);
      x.sub(y).add(p, x.compare(ULT, y)).intoArray(out, outOff + i);
    }
    for (; i < n; i++) {
      out[outOff + i] = Goldilocks.sub(a[aOff + i], b[bOff + i]);
    }
  }

  /** acc[i] += s x[i]. */
  static void addScaled(long[] acc, int accOff, long s, long[] x, int xOff, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    LongVector b = LongVector.broadcast(SPECIES, s);
    LongVector bLow = b.and(epsilon);
    LongVector bHigh = b.lanewise(LSHR, HALF);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector c = LongVector.fromArray(SPECIES, acc, accOff + i);
      LongVector a = LongVector.fromArray(SPECIES, x, xOff + i);
      LongVector aLow = a.and(epsilon);
      LongVector aHigh = a.lanewise(LSHR, HALF);
      LongVector low = aLow.mul(bLow);
      LongVector middle = aHigh.mul(bLow).add(low.lanewise(LSHR, HALF));
      LongVector other = aLow.mul(bHigh).add(middle.and(epsilon));
      LongVector lo = other.lanewise(LSHL, HALF).or(low.and(epsilon));
      LongVector hi =
          aHigh.mul(bHigh).add(middle.lanewise(LSHR, HALF)).add(other.lanewise(LSHR, HALF));
      LongVector hiHigh = hi.lanewise(LSHR, HALF);
      LongVector hiLow = hi.and(epsilon);
      LongVector t = lo.sub(hiHigh);
      t = t.sub(epsilon, lo.compare(ULT, hiHigh));
      LongVector u = hiLow.lanewise(LSHL, HALF).sub(hiLow);
      LongVector r = t.add(u);
      r = r.add(epsilon, r.compare(ULT, u));
      r = r.sub(p, r.compare(UGE, p));
      LongVector rest = p.sub(r);
      c.sub(rest).add(p, c.compare(ULT, rest)).intoArray(acc, accOff + i);
    }
    for (; i < n; i++) {
      acc[accOff + i] = Goldilocks.add(acc[accOff + i], Goldilocks.mul(s, x[xOff + i]));
    }
  }

  /** The sum of x[i] y[i]. */
  static long dot(long[] x, int xOff, long[] y, int yOff, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    LongVector sums = LongVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector a = LongVector.fromArray(SPECIES, x, xOff + i);
      LongVector b = LongVector.fromArray(SPECIES, y, yOff + i);
      LongVector aLow = a.and(epsilon);
      LongVector aHigh = a.lanewise(LSHR, HALF);
      LongVector bLow = b.and(epsilon);
      LongVector bHigh = b.lanewise(LSHR, HALF);
      LongVector low = aLow.mul(bLow);
      LongVector middle = aHigh.mul(bLow).add(low.lanewise(LSHR, HALF));
      LongVector other = aLow.mul(bHigh).add(middle.and(epsilon));
      LongVector lo = other.lanewise(LSHL, HALF).or(low.and(epsilon));
      LongVector hi =
          aHigh.mul(bHigh).add(middle.lanewise(LSHR, HALF)).add(other.lanewise(LSHR, HALF));
      LongVector hiHigh = hi.lanewise(LSHR, HALF);
      LongVector hiLow = hi.and(epsilon);
      LongVector t = lo.sub(hiHigh);
      t = t.sub(epsilon, lo.compare(ULT, hiHigh));
      LongVector u = hiLow.lanewise(LSHL, HALF).sub(hiLow);
      LongVector r = t.add(u);
      r = r.add(epsilon, r.compare(ULT, u));
      r = r.sub(p, r.compare(UGE, p));
      LongVector rest = p.sub(r);
      sums = sums.sub(rest).add(p, sums.compare(ULT, rest));
    }
    long[] lanes = new long[LANES];
    sums.intoArray(lanes, 0);
    long sum = 0;
    for (long lane : lanes) {
      sum = Goldilocks.add(sum, lane);
    }
    for (; i < n; i++) {
      sum = Goldilocks.add(sum, Goldilocks.mul(x[xOff + i], y[yOff + i]));
    }
    return sum;
  }

  /**
   * Blocks of 2 half elements from start on: with w the block's twiddle, lower half x and upper
   * half y become x + w y and x - w y.
   *
   * @param half a multiple of the lanes
   */
  static void butterflies(long[] v, int start, int half, int blocks, long[] twiddles, int first) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    for (int block = 0; block < blocks; block++) {
      LongVector b = LongVector.broadcast(SPECIES, twiddles[first + block]);
      LongVector bLow = b.and(epsilon);
      LongVector bHigh = b.lanewise(LSHR, HALF);
      int from = start + 2 * half * block;
      for (int i = from; i < from + half; i += LANES) {
        LongVector c = LongVector.fromArray(SPECIES, v, i);
        LongVector a = LongVector.fromArray(SPECIES, v, i + half);
        LongVector aLow = a.and(epsilon);
        LongVector aHigh = a.lanewise(LSHR, HALF);
        LongVector low = aLow.mul(bLow);
        LongVector middle = aHigh.mul(bLow).add(low.lanewise(LSHR, HALF));
        LongVector other = aLow.mul(bHigh).add(middle.and(epsilon));
        LongVector lo = other.lanewise(LSHL, HALF).or(low.and(epsilon));
        LongVector hi =
            aHigh.mul(bHigh).add(middle.lanewise(LSHR, HALF)).add(other.lanewise(LSHR, HALF));
        LongVector hiHigh = hi.lanewise(LSHR, HALF);
        LongVector hiLow = hi.and(epsilon);
        LongVector t = lo.sub(hiHigh);
        t = t.sub(epsilon, lo.compare(ULT, hiHigh));
        LongVector u = hiLow.lanewise(LSHL, HALF).sub(hiLow);
        LongVector r = t.add(u);
        r = r.add(epsilon, r.compare(ULT, u));
        r = r.sub(p, r.compare(UGE, p));
        LongVector rest = p.sub(r);
        c.sub(rest).add(p, c.compare(ULT, rest)).intoArray(v, i);
        c.sub(r).add(p, c.compare(ULT, r)).intoArray(v, i + half);
      }
    }
  }
}
