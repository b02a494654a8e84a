package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.L2S;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_S2L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over vectors of small integers; written out for the reasons of {@link VectorLoops}. Factors
 * of a product of halves are masked or shifted, also where they are known to be small: the compiler
 * then takes the cheap instruction.
 */
final class IntegerLoops {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, SPECIES.vectorShape());

  /** As many 16-bit lanes. */
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));

  private static final int PIECE_BITS = IntegerKernels.PIECE_BITS;
  private static final long LOW = 0xFFFFFFFFL;

  /** 2^52, and its bits: those of 2^52 + x end in x, for integers x of at most 52 bits. */
  private static final double SHIFT = 0x1p52;

  private static final long SHIFT_BITS = Double.doubleToRawLongBits(SHIFT);

  private IntegerLoops() {}

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

  /** {@link IntegerKernels#symmetric} of one integer: its negative. */
  static void one(double[] out, int at, char[] x, int first, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector bits = LongVector.broadcast(SPECIES, SHIFT_BITS);
    DoubleVector shift = DoubleVector.broadcast(DOUBLES, SHIFT);
    for (int i = 0; i < n; i += LANES) {
      LongVector a =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, first + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      shift.sub(a.or(bits).reinterpretAsDoubles()).intoArray(out, at + i);
    }
  }

  /** {@link IntegerKernels#symmetric} of two integers. */
  static void two(double[] out, int at, int stride, char[] x, int first, int second, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector piece = LongVector.broadcast(SPECIES, (1L << PIECE_BITS) - 1);
    LongVector bits = LongVector.broadcast(SPECIES, SHIFT_BITS);
    DoubleVector shift = DoubleVector.broadcast(DOUBLES, SHIFT);
    for (int i = 0; i < n; i += LANES) {
      LongVector a =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, first + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector b =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, second + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      shift.sub(a.add(b).or(bits).reinterpretAsDoubles()).intoArray(out, at + i);
      LongVector product = a.mul(b);
      product.and(piece).or(bits).reinterpretAsDoubles().sub(shift).intoArray(out, at + stride + i);
      product
          .lanewise(LSHR, PIECE_BITS)
          .or(bits)
          .reinterpretAsDoubles()
          .sub(shift)
          .intoArray(out, at + 2 * stride + i);
    }
  }

  /** {@link IntegerKernels#symmetric} of three integers. */
  static void three(
      double[] out, int at, int stride, char[] x, int first, int second, int third, int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector piece = LongVector.broadcast(SPECIES, (1L << PIECE_BITS) - 1);
    LongVector bits = LongVector.broadcast(SPECIES, SHIFT_BITS);
    DoubleVector shift = DoubleVector.broadcast(DOUBLES, SHIFT);
    for (int i = 0; i < n; i += LANES) {
      LongVector a =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, first + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector b =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, second + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector c =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, third + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector sum = a.add(b).and(mask);
      LongVector product = a.mul(b).and(mask);
      LongVector e2 = sum.mul(c).add(product);
      LongVector e3 = product.mul(c);
      shift.sub(sum.add(c).or(bits).reinterpretAsDoubles()).intoArray(out, at + i);
      e2.and(piece).or(bits).reinterpretAsDoubles().sub(shift).intoArray(out, at + stride + i);
      e2.lanewise(LSHR, PIECE_BITS)
          .or(bits)
          .reinterpretAsDoubles()
          .sub(shift)
          .intoArray(out, at + 2 * stride + i);
      shift.sub(e3.and(piece).or(bits).reinterpretAsDoubles()).intoArray(out, at + 3 * stride + i);
      shift
          .sub(e3.lanewise(LSHR, PIECE_BITS).and(piece).or(bits).reinterpretAsDoubles())
          .intoArray(out, at + 4 * stride + i);
      shift
          .sub(e3.lanewise(LSHR, 2 * PIECE_BITS).or(bits).reinterpretAsDoubles())
          .intoArray(out, at + 5 * stride + i);
    }
  }

  /** {@link IntegerKernels#symmetric} of four integers. */
  static void four(
      double[] out,
      int at,
      int stride,
      char[] x,
      int first,
      int second,
      int third,
      int fourth,
      int n) {
    LongVector mask = LongVector.broadcast(SPECIES, LOW);
    LongVector piece = LongVector.broadcast(SPECIES, (1L << PIECE_BITS) - 1);
    LongVector bits = LongVector.broadcast(SPECIES, SHIFT_BITS);
    DoubleVector shift = DoubleVector.broadcast(DOUBLES, SHIFT);
    for (int i = 0; i < n; i += LANES) {
      LongVector a =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, first + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector b =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, second + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector c =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, third + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector d =
          ((LongVector)
                  ShortVector.fromCharArray(SHORTS, x, fourth + i)
                      .convertShape(ZERO_EXTEND_S2L, SPECIES, 0))
              .and(mask);
      LongVector sum = a.add(b).and(mask);
      LongVector product = a.mul(b).and(mask);
      LongVector otherSum = c.add(d).and(mask);
      LongVector otherProduct = c.mul(d).and(mask);
      LongVector e2 = sum.mul(otherSum).add(product).add(otherProduct);
      LongVector e3 = product.mul(otherSum).add(otherProduct.mul(sum));
      LongVector e4 = product.mul(otherProduct);
      shift.sub(sum.add(otherSum).or(bits).reinterpretAsDoubles()).intoArray(out, at + i);
      e2.and(piece).or(bits).reinterpretAsDoubles().sub(shift).intoArray(out, at + stride + i);
      e2.lanewise(LSHR, PIECE_BITS)
          .or(bits)
          .reinterpretAsDoubles()
          .sub(shift)
          .intoArray(out, at + 2 * stride + i);
      shift.sub(e3.and(piece).or(bits).reinterpretAsDoubles()).intoArray(out, at + 3 * stride + i);
      shift
          .sub(e3.lanewise(LSHR, PIECE_BITS).and(piece).or(bits).reinterpretAsDoubles())
          .intoArray(out, at + 4 * stride + i);
      shift
          .sub(e3.lanewise(LSHR, 2 * PIECE_BITS).or(bits).reinterpretAsDoubles())
          .intoArray(out, at + 5 * stride + i);
      e4.and(piece).or(bits).reinterpretAsDoubles().sub(shift).intoArray(out, at + 6 * stride + i);
      e4.lanewise(LSHR, PIECE_BITS)
          .and(piece)
          .or(bits)
          .reinterpretAsDoubles()
          .sub(shift)
          .intoArray(out, at + 7 * stride + i);
      e4.lanewise(LSHR, 2 * PIECE_BITS)
          .or(bits)
          .reinterpretAsDoubles()
          .sub(shift)
          .intoArray(out, at + 8 * stride + i);
    }
  }

  /** v[out + i] = v[a + i] - v[b + i]. */
  static void subtract(double[] v, int out, int a, int b, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector.fromArray(DOUBLES, v, a + i)
          .sub(DoubleVector.fromArray(DOUBLES, v, b + i))
          .intoArray(v, out + i);
    }
  }

  /** v[out + i] = v[a0 + i] v[b0 + i]. */
  static void multiply(double[] v, int out, int a0, int b0, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      DoubleVector.fromArray(DOUBLES, v, a0 + i)
          .mul(DoubleVector.fromArray(DOUBLES, v, b0 + i))
          .intoArray(v, out + i);
    }
  }

  /** v[out + i] += v[a0 + i] v[b0 + i]. */
  static void add(double[] v, int out, int a0, int b0, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      DoubleVector.fromArray(DOUBLES, v, a0 + i)
          .fma(
              DoubleVector.fromArray(DOUBLES, v, b0 + i),
              DoubleVector.fromArray(DOUBLES, v, out + i))
          .intoArray(v, out + i);
    }
  }

  /** v[out + i] = v[a0 + i] v[b0 + i] + v[a1 + i] v[b1 + i]. */
  static void multiplyTwo(double[] v, int out, int a0, int b0, int a1, int b1, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      DoubleVector first =
          DoubleVector.fromArray(DOUBLES, v, a0 + i)
              .mul(DoubleVector.fromArray(DOUBLES, v, b0 + i));
      DoubleVector.fromArray(DOUBLES, v, a1 + i)
          .fma(DoubleVector.fromArray(DOUBLES, v, b1 + i), first)
          .intoArray(v, out + i);
    }
  }

  /** v[out + i] += v[a0 + i] v[b0 + i] + v[a1 + i] v[b1 + i]. */
  static void addTwo(double[] v, int out, int a0, int b0, int a1, int b1, int from, int to) {
    for (int i = from; i < to; i += LANES) {
      DoubleVector sum =
          DoubleVector.fromArray(DOUBLES, v, a0 + i)
              .fma(
                  DoubleVector.fromArray(DOUBLES, v, b0 + i),
                  DoubleVector.fromArray(DOUBLES, v, out + i));
      DoubleVector.fromArray(DOUBLES, v, a1 + i)
          .fma(DoubleVector.fromArray(DOUBLES, v, b1 + i), sum)
          .intoArray(v, out + i);
    }
  }
}
