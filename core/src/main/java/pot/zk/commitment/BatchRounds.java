package pot.zk.commitment;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;
import pot.zk.sumcheck.RoundProver;

/**
 * Round polynomials of sum_k sum_x c_k(x) v_k(x) over commitments of different sizes. A smaller one
 * lives where the missing top variables are zero: its coefficients carry prod (1 - z_i) over them.
 */
final class BatchRounds implements RoundProver {
  private static final int GRAIN = 1 << 13;

  /** One commitment's coefficients and data; the data moves from F to K with the first binding. */
  private static final class Pair {
    private final ExtVector coefficients;
    private final long[] base;
    private final ExtVector bound;
    private boolean inBase = true;
    private int size;

    Pair(ExtVector coefficients, long[] base) {
      this.coefficients = coefficients;
      this.base = base;
      this.size = base.length;
      this.bound = ExtVector.zeros(Math.max(1, size / 2));
    }
  }

  private final List<Pair> pairs;
  private final FieldKernels kernels;
  private int variables;

  /**
   * @param coefficients of each commitment, 2^m_k entries, consumed
   * @param data of each commitment, 2^m_k entries
   * @param variables the largest m_k
   */
  BatchRounds(
      List<ExtVector> coefficients, List<long[]> data, int variables, FieldKernels kernels) {
    this.pairs =
        java.util.stream.IntStream.range(0, data.size())
            .mapToObj(k -> new Pair(coefficients.get(k), data.get(k)))
            .toList();
    this.variables = variables;
    this.kernels = kernels;
  }

  @Override
  public Ext[] round() {
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (Pair p : pairs) {
      if (p.size < 1 << variables) {
        // This variable is missing: the polynomial is (1 - X) times the whole sum.
        constant = constant.plus(dot(p, 0, p.size));
      } else {
        int half = p.size / 2;
        constant = constant.plus(dot(p, 0, half));
        leading = leading.plus(difference(p, half));
      }
    }
    return new Ext[] {constant, leading};
  }

  @Override
  public void bind(Ext r) {
    for (Pair p : pairs) {
      if (p.size < 1 << variables) {
        Ext scale = Ext.ONE.minus(r);
        Workers.forRanges(
            p.size,
            GRAIN,
            (from, to) ->
                kernels.scale(p.coefficients, from, scale, p.coefficients, from, to - from));
      } else {
        halve(p, r);
      }
    }
    variables--;
  }

  /** v_k at the point, once all variables are bound. */
  Ext value(int k) {
    Pair p = pairs.get(k);
    return p.inBase ? Ext.of(p.base[0]) : p.bound.get(0);
  }

  private Ext dot(Pair p, int start, int count) {
    return Workers.reduce(
        count,
        GRAIN,
        Ext.ZERO,
        (from, to) ->
            p.inBase
                ? kernels.dotBase(p.coefficients, start + from, p.base, start + from, to - from)
                : kernels.dot(p.coefficients, start + from, p.bound, start + from, to - from),
        Ext::plus);
  }

  private Ext difference(Pair p, int half) {
    return Workers.reduce(
        half,
        GRAIN,
        Ext.ZERO,
        (from, to) -> {
          int hi = half + from;
          int n = to - from;
          return p.inBase
              ? kernels.dotDifferenceBase(p.coefficients, from, hi, p.base, from, hi, n)
              : kernels.dotDifference(p.coefficients, from, hi, p.bound, from, hi, n);
        },
        Ext::plus);
  }

  private void halve(Pair p, Ext r) {
    int half = p.size / 2;
    Workers.forRanges(
        half,
        GRAIN,
        (from, to) -> {
          int hi = half + from;
          int n = to - from;
          kernels.fold(p.coefficients, from, p.coefficients, from, hi, r, n);
          if (p.inBase) {
            kernels.foldBase(p.bound, from, p.base, from, hi, r, n);
          } else {
            kernels.fold(p.bound, from, p.bound, from, hi, r, n);
          }
        });
    p.inBase = false;
    p.size = half;
  }
}
