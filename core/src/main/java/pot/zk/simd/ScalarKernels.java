package pot.zk.simd;

import static pot.zk.field.Goldilocks.EPSILON;
import static pot.zk.field.Goldilocks.add;
import static pot.zk.field.Goldilocks.sub;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/** The kernels in plain Java: the definition that the vector code is held to. */
final class ScalarKernels implements FieldKernels {
  private static final IntegerKernels INTEGERS = new ScalarIntegerKernels();

  /** Roots of unity of orders 4 and 8, the first the square of the second. */
  private static final long FOURTH = Goldilocks.rootOfUnity(2);

  private static final long EIGHTH = Goldilocks.rootOfUnity(3);

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public IntegerKernels integers() {
    return INTEGERS;
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
  public void addTo(ExtVector acc, int accOff, ExtVector x, int xOff, int n) {
    for (int i = 0; i < n; i++) {
      acc.set(accOff + i, acc.get(accOff + i).plus(x.get(xOff + i)));
    }
  }

  @Override
  public void addScaled(long[] acc, int accOff, long s, long[] x, int xOff, int n) {
    for (int i = 0; i < n; i++) {
      acc[accOff + i] = add(acc[accOff + i], Goldilocks.mul(s, x[xOff + i]));
    }
  }

  @Override
  public void scale(ExtVector out, int outOff, Ext s, ExtVector x, int xOff, int n) {
    for (int i = 0; i < n; i++) {
      out.set(outOff + i, s.times(x.get(xOff + i)));
    }
  }

  @Override
  public void multiply(
      ExtVector out, int outOff, ExtVector a, int aOff, ExtVector b, int bOff, int n) {
    for (int i = 0; i < n; i++) {
      out.set(outOff + i, a.get(aOff + i).times(b.get(bOff + i)));
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
  public void fold(
      ExtVector out, int outOff, ExtVector v, int lo, ExtVector w, int hi, Ext r, int n) {
    for (int i = 0; i < n; i++) {
      Ext low = v.get(lo + i);
      out.set(outOff + i, low.plus(r.times(w.get(hi + i).minus(low))));
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
  public void addReciprocals(
      ExtVector num, ExtVector den, int outOff, ExtVector d, int lo, int hi, int count) {
    for (int i = 0; i < count; i++) {
      Ext d0 = d.get(lo + i);
      Ext d1 = d.get(hi + i);
      num.set(outOff + i, d0.plus(d1));
      den.set(outOff + i, d0.times(d1));
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
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int i = 0; i < n; i++) {
      Ext weight = e.get(eOff + i);
      Ext x = a.get(aLo + i);
      Ext y = b.get(bLo + i);
      constant = constant.plus(weight.times(x.times(y)));
      Ext dx = a.get(aHi + i).minus(x);
      Ext dy = top.get(bHi + i).minus(y);
      leading = leading.plus(weight.times(dx.times(dy)));
    }
    return new Ext[] {constant, leading};
  }

  @Override
  public Ext[] crossRound(
      ExtVector e, int eOff, ExtVector m, ExtVector d, int lo, int second, int step, int n) {
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int i = lo; i < lo + n; i++) {
      Ext weight = e.get(eOff + i - lo);
      Ext m0 = m.get(i);
      Ext n1 = m.get(i + second);
      Ext d0 = d.get(i);
      Ext d1 = d.get(i + second);
      constant = constant.plus(weight.times(m0.times(d1).plus(n1.times(d0))));
      m0 = m.get(i + step).minus(m0);
      n1 = m.get(i + second + step).minus(n1);
      d0 = d.get(i + step).minus(d0);
      d1 = d.get(i + second + step).minus(d1);
      leading = leading.plus(weight.times(m0.times(d1).plus(n1.times(d0))));
    }
    return new Ext[] {constant, leading};
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

  @Override
  public void butterflies(
      long[] a, int baseRow, int quarter, int blocks, long[] upper, long[] lower, int first) {
    butterflies(a, baseRow, 2 * quarter, blocks, upper, first);
    butterflies(a, baseRow, quarter, 2 * blocks, lower, 2 * first);
  }

  @Override
  public void butterflies(
      long[] a, int baseRow, int eighth, int blocks, EighthFactors factors, int first) {
    for (int b = 0; b < blocks; b++) {
      int row = baseRow + EIGHTHS * eighth * b;
      int at = EighthFactors.COUNT * (first + b);
      long lower = factors.elements()[at];
      long middle = factors.elements()[at + EighthFactors.MULTIPLES];
      long upper = Goldilocks.neg(factors.elements()[at + 3 * EighthFactors.MULTIPLES]);
      threeLevels(a, row, eighth, upper, middle, lower);
    }
  }

  private void threeLevels(long[] a, int row, int eighth, long upper, long middle, long lower) {
    long turned = Goldilocks.mul(EIGHTH, lower);
    long[] four = {
      lower, Goldilocks.mul(FOURTH, lower), turned, Goldilocks.mul(FOURTH, turned),
    };
    butterflies(a, row, 4 * eighth, 1, new long[] {upper}, 0);
    butterflies(a, row, 2 * eighth, 2, new long[] {middle, Goldilocks.mul(FOURTH, middle)}, 0);
    butterflies(a, row, eighth, 4, four, 0);
  }

  @Override
  public void remainders(long[] x, long[] powers, int terms, long[] out, int step) {
    for (int r = 0; r < EIGHTHS; r++) {
      for (int j = r * step; j < (r + 1) * step; j++) {
        long sum = ofLimbs(x[j], powers, r * LIMBS);
        out[j] = r < terms ? add(out[j], sum) : sum;
      }
    }
    threeLevels(out, 0, step / ROW, 1, 1, 1);
  }

  /** The sum of the limbs of a word times four elements. */
  private static long ofLimbs(long word, long[] w, int at) {
    long low = 0;
    long high = 0;
    for (int t = 0; t < LIMBS; t++) {
      long limb = word >>> 16 * t & 0xFFFF;
      low += limb * (w[at + t] & EPSILON);
      high += limb * (w[at + t] >>> 32);
    }
    // Both are below 2^50, and so their sum with a shift is below 2^83.
    long lo = low + (high << 32);
    long carry = Long.compareUnsigned(lo, low) < 0 ? 1 : 0;
    return Goldilocks.reduce128((high >>> 32) + carry, lo);
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
