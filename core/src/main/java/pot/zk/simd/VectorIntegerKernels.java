package pot.zk.simd;

import pot.zk.field.ExtVector;

/** The integer kernels with the vector module. Loaded only where the module is present. */
final class VectorIntegerKernels implements IntegerKernels {
  private static final IntegerKernels REST = new ScalarIntegerKernels();
  private static final int BLOCK = IntegerSumLoops.BLOCK;

  /** A thread's sums of {@link #combine}, which stay in the first-level cache. */
  private static final ThreadLocal<double[]> SUMS =
      ThreadLocal.withInitial(() -> new double[WEIGHT_PIECES * BLOCK]);

  @Override
  public boolean narrow(char[] out, int outOff, long[] x, int xOff, int factor, int n) {
    int m = n & -VectorLoops.LANES;
    long all = IntegerLoops.narrow(out, outOff, x, xOff, factor, m);
    return REST.narrow(out, outOff + m, x, xOff + m, factor, n - m) && all >>> Character.SIZE == 0;
  }

  @Override
  public void symmetric(
      double[] out, int at, int stride, char[] x, int[] offsets, int count, int n) {
    int a = offsets[0];
    switch (count) {
      case 1 -> IntegerLoops.one(out, at, x, a, n);
      case 2 -> IntegerLoops.two(out, at, stride, x, a, offsets[1], n);
      case 3 -> IntegerLoops.three(out, at, stride, x, a, offsets[1], offsets[2], n);
      default -> IntegerLoops.four(out, at, stride, x, a, offsets[1], offsets[2], offsets[3], n);
    }
  }

  @Override
  public void subtract(double[] v, int out, int a, int b, int n) {
    IntegerLoops.subtract(v, out, a, b, n);
  }

  @Override
  public void multiply(double[] v, int out, int[] a, int[] b, int from, int n) {
    int pairs = a.length;
    if (pairs == 1) {
      IntegerLoops.multiply(v, out, a[0], b[0], from, from + n);
    } else {
      IntegerLoops.multiplyTwo(v, out, a[0], b[0], a[1], b[1], from, from + n);
    }
    int j = 2;
    for (; j < pairs - 1; j += 2) {
      IntegerLoops.addTwo(v, out, a[j], b[j], a[j + 1], b[j + 1], from, from + n);
    }
    if (j < pairs) {
      IntegerLoops.add(v, out, a[j], b[j], from, from + n);
    }
  }

  @Override
  public void addWeighted(
      double[] sums,
      int at,
      double[] weights,
      int offset,
      int stride,
      double[] v,
      int[] from,
      int start,
      int n) {
    int first = offset + start;
    int j = 0;
    for (; j < from.length - 1; j += 2) {
      int x = from[j] + start;
      int y = from[j + 1] + start;
      IntegerSumLoops.addWeightedTwo(sums, at + PARTS * j, weights, first, stride, v, x, y, n);
    }
    if (j < from.length) {
      int x = from[j] + start;
      IntegerSumLoops.addWeighted(sums, at + PARTS * j, weights, first, stride, v, x, n);
    }
  }

  @Override
  public void take(double[] sums, long[] parts) {
    IntegerSumLoops.take(sums, parts);
  }

  @Override
  public void combine(
      ExtVector out, int outOff, Combination combination, double[] v, int from, int n) {
    double[] sums = SUMS.get();
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      IntegerSumLoops.combine(sums, combination.pieces, combination.offsets, v, from + i, m);
      IntegerSumLoops.join(out.c0(), outOff + i, sums, 0, m);
      IntegerSumLoops.join(out.c1(), outOff + i, sums, WEIGHT_PIECES / 2 * BLOCK, m);
    }
  }
}
