package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Goldilocks;

/**
 * Loops over integers below 2^16, four in a word, times elements of F. A product of an integer and
 * a half of an element is below 2^48, so sums of them need no reduction until the end. Written out
 * for the reason that {@link VectorLoops} gives. Lengths are multiples of eight.
 */
final class SmallLoops {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final long EPSILON = Goldilocks.EPSILON;
  private static final int HALF = 32;
  private static final int LIMB = 16;
  private static final long LIMB_MASK = 0xFFFF;

  /**
   * 2^22 p is 2^22 + 2^32 (2^54 - 2^22): the second part is added where a difference of sums below
   * 2^52 may be negative, the first part with it.
   */
  private static final long OFFSET_LOW = 1L << 22;

  private static final long OFFSET_HIGH = (1L << 54) - (1L << 22);

  private SmallLoops() {}

  /**
   * The sums of limb t of x[i] times w[t], as low[i] + 2^32 high[i], both below 2^50.
   *
   * @param w four elements from wAt on
   */
  static void sums(long[] low, long[] high, int at, long[] x, int xAt, long[] w, int wAt, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LIMB_MASK);
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector a = LongVector.broadcast(SPECIES, w[wAt]);
    LongVector b = LongVector.broadcast(SPECIES, w[wAt + 1]);
    LongVector c = LongVector.broadcast(SPECIES, w[wAt + 2]);
    LongVector d = LongVector.broadcast(SPECIES, w[wAt + 3]);
    LongVector aLow = a.and(epsilon);
    LongVector bLow = b.and(epsilon);
    LongVector cLow = c.and(epsilon);
    LongVector dLow = d.and(epsilon);
    LongVector aHigh = a.lanewise(LSHR, HALF);
    LongVector bHigh = b.lanewise(LSHR, HALF);
    LongVector cHigh = c.lanewise(LSHR, HALF);
    LongVector dHigh = d.lanewise(LSHR, HALF);
    for (int i = 0; i < n; i += LANES) {
      LongVector word = LongVector.fromArray(SPECIES, x, xAt + i);
      LongVector x0 = word.and(mask);
      LongVector x1 = word.lanewise(LSHR, LIMB).and(mask);
      LongVector x2 = word.lanewise(LSHR, 2 * LIMB).and(mask);
      LongVector x3 = word.lanewise(LSHR, 3 * LIMB);
      x0.mul(aLow).add(x1.mul(bLow)).add(x2.mul(cLow).add(x3.mul(dLow))).intoArray(low, at + i);
      x0.mul(aHigh)
          .add(x1.mul(bHigh))
          .add(x2.mul(cHigh).add(x3.mul(dHigh)))
          .intoArray(high, at + i);
    }
  }

  /**
   * From sums s0, s1, s2, s3 and t1, t3, which are sqrt(-1) times s1 and s3: s0 + s1 + s2 + s3, s0
   * - s1 + s2 - s3, s0 + t1 - s2 - t3 and s0 - t1 - s2 + t3.
   *
   * @param low of s0, s1, s2, s3, t1, t3, each step further than the one before
   * @param high likewise
   * @param out receives the four, each outStep further than the one before
   */
  static void combine(
      long[] low, long[] high, int step, long[] out, int outAt, int outStep, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, Goldilocks.MODULUS);
    for (int i = 0; i < n; i += LANES) {
      LongVector l0 = LongVector.fromArray(SPECIES, low, i).add(OFFSET_LOW);
      LongVector h0 = LongVector.fromArray(SPECIES, high, i).add(OFFSET_HIGH);
      LongVector l1 = LongVector.fromArray(SPECIES, low, i + step);
      LongVector h1 = LongVector.fromArray(SPECIES, high, i + step);
      LongVector l2 = LongVector.fromArray(SPECIES, low, i + 2 * step);
      LongVector h2 = LongVector.fromArray(SPECIES, high, i + 2 * step);
      LongVector l3 = LongVector.fromArray(SPECIES, low, i + 3 * step);
      LongVector h3 = LongVector.fromArray(SPECIES, high, i + 3 * step);
      LongVector evenLow = l0.add(l2);
      LongVector evenHigh = h0.add(h2);
      LongVector oddLow = l1.add(l3);
      LongVector oddHigh = h1.add(h3);
      LongVector low0 = evenLow.add(oddLow);
      LongVector top0 = evenHigh.add(oddHigh).add(low0.lanewise(ASHR, HALF));
      LongVector over0 = top0.lanewise(LSHR, HALF);
      LongVector u0 = over0.lanewise(LSHL, HALF).sub(over0);
      LongVector r0 = top0.lanewise(LSHL, HALF).or(low0.and(epsilon)).add(u0);
      r0 = r0.add(epsilon, r0.compare(ULT, u0));
      r0.lanewise(UMIN, r0.sub(p)).intoArray(out, outAt + i);
      LongVector low1 = evenLow.sub(oddLow);
      LongVector top1 = evenHigh.sub(oddHigh).add(low1.lanewise(ASHR, HALF));
      LongVector over1 = top1.lanewise(LSHR, HALF);
      LongVector u1 = over1.lanewise(LSHL, HALF).sub(over1);
      LongVector r1 = top1.lanewise(LSHL, HALF).or(low1.and(epsilon)).add(u1);
      r1 = r1.add(epsilon, r1.compare(ULT, u1));
      r1.lanewise(UMIN, r1.sub(p)).intoArray(out, outAt + i + outStep);
      LongVector k1 = LongVector.fromArray(SPECIES, low, i + 4 * step);
      LongVector g1 = LongVector.fromArray(SPECIES, high, i + 4 * step);
      LongVector k3 = LongVector.fromArray(SPECIES, low, i + 5 * step);
      LongVector g3 = LongVector.fromArray(SPECIES, high, i + 5 * step);
      LongVector restLow = l0.sub(l2);
      LongVector restHigh = h0.sub(h2);
      LongVector turnLow = k1.sub(k3);
      LongVector turnHigh = g1.sub(g3);
      LongVector low2 = restLow.add(turnLow);
      LongVector top2 = restHigh.add(turnHigh).add(low2.lanewise(ASHR, HALF));
      LongVector over2 = top2.lanewise(LSHR, HALF);
      LongVector u2 = over2.lanewise(LSHL, HALF).sub(over2);
      LongVector r2 = top2.lanewise(LSHL, HALF).or(low2.and(epsilon)).add(u2);
      r2 = r2.add(epsilon, r2.compare(ULT, u2));
      r2.lanewise(UMIN, r2.sub(p)).intoArray(out, outAt + i + 2 * outStep);
      LongVector low3 = restLow.sub(turnLow);
      LongVector top3 = restHigh.sub(turnHigh).add(low3.lanewise(ASHR, HALF));
      LongVector over3 = top3.lanewise(LSHR, HALF);
      LongVector u3 = over3.lanewise(LSHL, HALF).sub(over3);
      LongVector r3 = top3.lanewise(LSHL, HALF).or(low3.and(epsilon)).add(u3);
      r3 = r3.add(epsilon, r3.compare(ULT, u3));
      r3.lanewise(UMIN, r3.sub(p)).intoArray(out, outAt + i + 3 * outStep);
    }
  }
}
