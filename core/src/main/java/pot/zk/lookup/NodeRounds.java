package pot.zk.lookup;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/**
 * The rounds over stored nodes: n0 d1 + n1 d0 + lambda d0 d1 = m0 d1 + n1 d0 with m0 = n0 + lambda
 * d0. Each binding halves the values in place.
 */
final class NodeRounds implements LookupProver.LayerRounds {
  private static final int RUN = Nodes.RUN;

  private final RoundWeights weights;
  private final Ext lambda;
  private final FieldKernels kernels;

  /** m0, from {@code second} on n1; likewise d0 and d1. */
  private final ExtVector m;

  private final ExtVector d;
  private final int second;
  private int size;

  /**
   * @param m, d as they are kept, overwritten
   * @param second where the second children begin
   * @param size of the round that comes next
   */
  NodeRounds(
      ExtVector m,
      ExtVector d,
      int second,
      int size,
      RoundWeights weights,
      Ext lambda,
      FieldKernels kernels) {
    this.m = m;
    this.d = d;
    this.second = second;
    this.size = size;
    this.weights = weights;
    this.lambda = lambda;
    this.kernels = kernels;
  }

  /** All rounds over a level, which is overwritten. */
  static NodeRounds of(StoredNodes nodes, List<Ext> point, Ext lambda, FieldKernels kernels) {
    int half = nodes.size() / 2;
    ExtVector m = nodes.numerators();
    Workers.forRanges(
        half,
        RUN,
        (from, to) -> kernels.addScaled(m, from, lambda, nodes.denominators(), from, to - from));
    return new NodeRounds(
        m, nodes.denominators(), half, half, new RoundWeights(point, kernels), lambda, kernels);
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    return weights.sum((from, n, e) -> kernels.crossRound(e, 0, m, d, from, second, half, n));
  }

  @Override
  public void bind(Ext r) {
    int half = size / 2;
    Workers.forRanges(half, RUN, (from, to) -> fold(from, half, r, to - from));
    size = half;
  }

  private void fold(int from, int step, Ext r, int n) {
    for (ExtVector t : List.of(m, d)) {
      kernels.fold(t, from, t, from, from + step, r, n);
      kernels.fold(t, second + from, t, second + from, second + from + step, r, n);
    }
  }

  @Override
  public Ext[] children() {
    Ext d0 = d.get(0);
    Ext n0 = m.get(0).minus(lambda.times(d0));
    return new Ext[] {n0, m.get(second), d0, d.get(second)};
  }
}
