package pot.zk.sumcheck;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/**
 * Round polynomials of sum_x eq(t, x) a(x) b(x), eq factored out ({@link Sumcheck#weighted}); all
 * tables are over K and are consumed.
 */
public final class WeightedProductRounds implements FactorRounds {
  private static final int GRAIN = 1 << 11;

  private final ExtVector a;
  private final ExtVector b;
  private final ExtVector eq;
  private final FieldKernels kernels;
  private int size;

  /**
   * @param a a table of 2^m values
   * @param b a table of the same size
   * @param eq eq(t, x) for all x
   */
  public WeightedProductRounds(ExtVector a, ExtVector b, ExtVector eq, FieldKernels kernels) {
    this.a = a;
    this.b = b;
    this.eq = eq;
    this.kernels = kernels;
    this.size = a.length();
  }

  @Override
  public Ext sum() {
    // Without differences the leading coefficient is zero, the constant the sum.
    return sums(size, 0)[0];
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    // eq(t_i, 0) + eq(t_i, 1) = 1 sums this round's variable out of the weights.
    Workers.forRanges(
        half, GRAIN, (from, to) -> kernels.addTo(eq, from, eq, half + from, to - from));
    return sums(half, half);
  }

  /** A round's two sums over the first n entries, the upper values lying a step further. */
  private Ext[] sums(int n, int step) {
    return Workers.reduce(
        n,
        GRAIN,
        new Ext[] {Ext.ZERO, Ext.ZERO},
        (from, to) -> {
          int hi = step + from;
          return kernels.productRound(eq, from, a, from, hi, b, from, b, hi, to - from);
        },
        (x, y) -> new Ext[] {x[0].plus(y[0]), x[1].plus(y[1])});
  }

  @Override
  public void bind(Ext r) {
    int half = size / 2;
    Workers.forRanges(
        half,
        GRAIN,
        (from, to) -> {
          kernels.fold(a, from, a, from, half + from, r, to - from);
          kernels.fold(b, from, b, from, half + from, r, to - from);
        });
    size = half;
  }

  @Override
  public Ext left() {
    return a.get(0);
  }

  @Override
  public Ext right() {
    return b.get(0);
  }
}
