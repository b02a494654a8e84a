package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.D2L;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Goldilocks;

/**
 * Loops from vectors of small integers into K; written out for the reasons of {@link VectorLoops}.
 */
final class IntegerSumLoops {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, SPECIES.vectorShape());

  /** Places that {@link #combine} and {@link #join} are called for at most. */
  static final int BLOCK = 256;

  private static final int PIECE_BITS = IntegerKernels.PIECE_BITS;
  private static final int HALF = 32;

  /**
   * 3 2^51, and its bits: those of it + x, for integers x of 51 bits and a sign, are these and x.
   */
  private static final double SIGNED_SHIFT = 0x1.8p52;

  private static final long SIGNED_SHIFT_BITS = Double.doubleToRawLongBits(SIGNED_SHIFT);

  /** Added and subtracted again it rounds to multiples of 2^26. */
  private static final double ROUNDING = 0x1.8p78;

  private IntegerSumLoops() {}

  /** {@link IntegerKernels#addWeighted} of one sum. */
  static void addWeighted(
      double[] sums, int at, double[] weights, int offset, int stride, double[] v, int xAt, int n) {
    DoubleVector rounding = DoubleVector.broadcast(DOUBLES, ROUNDING);
    DoubleVector xLow0 = DoubleVector.fromArray(DOUBLES, sums, at);
    DoubleVector xHigh0 = DoubleVector.fromArray(DOUBLES, sums, at + 8);
    DoubleVector xLow1 = DoubleVector.fromArray(DOUBLES, sums, at + 16);
    DoubleVector xHigh1 = DoubleVector.fromArray(DOUBLES, sums, at + 24);
    DoubleVector xLow2 = DoubleVector.fromArray(DOUBLES, sums, at + 32);
    DoubleVector xHigh2 = DoubleVector.fromArray(DOUBLES, sums, at + 40);
    DoubleVector xLow3 = DoubleVector.fromArray(DOUBLES, sums, at + 48);
    DoubleVector xHigh3 = DoubleVector.fromArray(DOUBLES, sums, at + 56);
    DoubleVector xLow4 = DoubleVector.fromArray(DOUBLES, sums, at + 64);
    DoubleVector xHigh4 = DoubleVector.fromArray(DOUBLES, sums, at + 72);
    DoubleVector xLow5 = DoubleVector.fromArray(DOUBLES, sums, at + 80);
    DoubleVector xHigh5 = DoubleVector.fromArray(DOUBLES, sums, at + 88);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, v, xAt + i);
      DoubleVector xHigh = x.add(rounding).sub(rounding);
      DoubleVector xLow = x.sub(xHigh);
      DoubleVector w0 = DoubleVector.fromArray(DOUBLES, weights, offset + i);
      xLow0 = xLow.fma(w0, xLow0);
      xHigh0 = xHigh.fma(w0, xHigh0);
      DoubleVector w1 = DoubleVector.fromArray(DOUBLES, weights, offset + stride + i);
      xLow1 = xLow.fma(w1, xLow1);
      xHigh1 = xHigh.fma(w1, xHigh1);
      DoubleVector w2 = DoubleVector.fromArray(DOUBLES, weights, offset + 2 * stride + i);
      xLow2 = xLow.fma(w2, xLow2);
      xHigh2 = xHigh.fma(w2, xHigh2);
      DoubleVector w3 = DoubleVector.fromArray(DOUBLES, weights, offset + 3 * stride + i);
      xLow3 = xLow.fma(w3, xLow3);
      xHigh3 = xHigh.fma(w3, xHigh3);
      DoubleVector w4 = DoubleVector.fromArray(DOUBLES, weights, offset + 4 * stride + i);
      xLow4 = xLow.fma(w4, xLow4);
      xHigh4 = xHigh.fma(w4, xHigh4);
      DoubleVector w5 = DoubleVector.fromArray(DOUBLES, weights, offset + 5 * stride + i);
      xLow5 = xLow.fma(w5, xLow5);
      xHigh5 = xHigh.fma(w5, xHigh5);
    }
    xLow0.intoArray(sums, at);
    xHigh0.intoArray(sums, at + 8);
    xLow1.intoArray(sums, at + 16);
    xHigh1.intoArray(sums, at + 24);
    xLow2.intoArray(sums, at + 32);
    xHigh2.intoArray(sums, at + 40);
    xLow3.intoArray(sums, at + 48);
    xHigh3.intoArray(sums, at + 56);
    xLow4.intoArray(sums, at + 64);
    xHigh4.intoArray(sums, at + 72);
    xLow5.intoArray(sums, at + 80);
    xHigh5.intoArray(sums, at + 88);
  }

  /** The same of two sums, which follow one another: what is loaded of the weights serves both. */
  static void addWeightedTwo(
      double[] sums,
      int at,
      double[] weights,
      int offset,
      int stride,
      double[] v,
      int xAt,
      int yAt,
      int n) {
    DoubleVector rounding = DoubleVector.broadcast(DOUBLES, ROUNDING);
    DoubleVector xLow0 = DoubleVector.fromArray(DOUBLES, sums, at);
    DoubleVector xHigh0 = DoubleVector.fromArray(DOUBLES, sums, at + 8);
    DoubleVector xLow1 = DoubleVector.fromArray(DOUBLES, sums, at + 16);
    DoubleVector xHigh1 = DoubleVector.fromArray(DOUBLES, sums, at + 24);
    DoubleVector xLow2 = DoubleVector.fromArray(DOUBLES, sums, at + 32);
    DoubleVector xHigh2 = DoubleVector.fromArray(DOUBLES, sums, at + 40);
    DoubleVector xLow3 = DoubleVector.fromArray(DOUBLES, sums, at + 48);
    DoubleVector xHigh3 = DoubleVector.fromArray(DOUBLES, sums, at + 56);
    DoubleVector xLow4 = DoubleVector.fromArray(DOUBLES, sums, at + 64);
    DoubleVector xHigh4 = DoubleVector.fromArray(DOUBLES, sums, at + 72);
    DoubleVector xLow5 = DoubleVector.fromArray(DOUBLES, sums, at + 80);
    DoubleVector xHigh5 = DoubleVector.fromArray(DOUBLES, sums, at + 88);
    DoubleVector yLow0 = DoubleVector.fromArray(DOUBLES, sums, at + 96);
    DoubleVector yHigh0 = DoubleVector.fromArray(DOUBLES, sums, at + 104);
    DoubleVector yLow1 = DoubleVector.fromArray(DOUBLES, sums, at + 112);
    DoubleVector yHigh1 = DoubleVector.fromArray(DOUBLES, sums, at + 120);
    DoubleVector yLow2 = DoubleVector.fromArray(DOUBLES, sums, at + 128);
    DoubleVector yHigh2 = DoubleVector.fromArray(DOUBLES, sums, at + 136);
    DoubleVector yLow3 = DoubleVector.fromArray(DOUBLES, sums, at + 144);
    DoubleVector yHigh3 = DoubleVector.fromArray(DOUBLES, sums, at + 152);
    DoubleVector yLow4 = DoubleVector.fromArray(DOUBLES, sums, at + 160);
    DoubleVector yHigh4 = DoubleVector.fromArray(DOUBLES, sums, at + 168);
    DoubleVector yLow5 = DoubleVector.fromArray(DOUBLES, sums, at + 176);
    DoubleVector yHigh5 = DoubleVector.fromArray(DOUBLES, sums, at + 184);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, v, xAt + i);
      DoubleVector xHigh = x.add(rounding).sub(rounding);
      DoubleVector xLow = x.sub(xHigh);
      DoubleVector y = DoubleVector.fromArray(DOUBLES, v, yAt + i);
      DoubleVector yHigh = y.add(rounding).sub(rounding);
      DoubleVector yLow = y.sub(yHigh);
      DoubleVector w0 = DoubleVector.fromArray(DOUBLES, weights, offset + i);
      xLow0 = xLow.fma(w0, xLow0);
      xHigh0 = xHigh.fma(w0, xHigh0);
      yLow0 = yLow.fma(w0, yLow0);
      yHigh0 = yHigh.fma(w0, yHigh0);
      DoubleVector w1 = DoubleVector.fromArray(DOUBLES, weights, offset + stride + i);
      xLow1 = xLow.fma(w1, xLow1);
      xHigh1 = xHigh.fma(w1, xHigh1);
      yLow1 = yLow.fma(w1, yLow1);
      yHigh1 = yHigh.fma(w1, yHigh1);
      DoubleVector w2 = DoubleVector.fromArray(DOUBLES, weights, offset + 2 * stride + i);
      xLow2 = xLow.fma(w2, xLow2);
      xHigh2 = xHigh.fma(w2, xHigh2);
      yLow2 = yLow.fma(w2, yLow2);
      yHigh2 = yHigh.fma(w2, yHigh2);
      DoubleVector w3 = DoubleVector.fromArray(DOUBLES, weights, offset + 3 * stride + i);
      xLow3 = xLow.fma(w3, xLow3);
      xHigh3 = xHigh.fma(w3, xHigh3);
      yLow3 = yLow.fma(w3, yLow3);
      yHigh3 = yHigh.fma(w3, yHigh3);
      DoubleVector w4 = DoubleVector.fromArray(DOUBLES, weights, offset + 4 * stride + i);
      xLow4 = xLow.fma(w4, xLow4);
      xHigh4 = xHigh.fma(w4, xHigh4);
      yLow4 = yLow.fma(w4, yLow4);
      yHigh4 = yHigh.fma(w4, yHigh4);
      DoubleVector w5 = DoubleVector.fromArray(DOUBLES, weights, offset + 5 * stride + i);
      xLow5 = xLow.fma(w5, xLow5);
      xHigh5 = xHigh.fma(w5, xHigh5);
      yLow5 = yLow.fma(w5, yLow5);
      yHigh5 = yHigh.fma(w5, yHigh5);
    }
    xLow0.intoArray(sums, at);
    xHigh0.intoArray(sums, at + 8);
    xLow1.intoArray(sums, at + 16);
    xHigh1.intoArray(sums, at + 24);
    xLow2.intoArray(sums, at + 32);
    xHigh2.intoArray(sums, at + 40);
    xLow3.intoArray(sums, at + 48);
    xHigh3.intoArray(sums, at + 56);
    xLow4.intoArray(sums, at + 64);
    xHigh4.intoArray(sums, at + 72);
    xLow5.intoArray(sums, at + 80);
    xHigh5.intoArray(sums, at + 88);
    yLow0.intoArray(sums, at + 96);
    yHigh0.intoArray(sums, at + 104);
    yLow1.intoArray(sums, at + 112);
    yHigh1.intoArray(sums, at + 120);
    yLow2.intoArray(sums, at + 128);
    yHigh2.intoArray(sums, at + 136);
    yLow3.intoArray(sums, at + 144);
    yHigh3.intoArray(sums, at + 152);
    yLow4.intoArray(sums, at + 160);
    yHigh4.intoArray(sums, at + 168);
    yLow5.intoArray(sums, at + 176);
    yHigh5.intoArray(sums, at + 184);
  }

  /** {@link IntegerKernels#take}. */
  static void take(double[] sums, long[] parts) {
    DoubleVector zero = DoubleVector.zero(DOUBLES);
    for (int i = 0; i < sums.length; i += LANES) {
      DoubleVector sum = DoubleVector.fromArray(DOUBLES, sums, i);
      sum = sum.mul((i & IntegerSums.LANES) == 0 ? 1 : IntegerSums.UPPER_UNIT);
      LongVector integers = (LongVector) sum.convertShape(D2L, SPECIES, 0);
      integers.add(LongVector.fromArray(SPECIES, parts, i)).intoArray(parts, i);
      zero.intoArray(sums, i);
    }
  }

  /**
   * The six sums of {@link IntegerKernels#combine}, two vectors at a time: sum p of place i is
   * written to sums[p {@link #BLOCK} + i].
   */
  static void combine(double[] sums, double[] pieces, int[] offsets, double[] v, int from, int n) {
    for (int i = 0; i < n; i += 2 * LANES) {
      DoubleVector x0 = DoubleVector.broadcast(DOUBLES, pieces[0]);
      DoubleVector y0 = x0;
      DoubleVector x1 = DoubleVector.broadcast(DOUBLES, pieces[1]);
      DoubleVector y1 = x1;
      DoubleVector x2 = DoubleVector.broadcast(DOUBLES, pieces[2]);
      DoubleVector y2 = x2;
      DoubleVector x3 = DoubleVector.broadcast(DOUBLES, pieces[3]);
      DoubleVector y3 = x3;
      DoubleVector x4 = DoubleVector.broadcast(DOUBLES, pieces[4]);
      DoubleVector y4 = x4;
      DoubleVector x5 = DoubleVector.broadcast(DOUBLES, pieces[5]);
      DoubleVector y5 = x5;
      for (int j = 0; j < offsets.length; j++) {
        int at = IntegerKernels.WEIGHT_PIECES * (j + 1);
        DoubleVector x = DoubleVector.fromArray(DOUBLES, v, offsets[j] + from + i);
        DoubleVector y = DoubleVector.fromArray(DOUBLES, v, offsets[j] + from + i + LANES);
        DoubleVector f0 = DoubleVector.broadcast(DOUBLES, pieces[at]);
        x0 = x.fma(f0, x0);
        y0 = y.fma(f0, y0);
        DoubleVector f1 = DoubleVector.broadcast(DOUBLES, pieces[at + 1]);
        x1 = x.fma(f1, x1);
        y1 = y.fma(f1, y1);
        DoubleVector f2 = DoubleVector.broadcast(DOUBLES, pieces[at + 2]);
        x2 = x.fma(f2, x2);
        y2 = y.fma(f2, y2);
        DoubleVector f3 = DoubleVector.broadcast(DOUBLES, pieces[at + 3]);
        x3 = x.fma(f3, x3);
        y3 = y.fma(f3, y3);
        DoubleVector f4 = DoubleVector.broadcast(DOUBLES, pieces[at + 4]);
        x4 = x.fma(f4, x4);
        y4 = y.fma(f4, y4);
        DoubleVector f5 = DoubleVector.broadcast(DOUBLES, pieces[at + 5]);
        x5 = x.fma(f5, x5);
        y5 = y.fma(f5, y5);
      }
      x0.intoArray(sums, i);
      y0.intoArray(sums, i + LANES);
      x1.intoArray(sums, i + BLOCK);
      y1.intoArray(sums, i + BLOCK + LANES);
      x2.intoArray(sums, i + 2 * BLOCK);
      y2.intoArray(sums, i + 2 * BLOCK + LANES);
      x3.intoArray(sums, i + 3 * BLOCK);
      y3.intoArray(sums, i + 3 * BLOCK + LANES);
      x4.intoArray(sums, i + 4 * BLOCK);
      y4.intoArray(sums, i + 4 * BLOCK + LANES);
      x5.intoArray(sums, i + 5 * BLOCK);
      y5.intoArray(sums, i + 5 * BLOCK + LANES);
    }
  }

  /**
   * Elements of F from three sums each, s0, s1 and s2 at sums[at + i], sums[at + {@link #BLOCK} +
   * i] and sums[at + 2 {@link #BLOCK} + i], which count 1, 2^22 and 2^44. They are brought to the
   * form low + 2^32 top, to which 2^30 p = 2^30 + 2^32 (2^62 - 2^30) is added, for top to have no
   * sign.
   */
  static void join(long[] out, int outOff, double[] sums, int at, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, Goldilocks.EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, Goldilocks.MODULUS);
    LongVector ten = LongVector.broadcast(SPECIES, (1L << HALF - PIECE_BITS) - 1);
    LongVector offset = LongVector.broadcast(SPECIES, (1L << 62) - (1L << 30));
    DoubleVector shift = DoubleVector.broadcast(DOUBLES, SIGNED_SHIFT);
    LongVector bits = LongVector.broadcast(SPECIES, SIGNED_SHIFT_BITS);
    LongVector firstBits = LongVector.broadcast(SPECIES, SIGNED_SHIFT_BITS - (1L << 30));
    for (int i = 0; i < n; i += LANES) {
      DoubleVector s0 = DoubleVector.fromArray(DOUBLES, sums, at + i);
      DoubleVector s1 = DoubleVector.fromArray(DOUBLES, sums, at + BLOCK + i);
      DoubleVector s2 = DoubleVector.fromArray(DOUBLES, sums, at + 2 * BLOCK + i);
      LongVector first = s0.add(shift).reinterpretAsLongs().sub(firstBits);
      LongVector second = s1.add(shift).reinterpretAsLongs().sub(bits);
      LongVector third = s2.add(shift).reinterpretAsLongs().sub(bits);
      LongVector low = first.add(second.and(ten).lanewise(LSHL, PIECE_BITS));
      LongVector top =
          third
              .lanewise(LSHL, 2 * PIECE_BITS - HALF)
              .add(offset)
              .add(second.lanewise(ASHR, HALF - PIECE_BITS))
              .add(low.lanewise(ASHR, HALF));
      LongVector over = top.lanewise(LSHR, HALF);
      LongVector carried = over.lanewise(LSHL, HALF).sub(over);
      LongVector sum = top.lanewise(LSHL, HALF).or(low.and(epsilon)).add(carried);
      sum = sum.add(epsilon, sum.compare(ULT, carried));
      sum.lanewise(UMIN, sum.sub(p)).intoArray(out, outOff + i);
    }
  }
}
