package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/**
 * Loops over vectors of K, one multiplication each: (a0 + a1 u)(b0 + b1 u) from the three products
 * low = a0 b0, high = a1 b1 and cross = (a0 + a1)(b0 + b1) as low + 7 high and cross - low - high
 * (Karatsuba).
 *
 * <p>Written out in every loop for the reasons of {@link VectorLoops}. Values between 2^64 and p
 * are let stand where the next operation allows it: a product's factors and the left side of a sum
 * or difference may be any 64-bit number, the right side is canonical. Inputs and outputs are
 * canonical.
 */
final class ExtLoops {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final long P = Goldilocks.MODULUS;
  private static final long EPSILON = Goldilocks.EPSILON;
  private static final int HALF = 32;

  private ExtLoops() {}

  /** out[i] = a[i] b[i]. */
  static void product(
      ExtVector out, int outOff, ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector a0 = LongVector.fromArray(SPECIES, a.c0(), aOff + i);
      LongVector a1 = LongVector.fromArray(SPECIES, a.c1(), aOff + i);
      LongVector b0 = LongVector.fromArray(SPECIES, b.c0(), bOff + i);
      LongVector b1 = LongVector.fromArray(SPECIES, b.c1(), bOff + i);
      LongVector a0Low = a0.and(epsilon);
      LongVector a0High = a0.lanewise(LSHR, HALF);
      LongVector a1Low = a1.and(epsilon);
      LongVector a1High = a1.lanewise(LSHR, HALF);
      LongVector aSum = a0.add(a1);
      aSum = aSum.add(epsilon, aSum.compare(ULT, a1));
      LongVector aSumLow = aSum.and(epsilon);
      LongVector aSumHigh = aSum.lanewise(LSHR, HALF);
      LongVector b0Low = b0.and(epsilon);
      LongVector b0High = b0.lanewise(LSHR, HALF);
      LongVector b1Low = b1.and(epsilon);
      LongVector b1High = b1.lanewise(LSHR, HALF);
      LongVector bSum = b0.add(b1);
      bSum = bSum.add(epsilon, bSum.compare(ULT, b1));
      LongVector bSumLow = bSum.and(epsilon);
      LongVector bSumHigh = bSum.lanewise(LSHR, HALF);
      LongVector lowLow = a0Low.mul(b0Low);
      LongVector lowMiddle = a0High.mul(b0Low).add(lowLow.lanewise(LSHR, HALF));
      LongVector lowOther = a0Low.mul(b0High).add(lowMiddle.and(epsilon));
      LongVector lowTop =
          a0High.mul(b0High).add(lowMiddle.lanewise(LSHR, HALF)).add(lowOther.lanewise(LSHR, HALF));
      LongVector lowUpper = lowTop.lanewise(LSHR, HALF);
      LongVector lowLower = lowTop.and(epsilon);
      LongVector lowBottom = a0.mul(b0);
      LongVector low = lowBottom.sub(lowUpper);
      low = low.sub(epsilon, lowBottom.compare(ULT, lowUpper));
      LongVector lowShifted = lowLower.lanewise(LSHL, HALF).sub(lowLower);
      low = low.add(lowShifted);
      low = low.add(epsilon, low.compare(ULT, lowShifted));
      low = low.lanewise(UMIN, low.sub(p));
      LongVector highLow = a1Low.mul(b1Low);
      LongVector highMiddle = a1High.mul(b1Low).add(highLow.lanewise(LSHR, HALF));
      LongVector highOther = a1Low.mul(b1High).add(highMiddle.and(epsilon));
      LongVector highTop =
          a1High
              .mul(b1High)
              .add(highMiddle.lanewise(LSHR, HALF))
              .add(highOther.lanewise(LSHR, HALF));
      LongVector highUpper = highTop.lanewise(LSHR, HALF);
      LongVector highLower = highTop.and(epsilon);
      LongVector highBottom = a1.mul(b1);
      LongVector high = highBottom.sub(highUpper);
      high = high.sub(epsilon, highBottom.compare(ULT, highUpper));
      LongVector highShifted = highLower.lanewise(LSHL, HALF).sub(highLower);
      high = high.add(highShifted);
      high = high.add(epsilon, high.compare(ULT, highShifted));
      high = high.lanewise(UMIN, high.sub(p));
      LongVector crossLow = aSumLow.mul(bSumLow);
      LongVector crossMiddle = aSumHigh.mul(bSumLow).add(crossLow.lanewise(LSHR, HALF));
      LongVector crossOther = aSumLow.mul(bSumHigh).add(crossMiddle.and(epsilon));
      LongVector crossTop =
          aSumHigh
              .mul(bSumHigh)
              .add(crossMiddle.lanewise(LSHR, HALF))
              .add(crossOther.lanewise(LSHR, HALF));
      LongVector crossUpper = crossTop.lanewise(LSHR, HALF);
      LongVector crossLower = crossTop.and(epsilon);
      LongVector crossBottom = aSum.mul(bSum);
      LongVector cross = crossBottom.sub(crossUpper);
      cross = cross.sub(epsilon, crossBottom.compare(ULT, crossUpper));
      LongVector crossShifted = crossLower.lanewise(LSHL, HALF).sub(crossLower);
      cross = cross.add(crossShifted);
      cross = cross.add(epsilon, cross.compare(ULT, crossShifted));
      LongVector carry = high.lanewise(LSHR, Long.SIZE - 3);
      LongVector carried = carry.lanewise(LSHL, HALF).sub(carry);
      LongVector seven = high.lanewise(LSHL, 3).add(carried);
      seven = seven.add(epsilon, seven.compare(ULT, carried));
      LongVector c0 = seven.sub(high);
      c0 = c0.sub(epsilon, seven.compare(ULT, high));
      c0 = c0.add(low);
      c0 = c0.add(epsilon, c0.compare(ULT, low));
      LongVector rest = cross.sub(low);
      rest = rest.sub(epsilon, cross.compare(ULT, low));
      LongVector c1 = rest.sub(high);
      c1 = c1.sub(epsilon, rest.compare(ULT, high));
      c0.lanewise(UMIN, c0.sub(p)).intoArray(out.c0(), outOff + i);
      c1.lanewise(UMIN, c1.sub(p)).intoArray(out.c1(), outOff + i);
    }
    for (; i < n; i++) {
      out.set(outOff + i, a.get(aOff + i).times(b.get(bOff + i)));
    }
  }

  /** out[i] += a[i] b[i]. */
  static void addProduct(
      ExtVector out, int outOff, ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector a0 = LongVector.fromArray(SPECIES, a.c0(), aOff + i);
      LongVector a1 = LongVector.fromArray(SPECIES, a.c1(), aOff + i);
      LongVector b0 = LongVector.fromArray(SPECIES, b.c0(), bOff + i);
      LongVector b1 = LongVector.fromArray(SPECIES, b.c1(), bOff + i);
      LongVector o0 = LongVector.fromArray(SPECIES, out.c0(), outOff + i);
      LongVector o1 = LongVector.fromArray(SPECIES, out.c1(), outOff + i);
      LongVector a0Low = a0.and(epsilon);
      LongVector a0High = a0.lanewise(LSHR, HALF);
      LongVector a1Low = a1.and(epsilon);
      LongVector a1High = a1.lanewise(LSHR, HALF);
      LongVector aSum = a0.add(a1);
      aSum = aSum.add(epsilon, aSum.compare(ULT, a1));
      LongVector aSumLow = aSum.and(epsilon);
      LongVector aSumHigh = aSum.lanewise(LSHR, HALF);
      LongVector b0Low = b0.and(epsilon);
      LongVector b0High = b0.lanewise(LSHR, HALF);
      LongVector b1Low = b1.and(epsilon);
      LongVector b1High = b1.lanewise(LSHR, HALF);
      LongVector bSum = b0.add(b1);
      bSum = bSum.add(epsilon, bSum.compare(ULT, b1));
      LongVector bSumLow = bSum.and(epsilon);
      LongVector bSumHigh = bSum.lanewise(LSHR, HALF);
      LongVector lowLow = a0Low.mul(b0Low);
      LongVector lowMiddle = a0High.mul(b0Low).add(lowLow.lanewise(LSHR, HALF));
      LongVector lowOther = a0Low.mul(b0High).add(lowMiddle.and(epsilon));
      LongVector lowTop =
          a0High.mul(b0High).add(lowMiddle.lanewise(LSHR, HALF)).add(lowOther.lanewise(LSHR, HALF));
      LongVector lowUpper = lowTop.lanewise(LSHR, HALF);
      LongVector lowLower = lowTop.and(epsilon);
      LongVector lowBottom = a0.mul(b0);
      LongVector low = lowBottom.sub(lowUpper);
      low = low.sub(epsilon, lowBottom.compare(ULT, lowUpper));
      LongVector lowShifted = lowLower.lanewise(LSHL, HALF).sub(lowLower);
      low = low.add(lowShifted);
      low = low.add(epsilon, low.compare(ULT, lowShifted));
      low = low.lanewise(UMIN, low.sub(p));
      LongVector highLow = a1Low.mul(b1Low);
      LongVector highMiddle = a1High.mul(b1Low).add(highLow.lanewise(LSHR, HALF));
      LongVector highOther = a1Low.mul(b1High).add(highMiddle.and(epsilon));
      LongVector highTop =
          a1High
              .mul(b1High)
              .add(highMiddle.lanewise(LSHR, HALF))
              .add(highOther.lanewise(LSHR, HALF));
      LongVector highUpper = highTop.lanewise(LSHR, HALF);
      LongVector highLower = highTop.and(epsilon);
      LongVector highBottom = a1.mul(b1);
      LongVector high = highBottom.sub(highUpper);
      high = high.sub(epsilon, highBottom.compare(ULT, highUpper));
      LongVector highShifted = highLower.lanewise(LSHL, HALF).sub(highLower);
      high = high.add(highShifted);
      high = high.add(epsilon, high.compare(ULT, highShifted));
      high = high.lanewise(UMIN, high.sub(p));
      LongVector crossLow = aSumLow.mul(bSumLow);
      LongVector crossMiddle = aSumHigh.mul(bSumLow).add(crossLow.lanewise(LSHR, HALF));
      LongVector crossOther = aSumLow.mul(bSumHigh).add(crossMiddle.and(epsilon));
      LongVector crossTop =
          aSumHigh
              .mul(bSumHigh)
              .add(crossMiddle.lanewise(LSHR, HALF))
              .add(crossOther.lanewise(LSHR, HALF));
      LongVector crossUpper = crossTop.lanewise(LSHR, HALF);
      LongVector crossLower = crossTop.and(epsilon);
      LongVector crossBottom = aSum.mul(bSum);
      LongVector cross = crossBottom.sub(crossUpper);
      cross = cross.sub(epsilon, crossBottom.compare(ULT, crossUpper));
      LongVector crossShifted = crossLower.lanewise(LSHL, HALF).sub(crossLower);
      cross = cross.add(crossShifted);
      cross = cross.add(epsilon, cross.compare(ULT, crossShifted));
      LongVector carry = high.lanewise(LSHR, Long.SIZE - 3);
      LongVector carried = carry.lanewise(LSHL, HALF).sub(carry);
      LongVector seven = high.lanewise(LSHL, 3).add(carried);
      seven = seven.add(epsilon, seven.compare(ULT, carried));
      LongVector c0 = seven.sub(high);
      c0 = c0.sub(epsilon, seven.compare(ULT, high));
      c0 = c0.add(low);
      c0 = c0.add(epsilon, c0.compare(ULT, low));
      LongVector rest = cross.sub(low);
      rest = rest.sub(epsilon, cross.compare(ULT, low));
      LongVector c1 = rest.sub(high);
      c1 = c1.sub(epsilon, rest.compare(ULT, high));
      c0 = c0.add(o0);
      c0 = c0.add(epsilon, c0.compare(ULT, o0));
      c1 = c1.add(o1);
      c1 = c1.add(epsilon, c1.compare(ULT, o1));
      c0.lanewise(UMIN, c0.sub(p)).intoArray(out.c0(), outOff + i);
      c1.lanewise(UMIN, c1.sub(p)).intoArray(out.c1(), outOff + i);
    }
    for (; i < n; i++) {
      out.set(outOff + i, out.get(outOff + i).plus(a.get(aOff + i).times(b.get(bOff + i))));
    }
  }

  /** out[i] = s a[i]; out may be a at the same place. */
  static void scale(ExtVector out, int outOff, Ext s, ExtVector a, int aOff, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    LongVector b0 = LongVector.broadcast(SPECIES, s.c0());
    LongVector b1 = LongVector.broadcast(SPECIES, s.c1());
    LongVector bSum = LongVector.broadcast(SPECIES, Goldilocks.add(s.c0(), s.c1()));
    LongVector b0Low = b0.and(epsilon);
    LongVector b0High = b0.lanewise(LSHR, HALF);
    LongVector b1Low = b1.and(epsilon);
    LongVector b1High = b1.lanewise(LSHR, HALF);
    LongVector bSumLow = bSum.and(epsilon);
    LongVector bSumHigh = bSum.lanewise(LSHR, HALF);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector a0 = LongVector.fromArray(SPECIES, a.c0(), aOff + i);
      LongVector a1 = LongVector.fromArray(SPECIES, a.c1(), aOff + i);
      LongVector a0Low = a0.and(epsilon);
      LongVector a0High = a0.lanewise(LSHR, HALF);
      LongVector a1Low = a1.and(epsilon);
      LongVector a1High = a1.lanewise(LSHR, HALF);
      LongVector aSum = a0.add(a1);
      aSum = aSum.add(epsilon, aSum.compare(ULT, a1));
      LongVector aSumLow = aSum.and(epsilon);
      LongVector aSumHigh = aSum.lanewise(LSHR, HALF);
      LongVector lowLow = a0Low.mul(b0Low);
      LongVector lowMiddle = a0High.mul(b0Low).add(lowLow.lanewise(LSHR, HALF));
      LongVector lowOther = a0Low.mul(b0High).add(lowMiddle.and(epsilon));
      LongVector lowTop =
          a0High.mul(b0High).add(lowMiddle.lanewise(LSHR, HALF)).add(lowOther.lanewise(LSHR, HALF));
      LongVector lowUpper = lowTop.lanewise(LSHR, HALF);
      LongVector lowLower = lowTop.and(epsilon);
      LongVector lowBottom = a0.mul(b0);
      LongVector low = lowBottom.sub(lowUpper);
      low = low.sub(epsilon, lowBottom.compare(ULT, lowUpper));
      LongVector lowShifted = lowLower.lanewise(LSHL, HALF).sub(lowLower);
      low = low.add(lowShifted);
      low = low.add(epsilon, low.compare(ULT, lowShifted));
      low = low.lanewise(UMIN, low.sub(p));
      LongVector highLow = a1Low.mul(b1Low);
      LongVector highMiddle = a1High.mul(b1Low).add(highLow.lanewise(LSHR, HALF));
      LongVector highOther = a1Low.mul(b1High).add(highMiddle.and(epsilon));
      LongVector highTop =
          a1High
              .mul(b1High)
              .add(highMiddle.lanewise(LSHR, HALF))
              .add(highOther.lanewise(LSHR, HALF));
      LongVector highUpper = highTop.lanewise(LSHR, HALF);
      LongVector highLower = highTop.and(epsilon);
      LongVector highBottom = a1.mul(b1);
      LongVector high = highBottom.sub(highUpper);
      high = high.sub(epsilon, highBottom.compare(ULT, highUpper));
      LongVector highShifted = highLower.lanewise(LSHL, HALF).sub(highLower);
      high = high.add(highShifted);
      high = high.add(epsilon, high.compare(ULT, highShifted));
      high = high.lanewise(UMIN, high.sub(p));
      LongVector crossLow = aSumLow.mul(bSumLow);
      LongVector crossMiddle = aSumHigh.mul(bSumLow).add(crossLow.lanewise(LSHR, HALF));
      LongVector crossOther = aSumLow.mul(bSumHigh).add(crossMiddle.and(epsilon));
      LongVector crossTop =
          aSumHigh
              .mul(bSumHigh)
              .add(crossMiddle.lanewise(LSHR, HALF))
              .add(crossOther.lanewise(LSHR, HALF));
      LongVector crossUpper = crossTop.lanewise(LSHR, HALF);
      LongVector crossLower = crossTop.and(epsilon);
      LongVector crossBottom = aSum.mul(bSum);
      LongVector cross = crossBottom.sub(crossUpper);
      cross = cross.sub(epsilon, crossBottom.compare(ULT, crossUpper));
      LongVector crossShifted = crossLower.lanewise(LSHL, HALF).sub(crossLower);
      cross = cross.add(crossShifted);
      cross = cross.add(epsilon, cross.compare(ULT, crossShifted));
      LongVector carry = high.lanewise(LSHR, Long.SIZE - 3);
      LongVector carried = carry.lanewise(LSHL, HALF).sub(carry);
      LongVector seven = high.lanewise(LSHL, 3).add(carried);
      seven = seven.add(epsilon, seven.compare(ULT, carried));
      LongVector c0 = seven.sub(high);
      c0 = c0.sub(epsilon, seven.compare(ULT, high));
      c0 = c0.add(low);
      c0 = c0.add(epsilon, c0.compare(ULT, low));
      LongVector rest = cross.sub(low);
      rest = rest.sub(epsilon, cross.compare(ULT, low));
      LongVector c1 = rest.sub(high);
      c1 = c1.sub(epsilon, rest.compare(ULT, high));
      c0.lanewise(UMIN, c0.sub(p)).intoArray(out.c0(), outOff + i);
      c1.lanewise(UMIN, c1.sub(p)).intoArray(out.c1(), outOff + i);
    }
    for (; i < n; i++) {
      out.set(outOff + i, s.times(a.get(aOff + i)));
    }
  }

  /** out[i] += s a[i]. */
  static void addScaled(ExtVector out, int outOff, Ext s, ExtVector a, int aOff, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    LongVector b0 = LongVector.broadcast(SPECIES, s.c0());
    LongVector b1 = LongVector.broadcast(SPECIES, s.c1());
    LongVector bSum = LongVector.broadcast(SPECIES, Goldilocks.add(s.c0(), s.c1()));
    LongVector b0Low = b0.and(epsilon);
    LongVector b0High = b0.lanewise(LSHR, HALF);
    LongVector b1Low = b1.and(epsilon);
    LongVector b1High = b1.lanewise(LSHR, HALF);
    LongVector bSumLow = bSum.and(epsilon);
    LongVector bSumHigh = bSum.lanewise(LSHR, HALF);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector a0 = LongVector.fromArray(SPECIES, a.c0(), aOff + i);
      LongVector a1 = LongVector.fromArray(SPECIES, a.c1(), aOff + i);
      LongVector o0 = LongVector.fromArray(SPECIES, out.c0(), outOff + i);
      LongVector o1 = LongVector.fromArray(SPECIES, out.c1(), outOff + i);
      LongVector a0Low = a0.and(epsilon);
      LongVector a0High = a0.lanewise(LSHR, HALF);
      LongVector a1Low = a1.and(epsilon);
      LongVector a1High = a1.lanewise(LSHR, HALF);
      LongVector aSum = a0.add(a1);
      aSum = aSum.add(epsilon, aSum.compare(ULT, a1));
      LongVector aSumLow = aSum.and(epsilon);
      LongVector aSumHigh = aSum.lanewise(LSHR, HALF);
      LongVector lowLow = a0Low.mul(b0Low);
      LongVector lowMiddle = a0High.mul(b0Low).add(lowLow.lanewise(LSHR, HALF));
      LongVector lowOther = a0Low.mul(b0High).add(lowMiddle.and(epsilon));
      LongVector lowTop =
          a0High.mul(b0High).add(lowMiddle.lanewise(LSHR, HALF)).add(lowOther.lanewise(LSHR, HALF));
      LongVector lowUpper = lowTop.lanewise(LSHR, HALF);
      LongVector lowLower = lowTop.and(epsilon);
      LongVector lowBottom = a0.mul(b0);
      LongVector low = lowBottom.sub(lowUpper);
      low = low.sub(epsilon, lowBottom.compare(ULT, lowUpper));
      LongVector lowShifted = lowLower.lanewise(LSHL, HALF).sub(lowLower);
      low = low.add(lowShifted);
      low = low.add(epsilon, low.compare(ULT, lowShifted));
      low = low.lanewise(UMIN, low.sub(p));
      LongVector highLow = a1Low.mul(b1Low);
      LongVector highMiddle = a1High.mul(b1Low).add(highLow.lanewise(LSHR, HALF));
      LongVector highOther = a1Low.mul(b1High).add(highMiddle.and(epsilon));
      LongVector highTop =
          a1High
              .mul(b1High)
              .add(highMiddle.lanewise(LSHR, HALF))
              .add(highOther.lanewise(LSHR, HALF));
      LongVector highUpper = highTop.lanewise(LSHR, HALF);
      LongVector highLower = highTop.and(epsilon);
      LongVector highBottom = a1.mul(b1);
      LongVector high = highBottom.sub(highUpper);
      high = high.sub(epsilon, highBottom.compare(ULT, highUpper));
      LongVector highShifted = highLower.lanewise(LSHL, HALF).sub(highLower);
      high = high.add(highShifted);
      high = high.add(epsilon, high.compare(ULT, highShifted));
      high = high.lanewise(UMIN, high.sub(p));
      LongVector crossLow = aSumLow.mul(bSumLow);
      LongVector crossMiddle = aSumHigh.mul(bSumLow).add(crossLow.lanewise(LSHR, HALF));
      LongVector crossOther = aSumLow.mul(bSumHigh).add(crossMiddle.and(epsilon));
      LongVector crossTop =
          aSumHigh
              .mul(bSumHigh)
              .add(crossMiddle.lanewise(LSHR, HALF))
              .add(crossOther.lanewise(LSHR, HALF));
      LongVector crossUpper = crossTop.lanewise(LSHR, HALF);
      LongVector crossLower = crossTop.and(epsilon);
      LongVector crossBottom = aSum.mul(bSum);
      LongVector cross = crossBottom.sub(crossUpper);
      cross = cross.sub(epsilon, crossBottom.compare(ULT, crossUpper));
      LongVector crossShifted = crossLower.lanewise(LSHL, HALF).sub(crossLower);
      cross = cross.add(crossShifted);
      cross = cross.add(epsilon, cross.compare(ULT, crossShifted));
      LongVector carry = high.lanewise(LSHR, Long.SIZE - 3);
      LongVector carried = carry.lanewise(LSHL, HALF).sub(carry);
      LongVector seven = high.lanewise(LSHL, 3).add(carried);
      seven = seven.add(epsilon, seven.compare(ULT, carried));
      LongVector c0 = seven.sub(high);
      c0 = c0.sub(epsilon, seven.compare(ULT, high));
      c0 = c0.add(low);
      c0 = c0.add(epsilon, c0.compare(ULT, low));
      LongVector rest = cross.sub(low);
      rest = rest.sub(epsilon, cross.compare(ULT, low));
      LongVector c1 = rest.sub(high);
      c1 = c1.sub(epsilon, rest.compare(ULT, high));
      c0 = c0.add(o0);
      c0 = c0.add(epsilon, c0.compare(ULT, o0));
      c1 = c1.add(o1);
      c1 = c1.add(epsilon, c1.compare(ULT, o1));
      c0.lanewise(UMIN, c0.sub(p)).intoArray(out.c0(), outOff + i);
      c1.lanewise(UMIN, c1.sub(p)).intoArray(out.c1(), outOff + i);
    }
    for (; i < n; i++) {
      out.set(outOff + i, out.get(outOff + i).plus(s.times(a.get(aOff + i))));
    }
  }

  /** out[i] = v[lo + i] + s (w[hi + i] - v[lo + i]); out may be v with outOff = lo. */
  static void fold(
      ExtVector out, int outOff, ExtVector v, int lo, ExtVector w, int hi, Ext s, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    LongVector b0 = LongVector.broadcast(SPECIES, s.c0());
    LongVector b1 = LongVector.broadcast(SPECIES, s.c1());
    LongVector bSum = LongVector.broadcast(SPECIES, Goldilocks.add(s.c0(), s.c1()));
    LongVector b0Low = b0.and(epsilon);
    LongVector b0High = b0.lanewise(LSHR, HALF);
    LongVector b1Low = b1.and(epsilon);
    LongVector b1High = b1.lanewise(LSHR, HALF);
    LongVector bSumLow = bSum.and(epsilon);
    LongVector bSumHigh = bSum.lanewise(LSHR, HALF);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector l0 = LongVector.fromArray(SPECIES, v.c0(), lo + i);
      LongVector l1 = LongVector.fromArray(SPECIES, v.c1(), lo + i);
      LongVector h0 = LongVector.fromArray(SPECIES, w.c0(), hi + i);
      LongVector h1 = LongVector.fromArray(SPECIES, w.c1(), hi + i);
      LongVector a0 = h0.sub(l0);
      a0 = a0.sub(epsilon, h0.compare(ULT, l0));
      LongVector a1 = h1.sub(l1);
      a1 = a1.sub(epsilon, h1.compare(ULT, l1));
      LongVector a0Low = a0.and(epsilon);
      LongVector a0High = a0.lanewise(LSHR, HALF);
      LongVector a1Low = a1.and(epsilon);
      LongVector a1High = a1.lanewise(LSHR, HALF);
      LongVector aSum = a0.add(a1);
      aSum = aSum.add(epsilon, aSum.compare(ULT, a1));
      LongVector aSumLow = aSum.and(epsilon);
      LongVector aSumHigh = aSum.lanewise(LSHR, HALF);
      LongVector lowLow = a0Low.mul(b0Low);
      LongVector lowMiddle = a0High.mul(b0Low).add(lowLow.lanewise(LSHR, HALF));
      LongVector lowOther = a0Low.mul(b0High).add(lowMiddle.and(epsilon));
      LongVector lowTop =
          a0High.mul(b0High).add(lowMiddle.lanewise(LSHR, HALF)).add(lowOther.lanewise(LSHR, HALF));
      LongVector lowUpper = lowTop.lanewise(LSHR, HALF);
      LongVector lowLower = lowTop.and(epsilon);
      LongVector lowBottom = a0.mul(b0);
      LongVector low = lowBottom.sub(lowUpper);
      low = low.sub(epsilon, lowBottom.compare(ULT, lowUpper));
      LongVector lowShifted = lowLower.lanewise(LSHL, HALF).sub(lowLower);
      low = low.add(lowShifted);
      low = low.add(epsilon, low.compare(ULT, lowShifted));
      low = low.lanewise(UMIN, low.sub(p));
      LongVector highLow = a1Low.mul(b1Low);
      LongVector highMiddle = a1High.mul(b1Low).add(highLow.lanewise(LSHR, HALF));
      LongVector highOther = a1Low.mul(b1High).add(highMiddle.and(epsilon));
      LongVector highTop =
          a1High
              .mul(b1High)
              .add(highMiddle.lanewise(LSHR, HALF))
              .add(highOther.lanewise(LSHR, HALF));
      LongVector highUpper = highTop.lanewise(LSHR, HALF);
      LongVector highLower = highTop.and(epsilon);
      LongVector highBottom = a1.mul(b1);
      LongVector high = highBottom.sub(highUpper);
      high = high.sub(epsilon, highBottom.compare(ULT, highUpper));
      LongVector highShifted = highLower.lanewise(LSHL, HALF).sub(highLower);
      high = high.add(highShifted);
      high = high.add(epsilon, high.compare(ULT, highShifted));
      high = high.lanewise(UMIN, high.sub(p));
      LongVector crossLow = aSumLow.mul(bSumLow);
      LongVector crossMiddle = aSumHigh.mul(bSumLow).add(crossLow.lanewise(LSHR, HALF));
      LongVector crossOther = aSumLow.mul(bSumHigh).add(crossMiddle.and(epsilon));
      LongVector crossTop =
          aSumHigh
              .mul(bSumHigh)
              .add(crossMiddle.lanewise(LSHR, HALF))
              .add(crossOther.lanewise(LSHR, HALF));
      LongVector crossUpper = crossTop.lanewise(LSHR, HALF);
      LongVector crossLower = crossTop.and(epsilon);
      LongVector crossBottom = aSum.mul(bSum);
      LongVector cross = crossBottom.sub(crossUpper);
      cross = cross.sub(epsilon, crossBottom.compare(ULT, crossUpper));
      LongVector crossShifted = crossLower.lanewise(LSHL, HALF).sub(crossLower);
      cross = cross.add(crossShifted);
      cross = cross.add(epsilon, cross.compare(ULT, crossShifted));
      LongVector carry = high.lanewise(LSHR, Long.SIZE - 3);
      LongVector carried = carry.lanewise(LSHL, HALF).sub(carry);
      LongVector seven = high.lanewise(LSHL, 3).add(carried);
      seven = seven.add(epsilon, seven.compare(ULT, carried));
      LongVector c0 = seven.sub(high);
      c0 = c0.sub(epsilon, seven.compare(ULT, high));
      c0 = c0.add(low);
      c0 = c0.add(epsilon, c0.compare(ULT, low));
      LongVector rest = cross.sub(low);
      rest = rest.sub(epsilon, cross.compare(ULT, low));
      LongVector c1 = rest.sub(high);
      c1 = c1.sub(epsilon, rest.compare(ULT, high));
      c0 = c0.add(l0);
      c0 = c0.add(epsilon, c0.compare(ULT, l0));
      c1 = c1.add(l1);
      c1 = c1.add(epsilon, c1.compare(ULT, l1));
      c0.lanewise(UMIN, c0.sub(p)).intoArray(out.c0(), outOff + i);
      c1.lanewise(UMIN, c1.sub(p)).intoArray(out.c1(), outOff + i);
    }
    for (; i < n; i++) {
      Ext low = v.get(lo + i);
      out.set(outOff + i, low.plus(s.times(w.get(hi + i).minus(low))));
    }
  }

  /** The sum of a[i] b[i]. */
  static Ext dot(ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, P);
    LongVector lows = LongVector.zero(SPECIES);
    LongVector highs = lows;
    LongVector crosses = lows;
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector a0 = LongVector.fromArray(SPECIES, a.c0(), aOff + i);
      LongVector a1 = LongVector.fromArray(SPECIES, a.c1(), aOff + i);
      LongVector b0 = LongVector.fromArray(SPECIES, b.c0(), bOff + i);
      LongVector b1 = LongVector.fromArray(SPECIES, b.c1(), bOff + i);
      LongVector a0Low = a0.and(epsilon);
      LongVector a0High = a0.lanewise(LSHR, HALF);
      LongVector a1Low = a1.and(epsilon);
      LongVector a1High = a1.lanewise(LSHR, HALF);
      LongVector aSum = a0.add(a1);
      aSum = aSum.add(epsilon, aSum.compare(ULT, a1));
      LongVector aSumLow = aSum.and(epsilon);
      LongVector aSumHigh = aSum.lanewise(LSHR, HALF);
      LongVector b0Low = b0.and(epsilon);
      LongVector b0High = b0.lanewise(LSHR, HALF);
      LongVector b1Low = b1.and(epsilon);
      LongVector b1High = b1.lanewise(LSHR, HALF);
      LongVector bSum = b0.add(b1);
      bSum = bSum.add(epsilon, bSum.compare(ULT, b1));
      LongVector bSumLow = bSum.and(epsilon);
      LongVector bSumHigh = bSum.lanewise(LSHR, HALF);
      LongVector lowLow = a0Low.mul(b0Low);
      LongVector lowMiddle = a0High.mul(b0Low).add(lowLow.lanewise(LSHR, HALF));
      LongVector lowOther = a0Low.mul(b0High).add(lowMiddle.and(epsilon));
      LongVector lowTop =
          a0High.mul(b0High).add(lowMiddle.lanewise(LSHR, HALF)).add(lowOther.lanewise(LSHR, HALF));
      LongVector lowUpper = lowTop.lanewise(LSHR, HALF);
      LongVector lowLower = lowTop.and(epsilon);
      LongVector lowBottom = a0.mul(b0);
      LongVector low = lowBottom.sub(lowUpper);
      low = low.sub(epsilon, lowBottom.compare(ULT, lowUpper));
      LongVector lowShifted = lowLower.lanewise(LSHL, HALF).sub(lowLower);
      low = low.add(lowShifted);
      low = low.add(epsilon, low.compare(ULT, lowShifted));
      low = low.lanewise(UMIN, low.sub(p));
      LongVector highLow = a1Low.mul(b1Low);
      LongVector highMiddle = a1High.mul(b1Low).add(highLow.lanewise(LSHR, HALF));
      LongVector highOther = a1Low.mul(b1High).add(highMiddle.and(epsilon));
      LongVector highTop =
          a1High
              .mul(b1High)
              .add(highMiddle.lanewise(LSHR, HALF))
              .add(highOther.lanewise(LSHR, HALF));
      LongVector highUpper = highTop.lanewise(LSHR, HALF);
      LongVector highLower = highTop.and(epsilon);
      LongVector highBottom = a1.mul(b1);
      LongVector high = highBottom.sub(highUpper);
      high = high.sub(epsilon, highBottom.compare(ULT, highUpper));
      LongVector highShifted = highLower.lanewise(LSHL, HALF).sub(highLower);
      high = high.add(highShifted);
      high = high.add(epsilon, high.compare(ULT, highShifted));
      high = high.lanewise(UMIN, high.sub(p));
      LongVector crossLow = aSumLow.mul(bSumLow);
      LongVector crossMiddle = aSumHigh.mul(bSumLow).add(crossLow.lanewise(LSHR, HALF));
      LongVector crossOther = aSumLow.mul(bSumHigh).add(crossMiddle.and(epsilon));
      LongVector crossTop =
          aSumHigh
              .mul(bSumHigh)
              .add(crossMiddle.lanewise(LSHR, HALF))
              .add(crossOther.lanewise(LSHR, HALF));
      LongVector crossUpper = crossTop.lanewise(LSHR, HALF);
      LongVector crossLower = crossTop.and(epsilon);
      LongVector crossBottom = aSum.mul(bSum);
      LongVector cross = crossBottom.sub(crossUpper);
      cross = cross.sub(epsilon, crossBottom.compare(ULT, crossUpper));
      LongVector crossShifted = crossLower.lanewise(LSHL, HALF).sub(crossLower);
      cross = cross.add(crossShifted);
      cross = cross.add(epsilon, cross.compare(ULT, crossShifted));
      cross = cross.lanewise(UMIN, cross.sub(p));
      lows = lows.add(low);
      lows = lows.add(epsilon, lows.compare(ULT, low));
      highs = highs.add(high);
      highs = highs.add(epsilon, highs.compare(ULT, high));
      crosses = crosses.add(cross);
      crosses = crosses.add(epsilon, crosses.compare(ULT, cross));
    }
    long[] lanes = new long[3 * LANES];
    lows.intoArray(lanes, 0);
    highs.intoArray(lanes, LANES);
    crosses.intoArray(lanes, 2 * LANES);
    long low = sum(lanes, 0);
    long high = sum(lanes, LANES);
    long cross = sum(lanes, 2 * LANES);
    Ext sum =
        new Ext(
            Goldilocks.add(low, Goldilocks.mul(Ext.NON_RESIDUE, high)),
            Goldilocks.sub(Goldilocks.sub(cross, low), high));
    for (; i < n; i++) {
      sum = sum.plus(a.get(aOff + i).times(b.get(bOff + i)));
    }
    return sum;
  }

  private static long sum(long[] lanes, int from) {
    long sum = 0;
    for (int k = from; k < from + LANES; k++) {
      sum = Goldilocks.add(sum, Goldilocks.reduce(lanes[k]));
    }
    return sum;
  }
}
