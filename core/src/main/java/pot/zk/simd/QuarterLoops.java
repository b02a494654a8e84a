package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Goldilocks;

/**
 * Two levels of butterflies in one loop: three products for four values where two levels by
 * themselves have four, half the loads and stores, and fewer reductions. Written out for the reason
 * that {@link VectorLoops} gives.
 *
 * <p>A value in between is any 64 bits that are congruent; of two that are added, and of what is
 * subtracted, one is canonical, so that one correction by 2^64 = 2^32 - 1 suffices. The square root
 * i of -1 is 2^48: a product with it needs shifts alone.
 */
final class QuarterLoops {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final long EPSILON = Goldilocks.EPSILON;
  private static final int HALF = 32;

  private QuarterLoops() {}

  /**
   * Blocks of four quarters x0, x1, x2, x3 from start on. With c = upper[block] and d = lower[2
   * block], whose square is c: even and rest are x0 + c x2 and x0 - c x2, odd and difference d x1 +
   * c d x3 and d x1 - c d x3; the quarters become even + odd, even - odd, rest + i difference and
   * rest - i difference.
   *
   * @param quarter a multiple of the lanes
   */
  static void butterflies(
      long[] v, int start, int quarter, int blocks, long[] upper, long[] lower, int first) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, Goldilocks.MODULUS);
    for (int block = 0; block < blocks; block++) {
      long twiddle = upper[first + block];
      long root = lower[2 * (first + block)];
      LongVector c = LongVector.broadcast(SPECIES, twiddle);
      LongVector d = LongVector.broadcast(SPECIES, root);
      LongVector e = LongVector.broadcast(SPECIES, Goldilocks.mul(twiddle, root));
      LongVector cLow = c.and(epsilon);
      LongVector cHigh = c.lanewise(LSHR, HALF);
      LongVector dLow = d.and(epsilon);
      LongVector dHigh = d.lanewise(LSHR, HALF);
      LongVector eLow = e.and(epsilon);
      LongVector eHigh = e.lanewise(LSHR, HALF);
      int from = start + 4 * quarter * block;
      for (int i = from; i < from + quarter; i += LANES) {
        LongVector x0 = LongVector.fromArray(SPECIES, v, i);
        LongVector x1 = LongVector.fromArray(SPECIES, v, i + quarter);
        LongVector x2 = LongVector.fromArray(SPECIES, v, i + 2 * quarter);
        LongVector x3 = LongVector.fromArray(SPECIES, v, i + 3 * quarter);
        LongVector low2 = x2.and(epsilon).mul(cLow);
        LongVector middle2 = x2.lanewise(LSHR, HALF).mul(cLow).add(low2.lanewise(LSHR, HALF));
        LongVector other2 = x2.and(epsilon).mul(cHigh).add(middle2.and(epsilon));
        LongVector lo2 = other2.lanewise(LSHL, HALF).or(low2.and(epsilon));
        LongVector hi2 =
            x2.lanewise(LSHR, HALF)
                .mul(cHigh)
                .add(middle2.lanewise(LSHR, HALF))
                .add(other2.lanewise(LSHR, HALF));
        LongVector hiHigh2 = hi2.lanewise(LSHR, HALF);
        LongVector hiLow2 = hi2.and(epsilon);
        LongVector t2 = lo2.sub(hiHigh2);
        t2 = t2.sub(epsilon, lo2.compare(ULT, hiHigh2));
        LongVector u2 = hiLow2.lanewise(LSHL, HALF).sub(hiLow2);
        LongVector r2 = t2.add(u2);
        r2 = r2.add(epsilon, r2.compare(ULT, u2));
        LongVector y2 = r2.lanewise(UMIN, r2.sub(p));
        LongVector even = x0.add(y2);
        even = even.add(epsilon, even.compare(ULT, y2));
        LongVector rest = x0.sub(y2);
        rest = rest.sub(epsilon, x0.compare(ULT, y2));
        LongVector low1 = x1.and(epsilon).mul(dLow);
        LongVector middle1 = x1.lanewise(LSHR, HALF).mul(dLow).add(low1.lanewise(LSHR, HALF));
        LongVector other1 = x1.and(epsilon).mul(dHigh).add(middle1.and(epsilon));
        LongVector lo1 = other1.lanewise(LSHL, HALF).or(low1.and(epsilon));
        LongVector hi1 =
            x1.lanewise(LSHR, HALF)
                .mul(dHigh)
                .add(middle1.lanewise(LSHR, HALF))
                .add(other1.lanewise(LSHR, HALF));
        LongVector hiHigh1 = hi1.lanewise(LSHR, HALF);
        LongVector hiLow1 = hi1.and(epsilon);
        LongVector t1 = lo1.sub(hiHigh1);
        t1 = t1.sub(epsilon, lo1.compare(ULT, hiHigh1));
        LongVector u1 = hiLow1.lanewise(LSHL, HALF).sub(hiLow1);
        LongVector r1 = t1.add(u1);
        r1 = r1.add(epsilon, r1.compare(ULT, u1));
        LongVector low3 = x3.and(epsilon).mul(eLow);
        LongVector middle3 = x3.lanewise(LSHR, HALF).mul(eLow).add(low3.lanewise(LSHR, HALF));
        LongVector other3 = x3.and(epsilon).mul(eHigh).add(middle3.and(epsilon));
        LongVector lo3 = other3.lanewise(LSHL, HALF).or(low3.and(epsilon));
        LongVector hi3 =
            x3.lanewise(LSHR, HALF)
                .mul(eHigh)
                .add(middle3.lanewise(LSHR, HALF))
                .add(other3.lanewise(LSHR, HALF));
        LongVector hiHigh3 = hi3.lanewise(LSHR, HALF);
        LongVector hiLow3 = hi3.and(epsilon);
        LongVector t3 = lo3.sub(hiHigh3);
        t3 = t3.sub(epsilon, lo3.compare(ULT, hiHigh3));
        LongVector u3 = hiLow3.lanewise(LSHL, HALF).sub(hiLow3);
        LongVector r3 = t3.add(u3);
        r3 = r3.add(epsilon, r3.compare(ULT, u3));
        LongVector y3 = r3.lanewise(UMIN, r3.sub(p));
        LongVector odd = r1.add(y3);
        odd = odd.add(epsilon, odd.compare(ULT, y3));
        LongVector oddReduced = odd.lanewise(UMIN, odd.sub(p));
        LongVector difference = r1.sub(y3);
        difference = difference.sub(epsilon, r1.compare(ULT, y3));
        LongVector lo4 = difference.lanewise(LSHL, 48);
        LongVector hi4 = difference.lanewise(LSHR, 16);
        LongVector hiHigh4 = hi4.lanewise(LSHR, HALF);
        LongVector hiLow4 = hi4.and(epsilon);
        LongVector t4 = lo4.sub(hiHigh4);
        t4 = t4.sub(epsilon, lo4.compare(ULT, hiHigh4));
        LongVector u4 = hiLow4.lanewise(LSHL, HALF).sub(hiLow4);
        LongVector r4 = t4.add(u4);
        r4 = r4.add(epsilon, r4.compare(ULT, u4));
        LongVector turned = r4.lanewise(UMIN, r4.sub(p));
        LongVector a0 = even.add(oddReduced);
        a0 = a0.add(epsilon, a0.compare(ULT, oddReduced));
        a0.lanewise(UMIN, a0.sub(p)).intoArray(v, i);
        LongVector a1 = even.sub(oddReduced);
        a1 = a1.sub(epsilon, even.compare(ULT, oddReduced));
        a1.lanewise(UMIN, a1.sub(p)).intoArray(v, i + quarter);
        LongVector a2 = rest.add(turned);
        a2 = a2.add(epsilon, a2.compare(ULT, turned));
        a2.lanewise(UMIN, a2.sub(p)).intoArray(v, i + 2 * quarter);
        LongVector a3 = rest.sub(turned);
        a3 = a3.sub(epsilon, rest.compare(ULT, turned));
        a3.lanewise(UMIN, a3.sub(p)).intoArray(v, i + 3 * quarter);
      }
    }
  }
}
