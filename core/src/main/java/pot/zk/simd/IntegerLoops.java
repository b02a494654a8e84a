package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.L2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_S2L;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/**
 * Loops over vectors of small integers; written out for the reasons of {@link VectorLoops}. Factors
 * of a product of halves are masked or shifted, also where they are known to be small: the compiler
 * then takes the cheap instruction.
 */
final class IntegerLoops {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;

  /** As many 16-bit lanes. */
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));

  private static final long LOW = 0xFFFFFFFFL;
  private static final int HALF = 32;

  private IntegerLoops() {}

  /** Adds the sum of e[i] v[i]: whole vectors only, what is left is left to the caller. */
  static void sum(long[] parts, int at, ExtVector e, int eOff, long[] v, int vOff, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector halfMask = LongVector.broadcast(SPECIES, IntegerSums.HALF_MASK);
    int i = 0;
    while (i <= n - LANES) {
      int end = Math.min(n - LANES, i + (IntegerSums.TERMS - 1) * LANES);
      LongVector sum0LowerLow = LongVector.zero(SPECIES);
      LongVector sum0LowerHigh = LongVector.zero(SPECIES);
      LongVector sum0UpperLow = LongVector.zero(SPECIES);
      LongVector sum0UpperHigh = LongVector.zero(SPECIES);
      LongVector sum1LowerLow = LongVector.zero(SPECIES);
      LongVector sum1LowerHigh = LongVector.zero(SPECIES);
      LongVector sum1UpperLow = LongVector.zero(SPECIES);
      LongVector sum1UpperHigh = LongVector.zero(SPECIES);
      for (; i <= end; i += LANES) {
        LongVector e0 = LongVector.fromArray(SPECIES, e.c0(), eOff + i);
        LongVector e1 = LongVector.fromArray(SPECIES, e.c1(), eOff + i);
        LongVector shifted =
            LongVector.fromArray(SPECIES, v, vOff + i).add(IntegerKernels.SUM_BOUND);
        LongVector low = shifted.and(halfMask);
        LongVector high = shifted.lanewise(LSHR, IntegerSums.HALF_BITS).and(mask);
        LongVector e0Lower = e0.and(mask);
        LongVector e0Upper = e0.lanewise(LSHR, HALF);
        LongVector e1Lower = e1.and(mask);
        LongVector e1Upper = e1.lanewise(LSHR, HALF);
        sum0LowerLow = sum0LowerLow.add(e0Lower.mul(low));
        sum0LowerHigh = sum0LowerHigh.add(e0Lower.mul(high));
        sum0UpperLow = sum0UpperLow.add(e0Upper.mul(low));
        sum0UpperHigh = sum0UpperHigh.add(e0Upper.mul(high));
        sum1LowerLow = sum1LowerLow.add(e1Lower.mul(low));
        sum1LowerHigh = sum1LowerHigh.add(e1Lower.mul(high));
        sum1UpperLow = sum1UpperLow.add(e1Upper.mul(low));
        sum1UpperHigh = sum1UpperHigh.add(e1Upper.mul(high));
      }
      sum0LowerLow.and(mask).add(LongVector.fromArray(SPECIES, parts, at)).intoArray(parts, at);
      sum0LowerLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 8))
          .intoArray(parts, at + 8);
      sum0LowerHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 16))
          .intoArray(parts, at + 16);
      sum0LowerHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 24))
          .intoArray(parts, at + 24);
      sum0UpperLow
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 32))
          .intoArray(parts, at + 32);
      sum0UpperLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 40))
          .intoArray(parts, at + 40);
      sum0UpperHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 48))
          .intoArray(parts, at + 48);
      sum0UpperHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 56))
          .intoArray(parts, at + 56);
      sum1LowerLow
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 64))
          .intoArray(parts, at + 64);
      sum1LowerLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 72))
          .intoArray(parts, at + 72);
      sum1LowerHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 80))
          .intoArray(parts, at + 80);
      sum1LowerHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 88))
          .intoArray(parts, at + 88);
      sum1UpperLow
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 96))
          .intoArray(parts, at + 96);
      sum1UpperLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 104))
          .intoArray(parts, at + 104);
      sum1UpperHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 112))
          .intoArray(parts, at + 112);
      sum1UpperHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 120))
          .intoArray(parts, at + 120);
    }
  }

  /** As {@link #sum} for a[i] b[i]. */
  static void sumProducts(
      long[] parts, int at, ExtVector e, int eOff, long[] a, int aOff, long[] b, int bOff, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector halfMask = LongVector.broadcast(SPECIES, IntegerSums.HALF_MASK);
    int i = 0;
    while (i <= n - LANES) {
      int end = Math.min(n - LANES, i + (IntegerSums.TERMS - 1) * LANES);
      LongVector sum0LowerLow = LongVector.zero(SPECIES);
      LongVector sum0LowerHigh = LongVector.zero(SPECIES);
      LongVector sum0UpperLow = LongVector.zero(SPECIES);
      LongVector sum0UpperHigh = LongVector.zero(SPECIES);
      LongVector sum1LowerLow = LongVector.zero(SPECIES);
      LongVector sum1LowerHigh = LongVector.zero(SPECIES);
      LongVector sum1UpperLow = LongVector.zero(SPECIES);
      LongVector sum1UpperHigh = LongVector.zero(SPECIES);
      for (; i <= end; i += LANES) {
        LongVector e0 = LongVector.fromArray(SPECIES, e.c0(), eOff + i);
        LongVector e1 = LongVector.fromArray(SPECIES, e.c1(), eOff + i);
        LongVector shifted =
            LongVector.fromArray(SPECIES, a, aOff + i)
                .mul(LongVector.fromArray(SPECIES, b, bOff + i))
                .add(IntegerKernels.SUM_BOUND);
        LongVector low = shifted.and(halfMask);
        LongVector high = shifted.lanewise(LSHR, IntegerSums.HALF_BITS).and(mask);
        LongVector e0Lower = e0.and(mask);
        LongVector e0Upper = e0.lanewise(LSHR, HALF);
        LongVector e1Lower = e1.and(mask);
        LongVector e1Upper = e1.lanewise(LSHR, HALF);
        sum0LowerLow = sum0LowerLow.add(e0Lower.mul(low));
        sum0LowerHigh = sum0LowerHigh.add(e0Lower.mul(high));
        sum0UpperLow = sum0UpperLow.add(e0Upper.mul(low));
        sum0UpperHigh = sum0UpperHigh.add(e0Upper.mul(high));
        sum1LowerLow = sum1LowerLow.add(e1Lower.mul(low));
        sum1LowerHigh = sum1LowerHigh.add(e1Lower.mul(high));
        sum1UpperLow = sum1UpperLow.add(e1Upper.mul(low));
        sum1UpperHigh = sum1UpperHigh.add(e1Upper.mul(high));
      }
      sum0LowerLow.and(mask).add(LongVector.fromArray(SPECIES, parts, at)).intoArray(parts, at);
      sum0LowerLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 8))
          .intoArray(parts, at + 8);
      sum0LowerHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 16))
          .intoArray(parts, at + 16);
      sum0LowerHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 24))
          .intoArray(parts, at + 24);
      sum0UpperLow
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 32))
          .intoArray(parts, at + 32);
      sum0UpperLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 40))
          .intoArray(parts, at + 40);
      sum0UpperHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 48))
          .intoArray(parts, at + 48);
      sum0UpperHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 56))
          .intoArray(parts, at + 56);
      sum1LowerLow
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 64))
          .intoArray(parts, at + 64);
      sum1LowerLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 72))
          .intoArray(parts, at + 72);
      sum1LowerHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 80))
          .intoArray(parts, at + 80);
      sum1LowerHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 88))
          .intoArray(parts, at + 88);
      sum1UpperLow
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 96))
          .intoArray(parts, at + 96);
      sum1UpperLow
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 104))
          .intoArray(parts, at + 104);
      sum1UpperHigh
          .and(mask)
          .add(LongVector.fromArray(SPECIES, parts, at + 112))
          .intoArray(parts, at + 112);
      sum1UpperHigh
          .lanewise(LSHR, HALF)
          .add(LongVector.fromArray(SPECIES, parts, at + 120))
          .intoArray(parts, at + 120);
    }
  }

  /**
   * Adds factors[first + j] v[offsets[first + j] + i], j below four, to the four planes of sums:
   * the lower and upper halves of both coefficients. Whole vectors only.
   */
  static void addMultiples(
      long[] planes,
      int stride,
      Ext[] factors,
      long[] v,
      int[] offsets,
      int first,
      int from,
      int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    Ext factor0 = first + 0 < factors.length ? factors[first + 0] : Ext.ZERO;
    int at0 = first + 0 < factors.length ? offsets[first + 0] + from : from;
    LongVector f0c0 = LongVector.broadcast(SPECIES, factor0.c0());
    LongVector f0c1 = LongVector.broadcast(SPECIES, factor0.c1());
    LongVector f0c0Lower = f0c0.and(mask);
    LongVector f0c0Upper = f0c0.lanewise(LSHR, HALF);
    LongVector f0c1Lower = f0c1.and(mask);
    LongVector f0c1Upper = f0c1.lanewise(LSHR, HALF);
    Ext factor1 = first + 1 < factors.length ? factors[first + 1] : Ext.ZERO;
    int at1 = first + 1 < factors.length ? offsets[first + 1] + from : from;
    LongVector f1c0 = LongVector.broadcast(SPECIES, factor1.c0());
    LongVector f1c1 = LongVector.broadcast(SPECIES, factor1.c1());
    LongVector f1c0Lower = f1c0.and(mask);
    LongVector f1c0Upper = f1c0.lanewise(LSHR, HALF);
    LongVector f1c1Lower = f1c1.and(mask);
    LongVector f1c1Upper = f1c1.lanewise(LSHR, HALF);
    Ext factor2 = first + 2 < factors.length ? factors[first + 2] : Ext.ZERO;
    int at2 = first + 2 < factors.length ? offsets[first + 2] + from : from;
    LongVector f2c0 = LongVector.broadcast(SPECIES, factor2.c0());
    LongVector f2c1 = LongVector.broadcast(SPECIES, factor2.c1());
    LongVector f2c0Lower = f2c0.and(mask);
    LongVector f2c0Upper = f2c0.lanewise(LSHR, HALF);
    LongVector f2c1Lower = f2c1.and(mask);
    LongVector f2c1Upper = f2c1.lanewise(LSHR, HALF);
    Ext factor3 = first + 3 < factors.length ? factors[first + 3] : Ext.ZERO;
    int at3 = first + 3 < factors.length ? offsets[first + 3] + from : from;
    LongVector f3c0 = LongVector.broadcast(SPECIES, factor3.c0());
    LongVector f3c1 = LongVector.broadcast(SPECIES, factor3.c1());
    LongVector f3c0Lower = f3c0.and(mask);
    LongVector f3c0Upper = f3c0.lanewise(LSHR, HALF);
    LongVector f3c1Lower = f3c1.and(mask);
    LongVector f3c1Upper = f3c1.lanewise(LSHR, HALF);
    for (int i = 0; i <= n - LANES; i += LANES) {
      LongVector x0 = LongVector.fromArray(SPECIES, v, at0 + i).and(mask);
      LongVector x1 = LongVector.fromArray(SPECIES, v, at1 + i).and(mask);
      LongVector x2 = LongVector.fromArray(SPECIES, v, at2 + i).and(mask);
      LongVector x3 = LongVector.fromArray(SPECIES, v, at3 + i).and(mask);
      LongVector.fromArray(SPECIES, planes, i)
          .add(x0.mul(f0c0Lower))
          .add(x1.mul(f1c0Lower).add(x2.mul(f2c0Lower)).add(x3.mul(f3c0Lower)))
          .intoArray(planes, i);
      LongVector.fromArray(SPECIES, planes, stride + i)
          .add(x0.mul(f0c0Upper))
          .add(x1.mul(f1c0Upper).add(x2.mul(f2c0Upper)).add(x3.mul(f3c0Upper)))
          .intoArray(planes, stride + i);
      LongVector.fromArray(SPECIES, planes, 2 * stride + i)
          .add(x0.mul(f0c1Lower))
          .add(x1.mul(f1c1Lower).add(x2.mul(f2c1Lower)).add(x3.mul(f3c1Lower)))
          .intoArray(planes, 2 * stride + i);
      LongVector.fromArray(SPECIES, planes, 3 * stride + i)
          .add(x0.mul(f0c1Upper))
          .add(x1.mul(f1c1Upper).add(x2.mul(f2c1Upper)).add(x3.mul(f3c1Upper)))
          .intoArray(planes, 3 * stride + i);
    }
  }

  /** out[i] = lower[i] + 2^32 upper[i] for sums below 2^60. Whole vectors only. */
  static void reduce(long[] out, int outOff, long[] planes, int lower, int upper, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector epsilon = LongVector.broadcast(SPECIES, Goldilocks.EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, Goldilocks.MODULUS);
    for (int i = 0; i <= n - LANES; i += LANES) {
      LongVector top = LongVector.fromArray(SPECIES, planes, upper + i);
      LongVector carried = top.lanewise(LSHR, HALF);
      LongVector sum =
          LongVector.fromArray(SPECIES, planes, lower + i)
              .add(carried.lanewise(LSHL, HALF).sub(carried));
      LongVector shifted = top.lanewise(LSHL, HALF);
      sum = sum.add(shifted);
      sum = sum.add(epsilon, sum.compare(ULT, shifted));
      sum.lanewise(UMIN, sum.sub(p)).intoArray(out, outOff + i);
    }
  }

  /** out[i] = x[i]; whole vectors only. */
  static void widen(long[] out, int outOff, char[] x, int xOff, int n) {
    for (int i = 0; i <= n - LANES; i += LANES) {
      ((LongVector)
              ShortVector.fromCharArray(SHORTS, x, xOff + i)
                  .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
          .intoArray(out, outOff + i);
    }
  }

  /** sum[i] = x[i] + y[i] and product[i] = x[i] y[i]; whole vectors only. */
  static void pairs(
      long[] sum, int sumOff, long[] product, int productOff, char[] x, int xOff, int yOff, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    for (int i = 0; i <= n - LANES; i += LANES) {
      LongVector first =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, xOff + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector second =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, yOff + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      first.add(second).intoArray(sum, sumOff + i);
      first.mul(second).intoArray(product, productOff + i);
    }
  }

  /**
   * The elementary symmetric polynomials of four integers of 16 bits, in pieces of {@link
   * IntegerKernels#PIECE_BITS}.
   */
  static void symmetric(long[] out, int stride, char[] x, int[] offsets, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector piece = LongVector.broadcast(SPECIES, (1L << IntegerKernels.PIECE_BITS) - 1);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector a =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, offsets[0] + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector b =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, offsets[1] + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector c =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, offsets[2] + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector d =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, offsets[3] + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector sum = a.add(b).and(mask);
      LongVector product = a.mul(b).and(mask);
      LongVector otherSum = c.add(d).and(mask);
      LongVector otherProduct = c.mul(d).and(mask);
      LongVector second = sum.mul(otherSum).add(product).add(otherProduct);
      LongVector third = product.mul(otherSum).add(otherProduct.mul(sum));
      LongVector fourth = product.mul(otherProduct);
      sum.add(otherSum).intoArray(out, i);
      second.and(piece).intoArray(out, stride + i);
      second.lanewise(LSHR, IntegerKernels.PIECE_BITS).intoArray(out, 2 * stride + i);
      third.and(piece).intoArray(out, 3 * stride + i);
      third.lanewise(LSHR, IntegerKernels.PIECE_BITS).and(piece).intoArray(out, 4 * stride + i);
      third.lanewise(LSHR, 2 * IntegerKernels.PIECE_BITS).intoArray(out, 5 * stride + i);
      fourth.and(piece).intoArray(out, 6 * stride + i);
      fourth.lanewise(LSHR, IntegerKernels.PIECE_BITS).and(piece).intoArray(out, 7 * stride + i);
      fourth.lanewise(LSHR, 2 * IntegerKernels.PIECE_BITS).intoArray(out, 8 * stride + i);
    }
    for (; i < n; i++) {
      ScalarIntegerKernels.symmetricAt(out, stride, x, offsets, i);
    }
  }

  /**
   * out[i] = factor x[i]; whole vectors only.
   *
   * @return the bits that are set in any of x and of the products
   */
  static long narrow(char[] out, int outOff, long[] x, int xOff, int factor, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector scale = LongVector.broadcast(SPECIES, factor).and(mask);
    LongVector all = LongVector.zero(SPECIES);
    for (int i = 0; i <= n - LANES; i += LANES) {
      LongVector value = LongVector.fromArray(SPECIES, x, xOff + i);
      LongVector product = value.and(mask).mul(scale);
      all = all.or(value).or(product);
      ((ShortVector) product.convertShape(L2S, SHORTS, 0)).intoCharArray(out, outOff + i);
    }
    return all.reduceLanes(OR);
  }

  /** out[i] = a[i] - b[i]; whole vectors only. */
  static void subtract(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n) {
    for (int i = 0; i <= n - LANES; i += LANES) {
      LongVector.fromArray(SPECIES, a, aOff + i)
          .sub(LongVector.fromArray(SPECIES, b, bOff + i))
          .intoArray(out, outOff + i);
    }
  }

  /** v[i] = high[i] 2^bits + low[i]; whole vectors only. */
  static void split(
      long[] low, int lowOff, long[] high, int highOff, long[] v, int vOff, int bits, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, (1L << bits) - 1);
    for (int i = 0; i <= n - LANES; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, v, vOff + i);
      x.and(mask).intoArray(low, lowOff + i);
      x.lanewise(ASHR, bits).intoArray(high, highOff + i);
    }
  }
}
