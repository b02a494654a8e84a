package pot.zk.simd;

import java.util.Arrays;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * The integer kernels with the vector module; what is no whole vector is left to plain Java. Loaded
 * only where the module is present.
 */
final class VectorIntegerKernels implements IntegerKernels {
  private static final IntegerKernels REST = new ScalarIntegerKernels();

  /** Elements of a block: its four planes of sums stay in the first-level cache. */
  private static final int BLOCK = 256;

  private static final ThreadLocal<long[]> PLANES =
      ThreadLocal.withInitial(() -> new long[4 * BLOCK]);

  private static int whole(int n) {
    return n & -VectorLoops.LANES;
  }

  @Override
  public boolean narrow(char[] out, int outOff, long[] x, int xOff, int factor, int n) {
    int m = whole(n);
    long all = IntegerLoops.narrow(out, outOff, x, xOff, factor, m);
    return REST.narrow(out, outOff + m, x, xOff + m, factor, n - m) && all >>> Character.SIZE == 0;
  }

  @Override
  public void widen(long[] out, int outOff, char[] x, int xOff, int n) {
    int m = whole(n);
    IntegerLoops.widen(out, outOff, x, xOff, m);
    REST.widen(out, outOff + m, x, xOff + m, n - m);
  }

  @Override
  public void pairs(
      long[] sum, int sumOff, long[] product, int productOff, char[] x, int xOff, int yOff, int n) {
    int m = whole(n);
    IntegerLoops.pairs(sum, sumOff, product, productOff, x, xOff, yOff, m);
    REST.pairs(sum, sumOff + m, product, productOff + m, x, xOff + m, yOff + m, n - m);
  }

  @Override
  public void symmetric(long[] out, int stride, char[] x, int[] offsets, int n) {
    IntegerLoops.symmetric(out, stride, x, offsets, n);
  }

  @Override
  public void subtract(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n) {
    int m = whole(n);
    IntegerLoops.subtract(out, outOff, a, aOff, b, bOff, m);
    REST.subtract(out, outOff + m, a, aOff + m, b, bOff + m, n - m);
  }

  @Override
  public void split(
      long[] low, int lowOff, long[] high, int highOff, long[] v, int vOff, int bits, int n) {
    int m = whole(n);
    IntegerLoops.split(low, lowOff, high, highOff, v, vOff, bits, m);
    REST.split(low, lowOff + m, high, highOff + m, v, vOff + m, bits, n - m);
  }

  @Override
  public void sum(long[] parts, int at, ExtVector e, int eOff, long[] v, int vOff, int n) {
    int m = whole(n);
    IntegerLoops.sum(parts, at, e, eOff, v, vOff, m);
    REST.sum(parts, at, e, eOff + m, v, vOff + m, n - m);
  }

  @Override
  public void sumProducts(
      long[] parts, int at, ExtVector e, int eOff, long[] a, int aOff, long[] b, int bOff, int n) {
    int m = whole(n);
    IntegerLoops.sumProducts(parts, at, e, eOff, a, aOff, b, bOff, m);
    REST.sumProducts(parts, at, e, eOff + m, a, aOff + m, b, bOff + m, n - m);
  }

  @Override
  public void combine(
      ExtVector out, int outOff, Ext base, Ext[] factors, long[] v, int[] offsets, int n) {
    long[] planes = PLANES.get();
    int whole = whole(n);
    for (int i = 0; i < whole; i += BLOCK) {
      int m = Math.min(BLOCK, whole - i);
      fill(planes, 0, base.c0(), m);
      fill(planes, 2 * BLOCK, base.c1(), m);
      for (int j = 0; j < factors.length; j += 4) {
        IntegerLoops.addMultiples(planes, BLOCK, factors, v, offsets, j, i, m);
      }
      IntegerLoops.reduce(out.c0(), outOff + i, planes, 0, BLOCK, m);
      IntegerLoops.reduce(out.c1(), outOff + i, planes, 2 * BLOCK, 3 * BLOCK, m);
    }
    if (whole < n) {
      int[] rest = Arrays.stream(offsets).map(offset -> offset + whole).toArray();
      REST.combine(out, outOff + whole, base, factors, v, rest, n - whole);
    }
  }

  /** Both halves of a coefficient, in two planes. */
  private static void fill(long[] planes, int from, long value, int m) {
    Arrays.fill(planes, from, from + m, value & 0xFFFFFFFFL);
    Arrays.fill(planes, from + BLOCK, from + BLOCK + m, value >>> 32);
  }
}
