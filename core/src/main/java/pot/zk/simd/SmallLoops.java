package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.LSHR;

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
}
