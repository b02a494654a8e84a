package pot.zk.simd;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import pot.zk.field.Ext;

/**
 * base + sum_j factor_j v[offset_j + i], a function of small integers v with values in K. Made once
 * for many runs.
 */
public final class Combination {
  final Ext base;
  final Ext[] factors;
  final int[] offsets;

  /** The pieces of the base, then of each factor. */
  final double[] pieces;

  private Combination(Ext base, Ext[] factors, int[] offsets) {
    this.base = base;
    this.factors = factors;
    this.offsets = offsets;
    this.pieces = new double[IntegerKernels.WEIGHT_PIECES * (factors.length + 1)];
    cut(base, 0);
    for (int j = 0; j < factors.length; j++) {
      cut(factors[j], j + 1);
    }
  }

  /**
   * A combination.
   *
   * @param factors at most {@link IntegerKernels#TERMS}; zeros are left out
   * @param offsets as many
   */
  public static Combination of(Ext base, List<Ext> factors, List<Integer> offsets) {
    int[] used = IntStream.range(0, factors.size()).filter(j -> !factors.get(j).isZero()).toArray();
    if (used.length > IntegerKernels.TERMS) {
      throw new IllegalArgumentException(used.length + " terms: their sum may not be exact");
    }
    return new Combination(
        base,
        Arrays.stream(used).mapToObj(factors::get).toArray(Ext[]::new),
        Arrays.stream(used).map(offsets::get).toArray());
  }

  private void cut(Ext x, int place) {
    int at = IntegerKernels.WEIGHT_PIECES * place;
    IntegerKernels.cut(x.c0(), pieces, at, 1);
    IntegerKernels.cut(x.c1(), pieces, at + 3, 1);
  }
}
