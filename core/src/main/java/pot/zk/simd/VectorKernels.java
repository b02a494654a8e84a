package pot.zk.simd;

import java.util.Arrays;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/**
 * The kernels with the vector module: products over K written out as loops over F, block by block,
 * so that every intermediate stays in the first-level cache. Loaded only where the module is
 * present.
 */
final class VectorKernels implements FieldKernels {
  /** Elements of a block: a dozen planes of them fit the first-level cache. */
  private static final int BLOCK = 256;

  private static final long SEVEN = Ext.NON_RESIDUE;

  @Override
  public String name() {
    return VectorLoops.LANES * Long.SIZE + "-bit vectors";
  }

  @Override
  public void addScaled(ExtVector acc, int accOff, Ext s, ExtVector x, int xOff, int n) {
    long s7 = Goldilocks.mul(SEVEN, s.c1());
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      int a = accOff + i;
      int b = xOff + i;
      VectorLoops.addScaled(acc.c0(), a, s.c0(), x.c0(), b, m);
      VectorLoops.addScaled(acc.c0(), a, s7, x.c1(), b, m);
      VectorLoops.addScaled(acc.c1(), a, s.c0(), x.c1(), b, m);
      VectorLoops.addScaled(acc.c1(), a, s.c1(), x.c0(), b, m);
    }
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
  public void scale(ExtVector out, int outOff, Ext s, ExtVector x, int xOff, int n) {
    // Through a buffer: out may be x.
    Block product = new Block(n);
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      product.clear(m);
      addScaled(product.values, 0, s, x, xOff + i, m);
      product.copyTo(out, outOff + i, m);
    }
  }

  @Override
  public Ext dot(ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      sum = sum.plus(dotBlock(a, aOff + i, b, bOff + i, Math.min(BLOCK, n - i)));
    }
    return sum;
  }

  private static Ext dotBlock(ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    long s00 = VectorLoops.dot(a.c0(), aOff, b.c0(), bOff, n);
    long s11 = VectorLoops.dot(a.c1(), aOff, b.c1(), bOff, n);
    long s01 = VectorLoops.dot(a.c0(), aOff, b.c1(), bOff, n);
    long s10 = VectorLoops.dot(a.c1(), aOff, b.c0(), bOff, n);
    return new Ext(Goldilocks.add(s00, Goldilocks.mul(SEVEN, s11)), Goldilocks.add(s01, s10));
  }

  @Override
  public Ext dotBase(ExtVector a, int aOff, long[] x, int xOff, int n) {
    return new Ext(
        VectorLoops.dot(a.c0(), aOff, x, xOff, n), VectorLoops.dot(a.c1(), aOff, x, xOff, n));
  }

  @Override
  public Ext dotDifference(ExtVector a, int aLo, int aHi, ExtVector b, int bLo, int bHi, int n) {
    Block da = new Block(n);
    Block db = new Block(n);
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      da.difference(a, aHi + i, a, aLo + i, m);
      db.difference(b, bHi + i, b, bLo + i, m);
      sum = sum.plus(dotBlock(da.values, 0, db.values, 0, m));
    }
    return sum;
  }

  @Override
  public Ext dotDifferenceBase(ExtVector a, int aLo, int aHi, long[] b, int bLo, int bHi, int n) {
    Block da = new Block(n);
    long[] db = new long[Math.min(BLOCK, n)];
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
    Block d = new Block(n);
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      d.difference(w, hi + i, v, lo + i, m);
      System.arraycopy(v.c0(), lo + i, out.c0(), outOff + i, m);
      System.arraycopy(v.c1(), lo + i, out.c1(), outOff + i, m);
      addScaled(out, outOff + i, r, d.values, 0, m);
    }
  }

  @Override
  public void foldBase(ExtVector out, int outOff, long[] v, int lo, int hi, Ext r, int n) {
    long[] d = new long[Math.min(BLOCK, n)];
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
    Products sum = new Products(count);
    for (int i = 0; i < count; i += BLOCK) {
      int m = Math.min(BLOCK, count - i);
      int l = lo + i;
      int h = hi + i;
      sum.clear(m);
      sum.addProduct(n, l, d, h, m);
      sum.addProduct(n, h, d, l, m);
      sum.reduce(m);
      sum.copyTo(num, outOff + i, m);
      sum.clear(m);
      sum.addProduct(d, l, d, h, m);
      sum.reduce(m);
      sum.copyTo(den, outOff + i, m);
    }
  }

  @Override
  public void addReciprocals(
      ExtVector num, ExtVector den, int outOff, ExtVector d, int lo, int hi, int count) {
    Products product = new Products(count);
    for (int i = 0; i < count; i += BLOCK) {
      int m = Math.min(BLOCK, count - i);
      System.arraycopy(d.c0(), lo + i, num.c0(), outOff + i, m);
      System.arraycopy(d.c1(), lo + i, num.c1(), outOff + i, m);
      addTo(num, outOff + i, d, hi + i, m);
      product.clear(m);
      product.addProduct(d, lo + i, d, hi + i, m);
      product.reduce(m);
      product.copyTo(den, outOff + i, m);
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
    Block da = new Block(n);
    Block db = new Block(n);
    Products product = new Products(n);
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      product.clear(m);
      product.addProduct(a, aLo + i, b, bLo + i, m);
      product.reduce(m);
      constant = constant.plus(dotBlock(e, eOff + i, product.values, 0, m));
      da.difference(a, aHi + i, a, aLo + i, m);
      db.difference(top, bHi + i, b, bLo + i, m);
      product.clear(m);
      product.addProduct(da.values, 0, db.values, 0, m);
      product.reduce(m);
      leading = leading.plus(dotBlock(e, eOff + i, product.values, 0, m));
    }
    return new Ext[] {constant, leading};
  }

  @Override
  public Ext[] crossRound(
      ExtVector e, int eOff, ExtVector m, ExtVector d, int lo, int second, int step, int n) {
    Block[] differences = {new Block(n), new Block(n), new Block(n), new Block(n)};
    Products sum = new Products(n);
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int i = 0; i < n; i += BLOCK) {
      int k = Math.min(BLOCK, n - i);
      int first = lo + i;
      int other = first + second;
      sum.clear(k);
      sum.addProduct(m, first, d, other, k);
      sum.addProduct(m, other, d, first, k);
      sum.reduce(k);
      constant = constant.plus(dotBlock(e, eOff + i, sum.values, 0, k));
      differences[0].difference(m, first + step, m, first, k);
      differences[1].difference(m, other + step, m, other, k);
      differences[2].difference(d, first + step, d, first, k);
      differences[3].difference(d, other + step, d, other, k);
      sum.clear(k);
      sum.addProduct(differences[0].values, 0, differences[3].values, 0, k);
      sum.addProduct(differences[1].values, 0, differences[2].values, 0, k);
      sum.reduce(k);
      leading = leading.plus(dotBlock(e, eOff + i, sum.values, 0, k));
    }
    return new Ext[] {constant, leading};
  }

  @Override
  public void butterflies(long[] a, int baseRow, int half, int blocks, long[] twiddles, int first) {
    VectorLoops.butterflies(a, baseRow * ROW, half * ROW, blocks, twiddles, first);
  }

  /** Scratch for one block of K elements. */
  private static class Block {
    final ExtVector values;

    Block(int n) {
      values = ExtVector.zeros(Math.min(BLOCK, n));
    }

    void clear(int m) {
      Arrays.fill(values.c0(), 0, m, 0);
      Arrays.fill(values.c1(), 0, m, 0);
    }

    void copyTo(ExtVector v, int to, int m) {
      System.arraycopy(values.c0(), 0, v.c0(), to, m);
      System.arraycopy(values.c1(), 0, v.c1(), to, m);
    }

    /** w[hi..] - v[lo..]. */
    void difference(ExtVector w, int hi, ExtVector v, int lo, int m) {
      VectorLoops.subtract(values.c0(), 0, w.c0(), hi, v.c0(), lo, m);
      VectorLoops.subtract(values.c1(), 0, w.c1(), hi, v.c1(), lo, m);
    }
  }

  /** A block of sums of products over K, kept as c0 + c1 u + c2 u^2 while they grow. */
  private static final class Products extends Block {
    private final long[] c2;

    Products(int n) {
      super(n);
      c2 = new long[Math.min(BLOCK, n)];
    }

    @Override
    void clear(int m) {
      super.clear(m);
      Arrays.fill(c2, 0, m, 0);
    }

    /** Adds a[x..] b[y..]. */
    void addProduct(ExtVector a, int x, ExtVector b, int y, int m) {
      VectorLoops.addProduct(values.c0(), 0, a.c0(), x, b.c0(), y, m);
      VectorLoops.addProduct(values.c1(), 0, a.c0(), x, b.c1(), y, m);
      VectorLoops.addProduct(values.c1(), 0, a.c1(), x, b.c0(), y, m);
      VectorLoops.addProduct(c2, 0, a.c1(), x, b.c1(), y, m);
    }

    /** Replaces u^2 by 7: the values are right from here on. */
    void reduce(int m) {
      VectorLoops.addSeven(values.c0(), 0, c2, 0, m);
    }
  }
}
