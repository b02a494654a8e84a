package pot.zk.simd;

import static pot.zk.field.Goldilocks.EPSILON;
import static pot.zk.field.Goldilocks.add;
import static pot.zk.field.Goldilocks.sub;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/** The kernels in plain Java: the definition that the vector code is held to. */
final class ScalarKernels implements FieldKernels {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void addScaled(ExtVector acc, int accOff, Ext s, ExtVector x, int xOff, int n) {
    for (int i = 0; i < n; i++) {
      acc.set(accOff + i, acc.get(accOff + i).plus(s.times(x.get(xOff + i))));
    }
  }

  @Override
  public void addScaledBase(ExtVector acc, int accOff, Ext s, long[] x, int xOff, int n) {
    for (int i = 0; i < n; i++) {
      acc.set(accOff + i, acc.get(accOff + i).plus(s.times(x[xOff + i])));
    }
  }

  @Override
  public void scale(ExtVector out, int outOff, Ext s, ExtVector x, int xOff, int n) {
    for (int i = 0; i < n; i++) {
      out.set(outOff + i, s.times(x.get(xOff + i)));
    }
  }

  @Override
  public Ext dot(ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i++) {
      sum = sum.plus(a.get(aOff + i).times(b.get(bOff + i)));
    }
    return sum;
  }

  @Override
  public Ext dotBase(ExtVector a, int aOff, long[] x, int xOff, int n) {
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i++) {
      sum = sum.plus(a.get(aOff + i).times(x[xOff + i]));
    }
    return sum;
  }

  @Override
  public Ext dotDifference(ExtVector a, int aLo, int aHi, ExtVector b, int bLo, int bHi, int n) {
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i++) {
      Ext da = a.get(aHi + i).minus(a.get(aLo + i));
      sum = sum.plus(da.times(b.get(bHi + i).minus(b.get(bLo + i))));
    }
    return sum;
  }

  @Override
  public Ext dotDifferenceBase(ExtVector a, int aLo, int aHi, long[] b, int bLo, int bHi, int n) {
    Ext sum = Ext.ZERO;
    for (int i = 0; i < n; i++) {
      Ext da = a.get(aHi + i).minus(a.get(aLo + i));
      sum = sum.plus(da.times(sub(b[bHi + i], b[bLo + i])));
    }
    return sum;
  }

  @Override
  public void fold(ExtVector out, int outOff, ExtVector v, int lo, int hi, Ext r, int n) {
    for (int i = 0; i < n; i++) {
      Ext low = v.get(lo + i);
      out.set(outOff + i, low.plus(r.times(v.get(hi + i).minus(low))));
    }
  }

  @Override
  public void foldBase(ExtVector out, int outOff, long[] v, int lo, int hi, Ext r, int n) {
    for (int i = 0; i < n; i++) {
      long low = v[lo + i];
      Ext product = r.times(sub(v[hi + i], low));
      out.set(outOff + i, new Ext(add(low, product.c0()), product.c1()));
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
    for (int i = 0; i < count; i++) {
      Ext d0 = d.get(lo + i);
      Ext d1 = d.get(hi + i);
      num.set(outOff + i, n.get(lo + i).times(d1).plus(n.get(hi + i).times(d0)));
      den.set(outOff + i, d0.times(d1));
    }
  }

  @Override
  public Ext[] fractionRound(
      ExtVector e,
      int eOff,
      ExtVector n0,
      ExtVector n1,
      ExtVector d0,
      ExtVector d1,
      Ext lambda,
      int lo,
      int hi,
      int count) {
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int i = 0; i < count; i++) {
      Ext weight = e.get(eOff + i);
      Ext a0 = n0.get(lo + i);
      Ext a1 = n1.get(lo + i);
      Ext b0 = d0.get(lo + i);
      Ext b1 = d1.get(lo + i);
      constant = constant.plus(weight.times(combine(a0, a1, b0, b1, lambda)));
      leading =
          leading.plus(
              weight.times(
                  combine(
                      n0.get(hi + i).minus(a0),
                      n1.get(hi + i).minus(a1),
                      d0.get(hi + i).minus(b0),
                      d1.get(hi + i).minus(b1),
                      lambda)));
    }
    return new Ext[] {constant, leading};
  }

  private static Ext combine(Ext n0, Ext n1, Ext d0, Ext d1, Ext lambda) {
    return n0.plus(lambda.times(d0)).times(d1).plus(n1.times(d0));
  }

  @Override
  public void butterflies(long[] a, int baseRow, int half, int blocks, long[] twiddles, int first) {
    for (int b = 0; b < blocks; b++) {
      long w = twiddles[first + b];
      int x = (baseRow + 2 * half * b) * ROW;
      int y = x + half * ROW;
      for (int i = 0; i < half * ROW; i++) {
        long u = a[x + i];
        long v = mulWithoutBranches(w, a[y + i]);
        a[x + i] = add(u, v);
        a[y + i] = sub(u, v);
      }
    }
  }

  /**
   * As {@link Goldilocks#mul}, with carries and borrows by bit logic. That takes 0.6 of the time in
   * butterflies, but more in the loops above.
   */
  private static long mulWithoutBranches(long a, long b) {
    long lo = a * b;
    long hi = Math.unsignedMultiplyHigh(a, b);
    // What is subtracted is below 2^32, so a borrow shows in the top bit alone.
    long t = lo - (hi >>> 32);
    t -= ((~lo & t) >> 63) & EPSILON;
    long hiLow = (hi & EPSILON) * EPSILON;
    long r = t + hiLow;
    r += (((t & hiLow) | ((t | hiLow) & ~r)) >> 63) & EPSILON;
    // r + 2^32 - 1 wraps if and only if r >= p.
    return r + (((r & ~(r + EPSILON)) >> 63) & EPSILON);
  }
}
