package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.D2L;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums with the vector module. All is written out for the reasons that {@link VectorLoops}
 * gives. Where 64-bit integers are multiplied, both factors are extended from 32 bits, for the
 * compiler to see that they have no more.
 */
final class LimbLoops implements LimbKernels {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, SPECIES.vectorShape());

  /** 2^52, and its bits: those of 2^52 + x end in x, for integers x of at most 52 bits. */
  private static final double SHIFT = 0x1p52;

  private static final long SHIFT_BITS = Double.doubleToRawLongBits(SHIFT);
  private static final int HALF = 32;

  @Override
  public long widen(double[] wide, int at, long[] x, int from, int n) {
    LongVector bits = LongVector.broadcast(SPECIES, SHIFT_BITS);
    DoubleVector shift = DoubleVector.broadcast(DOUBLES, SHIFT);
    LongVector all = LongVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector v = LongVector.fromArray(SPECIES, x, from + i);
      all = all.or(v);
      v.or(bits).reinterpretAsDoubles().sub(shift).intoArray(wide, at + i);
    }
    long or = all.reduceLanes(OR);
    for (; i < n; i++) {
      or |= x[from + i];
      wide[at + i] = x[from + i];
    }
    return or;
  }

  @Override
  public void dots(
      long[] acc,
      int accOff,
      double[] wide,
      int xOff,
      int stride,
      double[] pieces,
      int pOff,
      int n) {
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += EXACT_TERMS * LANES) {
      int to = Math.min(whole, i + EXACT_TERMS * LANES);
      exactDots(acc, accOff, wide, xOff, stride, pieces, pOff, n, i, to);
    }
    for (int k = 0; k < SUMS && whole < n; k++) {
      int row = xOff + stride * (k / PIECES);
      int plane = pOff + n * (k % PIECES);
      for (int i = whole; i < n; i++) {
        acc[accOff + PARTS * k] += (long) wide[row + i] * (long) pieces[plane + i];
      }
    }
  }

  /** The places [from, to) of all sums: whole vectors, at most EXACT_TERMS of them. */
  private static void exactDots(
      long[] acc,
      int accOff,
      double[] wide,
      int xOff,
      int stride,
      double[] pieces,
      int pOff,
      int n,
      int from,
      int to) {
    DoubleVector s00 = DoubleVector.zero(DOUBLES);
    DoubleVector s01 = DoubleVector.zero(DOUBLES);
    DoubleVector s02 = DoubleVector.zero(DOUBLES);
    DoubleVector s03 = DoubleVector.zero(DOUBLES);
    DoubleVector s10 = DoubleVector.zero(DOUBLES);
    DoubleVector s11 = DoubleVector.zero(DOUBLES);
    DoubleVector s12 = DoubleVector.zero(DOUBLES);
    DoubleVector s13 = DoubleVector.zero(DOUBLES);
    DoubleVector s20 = DoubleVector.zero(DOUBLES);
    DoubleVector s21 = DoubleVector.zero(DOUBLES);
    DoubleVector s22 = DoubleVector.zero(DOUBLES);
    DoubleVector s23 = DoubleVector.zero(DOUBLES);
    DoubleVector s30 = DoubleVector.zero(DOUBLES);
    DoubleVector s31 = DoubleVector.zero(DOUBLES);
    DoubleVector s32 = DoubleVector.zero(DOUBLES);
    DoubleVector s33 = DoubleVector.zero(DOUBLES);
    for (int i = from; i < to; i += LANES) {
      DoubleVector x0 = DoubleVector.fromArray(DOUBLES, wide, xOff + i);
      DoubleVector x1 = DoubleVector.fromArray(DOUBLES, wide, xOff + stride + i);
      DoubleVector x2 = DoubleVector.fromArray(DOUBLES, wide, xOff + 2 * stride + i);
      DoubleVector x3 = DoubleVector.fromArray(DOUBLES, wide, xOff + 3 * stride + i);
      DoubleVector w0 = DoubleVector.fromArray(DOUBLES, pieces, pOff + i);
      s00 = x0.fma(w0, s00);
      s10 = x1.fma(w0, s10);
      s20 = x2.fma(w0, s20);
      s30 = x3.fma(w0, s30);
      DoubleVector w1 = DoubleVector.fromArray(DOUBLES, pieces, pOff + n + i);
      s01 = x0.fma(w1, s01);
      s11 = x1.fma(w1, s11);
      s21 = x2.fma(w1, s21);
      s31 = x3.fma(w1, s31);
      DoubleVector w2 = DoubleVector.fromArray(DOUBLES, pieces, pOff + 2 * n + i);
      s02 = x0.fma(w2, s02);
      s12 = x1.fma(w2, s12);
      s22 = x2.fma(w2, s22);
      s32 = x3.fma(w2, s32);
      DoubleVector w3 = DoubleVector.fromArray(DOUBLES, pieces, pOff + 3 * n + i);
      s03 = x0.fma(w3, s03);
      s13 = x1.fma(w3, s13);
      s23 = x2.fma(w3, s23);
      s33 = x3.fma(w3, s33);
    }
    {
      LongVector t0 = (LongVector) s00.convertShape(D2L, SPECIES, 0);
      t0.add(LongVector.fromArray(SPECIES, acc, accOff)).intoArray(acc, accOff);
    }
    {
      LongVector t1 = (LongVector) s01.convertShape(D2L, SPECIES, 0);
      t1.add(LongVector.fromArray(SPECIES, acc, accOff + PARTS)).intoArray(acc, accOff + PARTS);
    }
    {
      LongVector t2 = (LongVector) s02.convertShape(D2L, SPECIES, 0);
      t2.add(LongVector.fromArray(SPECIES, acc, accOff + 2 * PARTS))
          .intoArray(acc, accOff + 2 * PARTS);
    }
    {
      LongVector t3 = (LongVector) s03.convertShape(D2L, SPECIES, 0);
      t3.add(LongVector.fromArray(SPECIES, acc, accOff + 3 * PARTS))
          .intoArray(acc, accOff + 3 * PARTS);
    }
    {
      LongVector t4 = (LongVector) s10.convertShape(D2L, SPECIES, 0);
      t4.add(LongVector.fromArray(SPECIES, acc, accOff + 4 * PARTS))
          .intoArray(acc, accOff + 4 * PARTS);
    }
    {
      LongVector t5 = (LongVector) s11.convertShape(D2L, SPECIES, 0);
      t5.add(LongVector.fromArray(SPECIES, acc, accOff + 5 * PARTS))
          .intoArray(acc, accOff + 5 * PARTS);
    }
    {
      LongVector t6 = (LongVector) s12.convertShape(D2L, SPECIES, 0);
      t6.add(LongVector.fromArray(SPECIES, acc, accOff + 6 * PARTS))
          .intoArray(acc, accOff + 6 * PARTS);
    }
    {
      LongVector t7 = (LongVector) s13.convertShape(D2L, SPECIES, 0);
      t7.add(LongVector.fromArray(SPECIES, acc, accOff + 7 * PARTS))
          .intoArray(acc, accOff + 7 * PARTS);
    }
    {
      LongVector t8 = (LongVector) s20.convertShape(D2L, SPECIES, 0);
      t8.add(LongVector.fromArray(SPECIES, acc, accOff + 8 * PARTS))
          .intoArray(acc, accOff + 8 * PARTS);
    }
    {
      LongVector t9 = (LongVector) s21.convertShape(D2L, SPECIES, 0);
      t9.add(LongVector.fromArray(SPECIES, acc, accOff + 9 * PARTS))
          .intoArray(acc, accOff + 9 * PARTS);
    }
    {
      LongVector t10 = (LongVector) s22.convertShape(D2L, SPECIES, 0);
      t10.add(LongVector.fromArray(SPECIES, acc, accOff + 10 * PARTS))
          .intoArray(acc, accOff + 10 * PARTS);
    }
    {
      LongVector t11 = (LongVector) s23.convertShape(D2L, SPECIES, 0);
      t11.add(LongVector.fromArray(SPECIES, acc, accOff + 11 * PARTS))
          .intoArray(acc, accOff + 11 * PARTS);
    }
    {
      LongVector t12 = (LongVector) s30.convertShape(D2L, SPECIES, 0);
      t12.add(LongVector.fromArray(SPECIES, acc, accOff + 12 * PARTS))
          .intoArray(acc, accOff + 12 * PARTS);
    }
    {
      LongVector t13 = (LongVector) s31.convertShape(D2L, SPECIES, 0);
      t13.add(LongVector.fromArray(SPECIES, acc, accOff + 13 * PARTS))
          .intoArray(acc, accOff + 13 * PARTS);
    }
    {
      LongVector t14 = (LongVector) s32.convertShape(D2L, SPECIES, 0);
      t14.add(LongVector.fromArray(SPECIES, acc, accOff + 14 * PARTS))
          .intoArray(acc, accOff + 14 * PARTS);
    }
    {
      LongVector t15 = (LongVector) s33.convertShape(D2L, SPECIES, 0);
      t15.add(LongVector.fromArray(SPECIES, acc, accOff + 15 * PARTS))
          .intoArray(acc, accOff + 15 * PARTS);
    }
  }

  @Override
  public void addRows(long[] acc, long[] x, int xOff, int stride, long[] weights, int wOff, int n) {
    LongVector w00 =
        LongVector.broadcast(SPECIES, weights[wOff]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w01 =
        LongVector.broadcast(SPECIES, weights[wOff + 1]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w02 =
        LongVector.broadcast(SPECIES, weights[wOff + 2]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w03 =
        LongVector.broadcast(SPECIES, weights[wOff + 3]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w10 =
        LongVector.broadcast(SPECIES, weights[wOff + 4]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w11 =
        LongVector.broadcast(SPECIES, weights[wOff + 5]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w12 =
        LongVector.broadcast(SPECIES, weights[wOff + 6]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w13 =
        LongVector.broadcast(SPECIES, weights[wOff + 7]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w20 =
        LongVector.broadcast(SPECIES, weights[wOff + 8]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w21 =
        LongVector.broadcast(SPECIES, weights[wOff + 9]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w22 =
        LongVector.broadcast(SPECIES, weights[wOff + 10]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w23 =
        LongVector.broadcast(SPECIES, weights[wOff + 11]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w30 =
        LongVector.broadcast(SPECIES, weights[wOff + 12]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w31 =
        LongVector.broadcast(SPECIES, weights[wOff + 13]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w32 =
        LongVector.broadcast(SPECIES, weights[wOff + 14]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    LongVector w33 =
        LongVector.broadcast(SPECIES, weights[wOff + 15]).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      LongVector x0 =
          LongVector.fromArray(SPECIES, x, xOff + i).lanewise(LSHL, HALF).lanewise(ASHR, HALF);
      LongVector x1 =
          LongVector.fromArray(SPECIES, x, xOff + stride + i)
              .lanewise(LSHL, HALF)
              .lanewise(ASHR, HALF);
      LongVector x2 =
          LongVector.fromArray(SPECIES, x, xOff + 2 * stride + i)
              .lanewise(LSHL, HALF)
              .lanewise(ASHR, HALF);
      LongVector x3 =
          LongVector.fromArray(SPECIES, x, xOff + 3 * stride + i)
              .lanewise(LSHL, HALF)
              .lanewise(ASHR, HALF);
      LongVector a0 = LongVector.fromArray(SPECIES, acc, i);
      a0 = a0.add(x0.mul(w00).add(x1.mul(w10)));
      a0.add(x2.mul(w20).add(x3.mul(w30))).intoArray(acc, i);
      LongVector a1 = LongVector.fromArray(SPECIES, acc, n + i);
      a1 = a1.add(x0.mul(w01).add(x1.mul(w11)));
      a1.add(x2.mul(w21).add(x3.mul(w31))).intoArray(acc, n + i);
      LongVector a2 = LongVector.fromArray(SPECIES, acc, 2 * n + i);
      a2 = a2.add(x0.mul(w02).add(x1.mul(w12)));
      a2.add(x2.mul(w22).add(x3.mul(w32))).intoArray(acc, 2 * n + i);
      LongVector a3 = LongVector.fromArray(SPECIES, acc, 3 * n + i);
      a3 = a3.add(x0.mul(w03).add(x1.mul(w13)));
      a3.add(x2.mul(w23).add(x3.mul(w33))).intoArray(acc, 3 * n + i);
    }
    for (; i < n; i++) {
      for (int p = 0; p < PIECES; p++) {
        for (int r = 0; r < ROWS; r++) {
          acc[p * n + i] += weights[wOff + PIECES * r + p] * x[xOff + stride * r + i];
        }
      }
    }
  }
}
