package pot.zk.simd;

/** The sums in plain Java: the definition that the vector code is held to. */
final class ScalarLimbKernels implements LimbKernels {
  @Override
  public long widen(double[] wide, int at, long[] x, int from, int n) {
    long or = 0;
    for (int i = 0; i < n; i++) {
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
    for (int r = 0; r < ROWS; r++) {
      int row = xOff + stride * r;
      for (int p = 0; p < PIECES; p++) {
        int plane = pOff + p * n;
        long sum = 0;
        for (int i = 0; i < n; i++) {
          sum += (long) wide[row + i] * (long) pieces[plane + i];
        }
        acc[accOff + PARTS * (PIECES * r + p)] += sum;
      }
    }
  }

  @Override
  public void addRows(long[] acc, long[] x, int xOff, int stride, long[] weights, int wOff, int n) {
    for (int r = 0; r < ROWS; r++) {
      int row = xOff + stride * r;
      for (int p = 0; p < PIECES; p++) {
        long weight = weights[wOff + PIECES * r + p];
        for (int i = 0; i < n; i++) {
          acc[p * n + i] += weight * x[row + i];
        }
      }
    }
  }
}
