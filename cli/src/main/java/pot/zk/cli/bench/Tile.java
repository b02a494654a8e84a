package pot.zk.cli.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of a float32 matrix product: a tile of C stays in registers while k runs.
 *
 * <p>Everything is written out in one method: C2 keeps the accumulators in registers only while
 * none of them is passed on. Broadcasts come straight from memory. A tile is {@link #ROWS} rows of
 * two vectors, 24 of AVX-512's 32 registers.
 */
final class Tile {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Rows of the largest tile. */
  static final int ROWS = 12;

  /** Rows of the tile for what the largest leaves over. */
  static final int FEW_ROWS = 4;

  /** Columns of a tile. */
  static final int WIDTH = 2 * LANES;

  private Tile() {}

  /**
   * c[i, j] += scale sum_k a[i, k] b[k, j] for 12 rows i and WIDTH columns j; a is packed, 12
   * values for each k, b a panel of WIDTH values for each k.
   */
  static void packed(
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      float scale) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector r0a = zero;
    FloatVector r0b = zero;
    FloatVector r1a = zero;
    FloatVector r1b = zero;
    FloatVector r2a = zero;
    FloatVector r2b = zero;
    FloatVector r3a = zero;
    FloatVector r3b = zero;
    FloatVector r4a = zero;
    FloatVector r4b = zero;
    FloatVector r5a = zero;
    FloatVector r5b = zero;
    FloatVector r6a = zero;
    FloatVector r6b = zero;
    FloatVector r7a = zero;
    FloatVector r7b = zero;
    FloatVector r8a = zero;
    FloatVector r8b = zero;
    FloatVector r9a = zero;
    FloatVector r9b = zero;
    FloatVector r10a = zero;
    FloatVector r10b = zero;
    FloatVector r11a = zero;
    FloatVector r11b = zero;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector bb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x;
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 0]);
      r0a = ba.fma(x, r0a);
      r0b = bb.fma(x, r0b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 1]);
      r1a = ba.fma(x, r1a);
      r1b = bb.fma(x, r1b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 2]);
      r2a = ba.fma(x, r2a);
      r2b = bb.fma(x, r2b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 3]);
      r3a = ba.fma(x, r3a);
      r3b = bb.fma(x, r3b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 4]);
      r4a = ba.fma(x, r4a);
      r4b = bb.fma(x, r4b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 5]);
      r5a = ba.fma(x, r5a);
      r5b = bb.fma(x, r5b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 6]);
      r6a = ba.fma(x, r6a);
      r6b = bb.fma(x, r6b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 7]);
      r7a = ba.fma(x, r7a);
      r7b = bb.fma(x, r7b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 8]);
      r8a = ba.fma(x, r8a);
      r8b = bb.fma(x, r8b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 9]);
      r9a = ba.fma(x, r9a);
      r9b = bb.fma(x, r9b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 10]);
      r10a = ba.fma(x, r10a);
      r10b = bb.fma(x, r10b);
      x = FloatVector.broadcast(SPECIES, a[aAt + 12 * k + 11]);
      r11a = ba.fma(x, r11a);
      r11b = bb.fma(x, r11b);
    }
    FloatVector s = FloatVector.broadcast(SPECIES, scale);
    int o;
    o = cAt;
    r0a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r0b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + cStride;
    r1a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r1b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 2 * cStride;
    r2a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r2b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 3 * cStride;
    r3a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r3b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 4 * cStride;
    r4a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r4b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 5 * cStride;
    r5a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r5b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 6 * cStride;
    r6a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r6b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 7 * cStride;
    r7a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r7b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 8 * cStride;
    r8a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r8b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 9 * cStride;
    r9a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r9b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 10 * cStride;
    r10a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r10b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 11 * cStride;
    r11a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r11b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
  }

  /** As {@link #packed} with the rows of a where they are, aStride apart. */
  static void rows12(
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      float scale) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector r0a = zero;
    FloatVector r0b = zero;
    FloatVector r1a = zero;
    FloatVector r1b = zero;
    FloatVector r2a = zero;
    FloatVector r2b = zero;
    FloatVector r3a = zero;
    FloatVector r3b = zero;
    FloatVector r4a = zero;
    FloatVector r4b = zero;
    FloatVector r5a = zero;
    FloatVector r5b = zero;
    FloatVector r6a = zero;
    FloatVector r6b = zero;
    FloatVector r7a = zero;
    FloatVector r7b = zero;
    FloatVector r8a = zero;
    FloatVector r8b = zero;
    FloatVector r9a = zero;
    FloatVector r9b = zero;
    FloatVector r10a = zero;
    FloatVector r10b = zero;
    FloatVector r11a = zero;
    FloatVector r11b = zero;
    int a0 = aAt;
    int a1 = aAt + aStride;
    int a2 = aAt + 2 * aStride;
    int a3 = aAt + 3 * aStride;
    int a4 = aAt + 4 * aStride;
    int a5 = aAt + 5 * aStride;
    int a6 = aAt + 6 * aStride;
    int a7 = aAt + 7 * aStride;
    int a8 = aAt + 8 * aStride;
    int a9 = aAt + 9 * aStride;
    int a10 = aAt + 10 * aStride;
    int a11 = aAt + 11 * aStride;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector bb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x;
      x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      r0a = ba.fma(x, r0a);
      r0b = bb.fma(x, r0b);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      r1a = ba.fma(x, r1a);
      r1b = bb.fma(x, r1b);
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      r2a = ba.fma(x, r2a);
      r2b = bb.fma(x, r2b);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      r3a = ba.fma(x, r3a);
      r3b = bb.fma(x, r3b);
      x = FloatVector.broadcast(SPECIES, a[a4 + k]);
      r4a = ba.fma(x, r4a);
      r4b = bb.fma(x, r4b);
      x = FloatVector.broadcast(SPECIES, a[a5 + k]);
      r5a = ba.fma(x, r5a);
      r5b = bb.fma(x, r5b);
      x = FloatVector.broadcast(SPECIES, a[a6 + k]);
      r6a = ba.fma(x, r6a);
      r6b = bb.fma(x, r6b);
      x = FloatVector.broadcast(SPECIES, a[a7 + k]);
      r7a = ba.fma(x, r7a);
      r7b = bb.fma(x, r7b);
      x = FloatVector.broadcast(SPECIES, a[a8 + k]);
      r8a = ba.fma(x, r8a);
      r8b = bb.fma(x, r8b);
      x = FloatVector.broadcast(SPECIES, a[a9 + k]);
      r9a = ba.fma(x, r9a);
      r9b = bb.fma(x, r9b);
      x = FloatVector.broadcast(SPECIES, a[a10 + k]);
      r10a = ba.fma(x, r10a);
      r10b = bb.fma(x, r10b);
      x = FloatVector.broadcast(SPECIES, a[a11 + k]);
      r11a = ba.fma(x, r11a);
      r11b = bb.fma(x, r11b);
    }
    FloatVector s = FloatVector.broadcast(SPECIES, scale);
    int o;
    o = cAt;
    r0a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r0b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + cStride;
    r1a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r1b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 2 * cStride;
    r2a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r2b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 3 * cStride;
    r3a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r3b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 4 * cStride;
    r4a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r4b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 5 * cStride;
    r5a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r5b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 6 * cStride;
    r6a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r6b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 7 * cStride;
    r7a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r7b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 8 * cStride;
    r8a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r8b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 9 * cStride;
    r9a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r9b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 10 * cStride;
    r10a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r10b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 11 * cStride;
    r11a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r11b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
  }

  /** As {@link #rows12} for 4 rows. */
  static void rows4(
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cStride,
      float scale) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector r0a = zero;
    FloatVector r0b = zero;
    FloatVector r1a = zero;
    FloatVector r1b = zero;
    FloatVector r2a = zero;
    FloatVector r2b = zero;
    FloatVector r3a = zero;
    FloatVector r3b = zero;
    int a0 = aAt;
    int a1 = aAt + aStride;
    int a2 = aAt + 2 * aStride;
    int a3 = aAt + 3 * aStride;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector bb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x;
      x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      r0a = ba.fma(x, r0a);
      r0b = bb.fma(x, r0b);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      r1a = ba.fma(x, r1a);
      r1b = bb.fma(x, r1b);
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      r2a = ba.fma(x, r2a);
      r2b = bb.fma(x, r2b);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      r3a = ba.fma(x, r3a);
      r3b = bb.fma(x, r3b);
    }
    FloatVector s = FloatVector.broadcast(SPECIES, scale);
    int o;
    o = cAt;
    r0a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r0b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + cStride;
    r1a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r1b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 2 * cStride;
    r2a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r2b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
    o = cAt + 3 * cStride;
    r3a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r3b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
  }

  /** As {@link #rows12} for one row. */
  static void rows1(
      float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, float scale) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector r0a = zero;
    FloatVector r0b = zero;
    int a0 = aAt;
    for (int k = 0; k < depth; k++) {
      FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH);
      FloatVector bb = FloatVector.fromArray(SPECIES, b, bAt + k * WIDTH + LANES);
      FloatVector x;
      x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      r0a = ba.fma(x, r0a);
      r0b = bb.fma(x, r0b);
    }
    FloatVector s = FloatVector.broadcast(SPECIES, scale);
    int o;
    o = cAt;
    r0a.fma(s, FloatVector.fromArray(SPECIES, c, o)).intoArray(c, o);
    r0b.fma(s, FloatVector.fromArray(SPECIES, c, o + LANES)).intoArray(c, o + LANES);
  }
}
