package pot.zk.sumcheck;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/**
 * Round polynomials of sum_x eq(t, x) a(x) b(x), eq factored out ({@link Sumcheck#weighted}); all
 * tables are over K and are consumed.
 */
public final class WeightedProductRounds implements RoundProver {
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

  /** The claim itself, before any round. */
  public Ext sum() {
    return reduce(size, i -> eq.get(i).times(a.get(i)).times(b.get(i)));
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    // eq(t_i, 0) + eq(t_i, 1) = 1 sums this round's variable out of the weights.
    Workers.forRanges(
        half,
        GRAIN,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            eq.set(i, eq.get(i).plus(eq.get(half + i)));
          }
        });
    return new Ext[] {
      reduce(half, i -> eq.get(i).times(a.get(i)).times(b.get(i))),
      reduce(half, i -> eq.get(i).times(difference(a, i, half)).times(difference(b, i, half)))
    };
  }

  @Override
  public void bind(Ext r) {
    int half = size / 2;
    kernels.fold(a, 0, a, 0, half, r, half);
    kernels.fold(b, 0, b, 0, half, r, half);
    size = half;
  }

  /** a at the point, once all variables are bound. */
  public Ext left() {
    return a.get(0);
  }

  /** b at the point, once all variables are bound. */
  public Ext right() {
    return b.get(0);
  }

  private static Ext difference(ExtVector v, int i, int half) {
    return v.get(half + i).minus(v.get(i));
  }

  /** A summand by its index. */
  private interface Summand {
    Ext at(int i);
  }

  private static Ext reduce(int n, Summand summand) {
    return Workers.reduce(
        n,
        GRAIN,
        Ext.ZERO,
        (from, to) -> {
          Ext sum = Ext.ZERO;
          for (int i = from; i < to; i++) {
            sum = sum.plus(summand.at(i));
          }
          return sum;
        },
        Ext::plus);
  }
}
