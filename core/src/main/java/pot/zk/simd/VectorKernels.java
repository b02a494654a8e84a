package pot.zk.simd;

import java.util.Arrays;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/**
 * The kernels with the vector module: compositions of loops, block by block, so that every
 * intermediate stays in the first-level cache. Loaded only where the module is present.
 */
final class VectorKernels implements FieldKernels {
  private static final IntegerKernels INTEGERS = new VectorIntegerKernels();

  /** Elements of a block: a dozen planes of them fit the first-level cache. */
  private static final int BLOCK = 256;

  private static final int CHUNK = EighthLoops.CHUNK;

  @Override
  public String name() {
    return VectorLoops.LANES * Long.SIZE + "-bit vectors";
  }

  @Override
  public IntegerKernels integers() {
    return INTEGERS;
  }

  @Override
  public void addScaled(ExtVector acc, int accOff, Ext s, ExtVector x, int xOff, int n) {
    ExtLoops.addScaled(acc, accOff, s, x, xOff, n);
  }

  @Override
  public void addScaledBase(ExtVector acc, int accOff, Ext s, long[] x, int xOff, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      VectorLoops.addScaled(acc.c0(), accOff + i, s.c0(), x, xOff + i, m);
      VectorLoops.addScaled(acc.c1(), accOff + i, s.c1(), x, xOff + i, m);
    }
  }

  @Override
  public void addTo(ExtVector acc, int accOff, ExtVector x, int xOff, int n) {
    VectorLoops.add(acc.c0(), accOff, x.c0(), xOff, n);
    VectorLoops.add(acc.c1(), accOff, x.c1(), xOff, n);
  }

  @Override
  public void addScaled(long[] acc, int accOff, long s, long[] x, int xOff, int n) {
    VectorLoops.addScaled(acc, accOff, s, x, xOff, n);
  }

  @Override
  public void scale(ExtVector out, int outOff, Ext s, ExtVector x, int xOff, int n) {
    ExtLoops.scale(out, outOff, s, x, xOff, n);
  }

  @Override
  public void multiply(
      ExtVector out, int outOff, ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    ExtLoops.product(out, outOff, a, aOff, b, bOff, n);
  }

  @Override
  public Ext dot(ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    return ExtLoops.dot(a, aOff, b, bOff, n);
  }

  @Override
  public Ext dotBase(ExtVector a, int aOff, long[] x, int xOff, int n) {
    return new Ext(
        VectorLoops.dot(a.c0(), aOff, x, xOff, n), VectorLoops.dot(a.c1(), aOff, x, xOff, n));
  }

  @Override
  public Ext dotDifference(ExtVector a, int aLo, int aHi, ExtVector b, int bLo, int bHi, int n) {
    Block da = Scratch.get().a;
    Block db = Scratch.get().b;
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      da.difference(a, aHi + i, a, aLo + i, m);
      db.difference(b, bHi + i, b, bLo + i, m);
      sum = sum.plus(ExtLoops.dot(da.values, 0, db.values, 0, m));
    }
    return sum;
  }

  @Override
  public Ext dotDifferenceBase(ExtVector a, int aLo, int aHi, long[] b, int bLo, int bHi, int n) {
    Block da = Scratch.get().a;
    long[] db = Scratch.get().b.values.c0();
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      da.difference(a, aHi + i, a, aLo + i, m);
      VectorLoops.subtract(db, 0, b, bHi + i, b, bLo + i, m);
      sum = sum.plus(dotBase(da.values, 0, db, 0, m));
    }
    return sum;
  }

  @Override
  public void fold(
      ExtVector out, int outOff, ExtVector v, int lo, ExtVector w, int hi, Ext r, int n) {
    ExtLoops.fold(out, outOff, v, lo, w, hi, r, n);
  }

  @Override
  public void foldBase(ExtVector out, int outOff, long[] v, int lo, int hi, Ext r, int n) {
    long[] d = Scratch.get().a.values.c0();
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      VectorLoops.subtract(d, 0, v, hi + i, v, lo + i, m);
      System.arraycopy(v, lo + i, out.c0(), outOff + i, m);
      Arrays.fill(out.c1(), outOff + i, outOff + i + m, 0);
      addScaledBase(out, outOff + i, r, d, 0, m);
    }
  }

  @Override
  public void addFractions(
      ExtVector num,
      ExtVector den,
      int outOff,
      ExtVector n,
      ExtVector d,
      int lo,
      int hi,
      int count) {
    for (int i = 0; i < count; i += BLOCK) {
      int m = Math.min(BLOCK, count - i);
      int l = lo + i;
      int h = hi + i;
      ExtLoops.product(num, outOff + i, n, l, d, h, m);
      ExtLoops.addProduct(num, outOff + i, n, h, d, l, m);
      ExtLoops.product(den, outOff + i, d, l, d, h, m);
    }
  }

  @Override
  public void addReciprocals(
      ExtVector num, ExtVector den, int outOff, ExtVector d, int lo, int hi, int count) {
    for (int i = 0; i < count; i += BLOCK) {
      int m = Math.min(BLOCK, count - i);
      System.arraycopy(d.c0(), lo + i, num.c0(), outOff + i, m);
      System.arraycopy(d.c1(), lo + i, num.c1(), outOff + i, m);
      addTo(num, outOff + i, d, hi + i, m);
      ExtLoops.product(den, outOff + i, d, lo + i, d, hi + i, m);
    }
  }

  @Override
  public Ext[] productRound(
      ExtVector e,
      int eOff,
      ExtVector a,
      int aLo,
      int aHi,
      ExtVector b,
      int bLo,
      ExtVector top,
      int bHi,
      int n) {
    Scratch scratch = Scratch.get();
    Block da = scratch.a;
    Block db = scratch.b;
    Block product = scratch.product;
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      ExtLoops.product(product.values, 0, a, aLo + i, b, bLo + i, m);
      constant = constant.plus(ExtLoops.dot(e, eOff + i, product.values, 0, m));
      da.difference(a, aHi + i, a, aLo + i, m);
      db.difference(top, bHi + i, b, bLo + i, m);
      ExtLoops.product(product.values, 0, da.values, 0, db.values, 0, m);
      leading = leading.plus(ExtLoops.dot(e, eOff + i, product.values, 0, m));
    }
    return new Ext[] {constant, leading};
  }

  @Override
  public Ext[] crossRound(
      ExtVector e, int eOff, ExtVector m, ExtVector d, int lo, int second, int step, int n) {
    Scratch scratch = Scratch.get();
    Block m0 = scratch.a;
    Block m1 = scratch.b;
    Block d0 = scratch.c;
    Block d1 = scratch.d;
    ExtVector sum = scratch.product.values;
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      int k = Math.min(BLOCK, n - i);
      int first = lo + i;
      int other = first + second;
      ExtLoops.product(sum, 0, m, first, d, other, k);
      ExtLoops.addProduct(sum, 0, m, other, d, first, k);
      constant = constant.plus(ExtLoops.dot(e, eOff + i, sum, 0, k));
      m0.difference(m, first + step, m, first, k);
      m1.difference(m, other + step, m, other, k);
      d0.difference(d, first + step, d, first, k);
      d1.difference(d, other + step, d, other, k);
      ExtLoops.product(sum, 0, m0.values, 0, d1.values, 0, k);
      ExtLoops.addProduct(sum, 0, m1.values, 0, d0.values, 0, k);
      leading = leading.plus(ExtLoops.dot(e, eOff + i, sum, 0, k));
    }
    return new Ext[] {constant, leading};
  }

  @Override
  public void butterflies(long[] a, int baseRow, int half, int blocks, long[] twiddles, int first) {
    VectorLoops.butterflies(a, baseRow * ROW, half * ROW, blocks, twiddles, first);
  }

  @Override
  public void butterflies(
      long[] a, int baseRow, int quarter, int blocks, long[] upper, long[] lower, int first) {
    QuarterLoops.butterflies(a, baseRow * ROW, quarter * ROW, blocks, upper, lower, first);
  }

  @Override
  public void butterflies(
      long[] a, int baseRow, int eighth, int blocks, EighthFactors factors, int first) {
    int start = baseRow * ROW;
    if (eighth == 1) {
      lastButterflies(a, start, blocks, factors.elements(), EighthFactors.COUNT * first);
      return;
    }
    Scratch scratch = Scratch.get();
    int step = eighth * ROW;
    for (int b = 0; b < blocks; b++) {
      int w = EighthFactors.COUNT * (first + b);
      for (int i = 0; i < step; i += CHUNK) {
        int at = start + EIGHTHS * step * b + i;
        int n = Math.min(CHUNK, step - i);
        EighthLoops.split(a, at, scratch.low, scratch.high, n);
        for (int k = 1; k < EIGHTHS; k++) {
          int factor = w + EighthFactors.MULTIPLES * (k - 1);
          EighthLoops.multiply(
              a,
              at + k * step,
              factors.elements(),
              factor,
              scratch.low,
              scratch.high,
              k * CHUNK,
              n);
        }
        EighthLoops.transform(scratch.low, scratch.high, n);
        for (int k = 0; k < EIGHTHS; k++) {
          EighthLoops.reduce(scratch.low, scratch.high, k * CHUNK, a, at + k * step, n);
        }
      }
    }
  }

  /** Of blocks of eight rows, as many at once as fill a chunk: each has its own factors. */
  private static void lastButterflies(long[] a, int start, int blocks, long[] factors, int w) {
    Scratch scratch = Scratch.get();
    int most = CHUNK / ROW;
    for (int b = 0; b < blocks; b += most) {
      int n = Math.min(most, blocks - b);
      int at = start + EIGHTHS * ROW * b;
      int factor = w + EighthFactors.COUNT * b;
      EighthLoops.splitRows(a, at, scratch.low, scratch.high, n);
      for (int k = 1; k < EIGHTHS; k++) {
        EighthLoops.multiplyRows(
            a,
            at + k * ROW,
            factors,
            factor + EighthFactors.MULTIPLES * (k - 1),
            scratch.low,
            scratch.high,
            k * CHUNK,
            n);
      }
      EighthLoops.transform(scratch.low, scratch.high, n * ROW);
      for (int k = 0; k < EIGHTHS; k++) {
        EighthLoops.reduceRows(scratch.low, scratch.high, k * CHUNK, a, at + k * ROW, n);
      }
    }
  }

  @Override
  public void remainders(long[] x, long[] powers, int terms, long[] out, int step) {
    Scratch scratch = Scratch.get();
    long[] signed = powers.clone();
    for (int k = POWERS / 2; k < POWERS; k++) {
      signed[k] = Goldilocks.neg(signed[k]);
    }
    for (int i = 0; i < step; i += CHUNK) {
      int n = Math.min(CHUNK, step - i);
      for (int r = 0; r < EIGHTHS; r++) {
        int at = r * step + i;
        SmallLoops.sums(scratch.low, scratch.high, r * CHUNK, x, at, signed, r * LIMBS, n);
        if (r < terms) {
          EighthLoops.add(out, at, r >= EIGHTHS / 2, scratch.low, scratch.high, r * CHUNK, n);
        }
      }
      EighthLoops.transform(scratch.low, scratch.high, n);
      for (int k = 0; k < EIGHTHS; k++) {
        EighthLoops.reduce(scratch.low, scratch.high, k * CHUNK, out, i + k * step, n);
      }
    }
  }

  /** A thread's blocks: new ones for each call would sweep through the caches. */
  private static final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    final Block a = new Block();
    final Block b = new Block();
    final Block c = new Block();
    final Block d = new Block();
    final Block product = new Block();
    final long[] low = new long[EIGHTHS * CHUNK];
    final long[] high = new long[EIGHTHS * CHUNK];

    static Scratch get() {
      return OF_THREAD.get();
    }
  }

  /** One block of K elements. */
  private static final class Block {
    final ExtVector values = ExtVector.zeros(BLOCK);

    /** w[hi..] - v[lo..]. */
    void difference(ExtVector w, int hi, ExtVector v, int lo, int m) {
      VectorLoops.subtract(values.c0(), 0, w.c0(), hi, v.c0(), lo, m);
      VectorLoops.subtract(values.c1(), 0, w.c1(), hi, v.c1(), lo, m);
    }
  }
}
