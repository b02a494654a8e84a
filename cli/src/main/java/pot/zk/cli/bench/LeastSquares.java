package pot.zk.cli.bench;

import java.util.List;

/** Least squares of relative errors, with coefficients that are not negative. */
final class LeastSquares {
  private static final int PASSES = 20_000;

  private LeastSquares() {}

  /**
   * Minimises sum_i (sum_j c_j x_ij / y_i - 1)^2 over c_j &gt;= 0, one coefficient at a time.
   *
   * @param x rows of the same length, at least one
   * @param y above zero
   */
  static double[] fit(List<double[]> x, double[] y) {
    int columns = x.get(0).length;
    double[] c = new double[columns];
    double[] left = new double[y.length];
    java.util.Arrays.fill(left, 1);
    for (int pass = 0; pass < PASSES; pass++) {
      for (int j = 0; j < columns; j++) {
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < y.length; i++) {
          double scaled = x.get(i)[j] / y[i];
          xy += scaled * left[i];
          xx += scaled * scaled;
        }
        double next = xx == 0 ? 0 : Math.max(0, c[j] + xy / xx);
        for (int i = 0; i < y.length; i++) {
          left[i] -= (next - c[j]) * x.get(i)[j] / y[i];
        }
        c[j] = next;
      }
    }
    return c;
  }
}
