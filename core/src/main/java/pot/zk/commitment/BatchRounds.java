package pot.zk.commitment;

import java.util.List;
import java.util.stream.IntStream;
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

  /**
   * One commitment's coefficients and data; the data moves from F to K with the first binding. Both
   * are zero from {@code length} on and not stored there.
   */
  private static final class Pair {
    private final ExtVector coefficients;
    private final long[] base;
    private final ExtVector bound;
    private boolean inBase = true;
    private int size;
    private int length;

    Pair(ExtVector coefficients, long[] base, int variables) {
      this.coefficients = coefficients;
      this.base = base;
      this.length = base.length;
      this.size = 1 << variables;
      this.bound = ExtVector.zeros(Math.max(1, Math.min(length, size / 2)));
    }

    /** Entries of the lower half. */
    int lower() {
      return Math.min(length, size / 2);
    }

    /** Entries of the upper half. */
    int upper() {
      return Math.max(0, length - size / 2);
    }
  }

  private final List<Pair> pairs;
  private final FieldKernels kernels;
  private int variables;

  /**
   * @param coefficients of each commitment, as many as it has entries, consumed
   * @param data of each commitment
   * @param sizes m_k, log2 of the entries with the zeros after them
   */
  BatchRounds(
      List<ExtVector> coefficients, List<long[]> data, List<Integer> sizes, FieldKernels kernels) {
    this.pairs =
        IntStream.range(0, data.size())
            .mapToObj(k -> new Pair(coefficients.get(k), data.get(k), sizes.get(k)))
            .toList();
    this.variables = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
    this.kernels = kernels;
  }

  @Override
  public Ext[] round() {
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (Pair p : pairs) {
      if (p.size < 1 << variables) {
        // This variable is missing: the polynomial is (1 - X) times the whole sum.
        constant = constant.plus(dot(p, 0, p.length));
      } else {
        constant = constant.plus(dot(p, 0, p.lower()));
        // Where there is no upper entry, both differences are the lower ones negated.
        leading = leading.plus(difference(p)).plus(dot(p, p.upper(), p.lower() - p.upper()));
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
            p.length,
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

  private Ext difference(Pair p) {
    int half = p.size / 2;
    return Workers.reduce(
        p.upper(),
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
    int upper = p.upper();
    Workers.forRanges(
        upper,
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
    Ext rest = Ext.ONE.minus(r);
    Workers.forRanges(
        p.lower() - upper,
        GRAIN,
        (from, to) -> {
          int at = upper + from;
          int n = to - from;
          kernels.scale(p.coefficients, at, rest, p.coefficients, at, n);
          if (p.inBase) {
            kernels.addScaledBase(p.bound, at, rest, p.base, at, n);
          } else {
            kernels.scale(p.bound, at, rest, p.bound, at, n);
          }
        });
    p.length = p.lower();
    p.inBase = false;
    p.size = half;
  }
}
