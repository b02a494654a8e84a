package pot.zk.lookup;

import pot.zk.field.Ext;
import pot.zk.simd.Combination;

/** Runs of one {@link RunShape} with their first two variables bound, by child. */
final class RunBinding {
  private final Combination[] combined = new Combination[2];
  private final Combination[] numerators = new Combination[2];
  private final Combination[] denominators = new Combination[2];

  /**
   * @param weights of the four corners
   */
  RunBinding(RunShape shape, NodeForms forms, Ext[] weights, Ext lambda) {
    for (int child = 0; child < 2; child++) {
      int[] counts = shape.leaves(child);
      combined[child] = forms.combination(counts, weights, Ext.ONE, lambda);
      numerators[child] = forms.combination(counts, weights, Ext.ONE, Ext.ZERO);
      denominators[child] = forms.combination(counts, weights, Ext.ZERO, Ext.ONE);
    }
  }

  /** n + lambda d. */
  Combination combined(int child) {
    return combined[child];
  }

  Combination numerators(int child) {
    return numerators[child];
  }

  Combination denominators(int child) {
    return denominators[child];
  }
}
