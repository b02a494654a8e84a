package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.I2L;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Integer products with the vector module. Sixteen vectors of sums stay in registers: four rows of
 * four vectors. Factors are widened by a cast from 32 bits: the compiler then sees their size, and
 * takes an instruction three times as cheap as a product of 64 bits.
 *
 * <p>Written out for the reasons of {@link VectorLoops}.
 */
final class TileLoops implements TileKernels {
  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final VectorSpecies<Integer> HALVES =
      VectorSpecies.of(int.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

  /** Columns of one pass: a tile has one or more. */
  private static final int PASS = 4 * LANES;

  @Override
  public void addTile(
      long[] out, int outOff, int stride, int[] a, int aOff, int[] b, int bOff, int inner) {
    for (int c = 0; c < COLUMNS; c += PASS) {
      addPass(out, outOff + c, stride, a, aOff, b, bOff + c, inner);
    }
  }

  private static void addPass(
      long[] out, int outOff, int stride, int[] a, int aOff, int[] b, int bOff, int inner) {
    int row1 = outOff + stride;
    int row2 = row1 + stride;
    int row3 = row2 + stride;
    LongVector s00 = LongVector.fromArray(SPECIES, out, outOff);
    LongVector s01 = LongVector.fromArray(SPECIES, out, outOff + LANES);
    LongVector s02 = LongVector.fromArray(SPECIES, out, outOff + 2 * LANES);
    LongVector s03 = LongVector.fromArray(SPECIES, out, outOff + 3 * LANES);
    LongVector s10 = LongVector.fromArray(SPECIES, out, row1);
    LongVector s11 = LongVector.fromArray(SPECIES, out, row1 + LANES);
    LongVector s12 = LongVector.fromArray(SPECIES, out, row1 + 2 * LANES);
    LongVector s13 = LongVector.fromArray(SPECIES, out, row1 + 3 * LANES);
    LongVector s20 = LongVector.fromArray(SPECIES, out, row2);
    LongVector s21 = LongVector.fromArray(SPECIES, out, row2 + LANES);
    LongVector s22 = LongVector.fromArray(SPECIES, out, row2 + 2 * LANES);
    LongVector s23 = LongVector.fromArray(SPECIES, out, row2 + 3 * LANES);
    LongVector s30 = LongVector.fromArray(SPECIES, out, row3);
    LongVector s31 = LongVector.fromArray(SPECIES, out, row3 + LANES);
    LongVector s32 = LongVector.fromArray(SPECIES, out, row3 + 2 * LANES);
    LongVector s33 = LongVector.fromArray(SPECIES, out, row3 + 3 * LANES);
    for (int k = 0; k < inner; k++) {
      int at = bOff + k * COLUMNS;
      LongVector b0 = (LongVector) IntVector.fromArray(HALVES, b, at).convertShape(I2L, SPECIES, 0);
      LongVector b1 =
          (LongVector) IntVector.fromArray(HALVES, b, at + LANES).convertShape(I2L, SPECIES, 0);
      LongVector b2 =
          (LongVector) IntVector.fromArray(HALVES, b, at + 2 * LANES).convertShape(I2L, SPECIES, 0);
      LongVector b3 =
          (LongVector) IntVector.fromArray(HALVES, b, at + 3 * LANES).convertShape(I2L, SPECIES, 0);
      int left = aOff + k * ROWS;
      LongVector a0 =
          (LongVector) IntVector.broadcast(HALVES, a[left]).convertShape(I2L, SPECIES, 0);
      s00 = s00.add(a0.mul(b0));
      s01 = s01.add(a0.mul(b1));
      s02 = s02.add(a0.mul(b2));
      s03 = s03.add(a0.mul(b3));
      LongVector a1 =
          (LongVector) IntVector.broadcast(HALVES, a[left + 1]).convertShape(I2L, SPECIES, 0);
      s10 = s10.add(a1.mul(b0));
      s11 = s11.add(a1.mul(b1));
      s12 = s12.add(a1.mul(b2));
      s13 = s13.add(a1.mul(b3));
      LongVector a2 =
          (LongVector) IntVector.broadcast(HALVES, a[left + 2]).convertShape(I2L, SPECIES, 0);
      s20 = s20.add(a2.mul(b0));
      s21 = s21.add(a2.mul(b1));
      s22 = s22.add(a2.mul(b2));
      s23 = s23.add(a2.mul(b3));
      LongVector a3 =
          (LongVector) IntVector.broadcast(HALVES, a[left + 3]).convertShape(I2L, SPECIES, 0);
      s30 = s30.add(a3.mul(b0));
      s31 = s31.add(a3.mul(b1));
      s32 = s32.add(a3.mul(b2));
      s33 = s33.add(a3.mul(b3));
    }
    s00.intoArray(out, outOff);
    s01.intoArray(out, outOff + LANES);
    s02.intoArray(out, outOff + 2 * LANES);
    s03.intoArray(out, outOff + 3 * LANES);
    s10.intoArray(out, row1);
    s11.intoArray(out, row1 + LANES);
    s12.intoArray(out, row1 + 2 * LANES);
    s13.intoArray(out, row1 + 3 * LANES);
    s20.intoArray(out, row2);
    s21.intoArray(out, row2 + LANES);
    s22.intoArray(out, row2 + 2 * LANES);
    s23.intoArray(out, row2 + 3 * LANES);
    s30.intoArray(out, row3);
    s31.intoArray(out, row3 + LANES);
    s32.intoArray(out, row3 + 2 * LANES);
    s33.intoArray(out, row3 + 3 * LANES);
  }
}
