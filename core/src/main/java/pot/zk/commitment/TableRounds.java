package pot.zk.commitment;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/**
 * Round polynomials of sum_x c(x) v(x) over tables that are written out, and zero from where they
 * end.
 *
 * <p>An entry x may be a run of several: its product is then the sum of theirs.
 */
final class TableRounds implements VectorRounds {
  private static final int GRAIN = 1 << 13;
  private static final long[] NONE = {};

  private final ExtVector coefficients;
  private final ExtVector bound;
  private final FieldKernels kernels;

  /** v, while its entries are in F: until the first binding. */
  private long[] base;

  private boolean inBase;

  /** Entries with the zeros after them, and without. */
  private int size;

  private int length;

  private TableRounds(
      ExtVector coefficients,
      long[] base,
      ExtVector bound,
      boolean inBase,
      int size,
      FieldKernels kernels) {
    this.coefficients = coefficients;
    this.base = base;
    this.bound = bound;
    this.inBase = inBase;
    this.size = size;
    this.length = coefficients.length();
    this.kernels = kernels;
  }

  /**
   * @param coefficients as many as there are entries, consumed
   * @param data in F
   */
  static TableRounds inBase(
      ExtVector coefficients, long[] data, int variables, FieldKernels kernels) {
    int size = 1 << variables;
    ExtVector bound = ExtVector.zeros(Math.max(1, Math.min(data.length, size / 2)));
    return new TableRounds(coefficients, data, bound, true, size, kernels);
  }

  /**
   * Both vectors are consumed.
   *
   * @param width entries of a run
   */
  static TableRounds of(
      ExtVector coefficients, ExtVector values, int variables, int width, FieldKernels kernels) {
    return new TableRounds(coefficients, NONE, values, false, width << variables, kernels);
  }

  /** Entries of the lower half. */
  private int lower() {
    return Math.min(length, size / 2);
  }

  /** Entries of the upper half. */
  private int upper() {
    return Math.max(0, length - size / 2);
  }

  @Override
  public Ext sum() {
    return dot(0, length);
  }

  @Override
  public Ext[] round() {
    Ext constant = dot(0, upper());
    // Where there is no upper entry, both differences are the lower ones negated.
    Ext rest = dot(upper(), lower() - upper());
    return new Ext[] {constant.plus(rest), difference().plus(rest)};
  }

  @Override
  public Ext value() {
    return inBase ? Ext.of(base[0]) : bound.get(0);
  }

  /** The coefficients, once all variables are bound: those of one run. */
  ExtVector boundCoefficients() {
    return coefficients.slice(0, length);
  }

  private Ext dot(int start, int count) {
    return Workers.reduce(
        count,
        GRAIN,
        Ext.ZERO,
        (from, to) ->
            inBase
                ? kernels.dotBase(coefficients, start + from, base, start + from, to - from)
                : kernels.dot(coefficients, start + from, bound, start + from, to - from),
        Ext::plus);
  }

  private Ext difference() {
    int half = size / 2;
    return Workers.reduce(
        upper(),
        GRAIN,
        Ext.ZERO,
        (from, to) -> {
          int hi = half + from;
          int n = to - from;
          return inBase
              ? kernels.dotDifferenceBase(coefficients, from, hi, base, from, hi, n)
              : kernels.dotDifference(coefficients, from, hi, bound, from, hi, n);
        },
        Ext::plus);
  }

  @Override
  public void bind(Ext r) {
    int half = size / 2;
    int upper = upper();
    Workers.forRanges(
        upper,
        GRAIN,
        (from, to) -> {
          int hi = half + from;
          int n = to - from;
          kernels.fold(coefficients, from, coefficients, from, hi, r, n);
          if (inBase) {
            kernels.foldBase(bound, from, base, from, hi, r, n);
          } else {
            kernels.fold(bound, from, bound, from, hi, r, n);
          }
        });
    Ext rest = Ext.ONE.minus(r);
    Workers.forRanges(
        lower() - upper,
        GRAIN,
        (from, to) -> {
          int at = upper + from;
          int n = to - from;
          kernels.scale(coefficients, at, rest, coefficients, at, n);
          if (inBase) {
            kernels.addScaledBase(bound, at, rest, base, at, n);
          } else {
            kernels.scale(bound, at, rest, bound, at, n);
          }
        });
    length = lower();
    size = half;
    inBase = false;
    base = NONE;
  }
}
