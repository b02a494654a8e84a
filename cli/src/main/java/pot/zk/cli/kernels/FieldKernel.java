package pot.zk.cli.kernels;

import java.util.Locale;
import pot.zk.simd.FieldKernels;

/**
 * Every method of {@link FieldKernels}, named after it: the share of a vector that is an element's,
 * bytes and products an element, and a run over n elements.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lambdas hold nothing
public enum FieldKernel implements Kernel {
  ADD_SCALED(1, 48, 12, (k, v, n) -> k.addScaled(v.a, 0, v.s, v.b, 0, n)),
  ADD_SCALED_BASE(1, 40, 8, (k, v, n) -> k.addScaledBase(v.a, 0, v.s, v.x, 0, n)),
  ADD_TO(1, 48, 0, (k, v, n) -> k.addTo(v.a, 0, v.b, 0, n)),
  ADD_SCALED_IN_F(1, 24, 4, (k, v, n) -> k.addScaled(v.y, 0, v.s.c0(), v.x, 0, n)),
  SCALE(1, 32, 12, (k, v, n) -> k.scale(v.a, 0, v.s, v.b, 0, n)),
  MULTIPLY(1, 48, 12, (k, v, n) -> k.multiply(v.c, 0, v.a, 0, v.b, 0, n)),
  DOT(1, 32, 12, (k, v, n) -> v.keep(k.dot(v.a, 0, v.b, 0, n))),
  DOT_BASE(1, 24, 8, (k, v, n) -> v.keep(k.dotBase(v.a, 0, v.x, 0, n))),
  DOT_DIFFERENCE(2, 64, 12, (k, v, n) -> v.keep(k.dotDifference(v.a, 0, n, v.b, 0, n, n))),
  DOT_DIFFERENCE_BASE(2, 48, 8, (k, v, n) -> v.keep(k.dotDifferenceBase(v.a, 0, n, v.x, 0, n, n))),
  FOLD(2, 48, 12, (k, v, n) -> k.fold(v.c, 0, v.a, 0, v.a, n, v.s, n)),
  FOLD_BASE(2, 32, 8, (k, v, n) -> k.foldBase(v.c, 0, v.x, 0, n, v.s, n)),
  ADD_FRACTIONS(2, 96, 36, (k, v, n) -> k.addFractions(v.c, v.d, 0, v.a, v.b, 0, n, n)),
  ADD_RECIPROCALS(2, 64, 12, (k, v, n) -> k.addReciprocals(v.c, v.d, 0, v.a, 0, n, n)),
  PRODUCT_ROUND(
      2, 80, 48, (k, v, n) -> v.keep(k.productRound(v.e, 0, v.a, 0, n, v.b, 0, v.b, n, n))),
  CROSS_ROUND(4, 144, 72, (k, v, n) -> v.keep(k.crossRound(v.e, 0, v.a, v.b, 0, 2 * n, n, n))),
  /** An element is a butterfly: two elements of F. */
  BUTTERFLIES(2, 32, 4, (k, v, n) -> k.butterflies(v.x, 0, n / FieldKernels.ROW, 1, v.twiddles, 0)),
  /** An element is a quarter of two levels on four elements of F: one butterfly. */
  BUTTERFLIES_TWICE(
      1,
      16,
      3,
      (k, v, n) -> k.butterflies(v.x, 0, n / (4 * FieldKernels.ROW), 1, v.twiddles, v.twiddles, 0)),
  /** An element is a quarter of three levels on eight elements of F: three butterflies. */
  BUTTERFLIES_THRICE(
      2, 32, 7, (k, v, n) -> k.butterflies(v.x, 0, n / (4 * FieldKernels.ROW), 1, v.factors, 0)),
  /** An element is a value at one of the eight points: four integers times both halves. */
  REMAINDERS(1, 16, 8, (k, v, n) -> k.remainders(v.y, v.powers, 0, v.x, n / 8));

  /** One run over n elements. */
  private interface Run {
    void over(FieldKernels kernels, Vectors vectors, int n);
  }

  private final int share;
  private final int bytes;
  private final int products;
  private final Run run;

  FieldKernel(int share, int bytes, int products, Run run) {
    this.share = share;
    this.bytes = bytes;
    this.products = products;
    this.run = run;
  }

  /** The method's name, and what tells it from others of that name. */
  @Override
  public String title() {
    StringBuilder out = new StringBuilder();
    for (String word : name().split("_", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      out.append(out.isEmpty() ? lower : word.charAt(0) + lower.substring(1));
    }
    return out.toString();
  }

  @Override
  public Prepared prepare(FieldKernels kernels, int length) {
    Vectors vectors = new Vectors(length);
    int n = length / share;
    return new Prepared(
        n, (double) products * n, 0, (double) bytes * n, () -> run.over(kernels, vectors, n));
  }
}
