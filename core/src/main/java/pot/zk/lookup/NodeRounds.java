package pot.zk.lookup;

import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/**
 * The rounds over the nodes of an inner level: n0 d1 + n1 d0 + lambda d0 d1 = m0 d1 + n1 d0 with m0
 * = n0 + lambda d0. The first round reads the level; binding its variable stores half as many
 * values, which the later rounds halve in place. Where all numerators that meet are one, a round is
 * one of a product, with mu = 1/lambda.
 */
final class NodeRounds implements LookupProver.LayerRounds {
  private static final int RUN = Nodes.RUN;

  private final Nodes nodes;
  private final RoundWeights weights;
  private final Ext lambda;
  private final Ext mu;
  private final FieldKernels kernels;
  private final Pool<Quarters> buffers = new Pool<>(Quarters::new);

  /** m0, from {@code second} on n1; likewise d0 and d1. Nothing before the first binding. */
  private final ExtVector m;

  private final ExtVector d;
  private int second;
  private int size;
  private boolean stored;

  /**
   * @param point of as many coordinates as there are rounds
   * @param m, d scratch, at least as long as the level is large if that is one run or less, else
   *     half as long
   */
  NodeRounds(
      Nodes nodes, List<Ext> point, Ext lambda, ExtVector m, ExtVector d, FieldKernels kernels) {
    this.nodes = nodes;
    this.weights = new RoundWeights(point, kernels);
    this.lambda = lambda;
    this.mu = lambda.inverse();
    this.kernels = kernels;
    this.m = m;
    this.d = d;
    this.size = 1 << point.size();
    this.second = size;
    if (nodes.size() <= RUN) {
      nodes.reader().read(0, nodes.size(), m, d, 0);
      kernels.addScaled(m, 0, lambda, d, 0, size);
      stored = true;
    }
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    return weights.sum(
        buffers,
        (q, from, n, e) -> {
          if (stored) {
            return kernels.crossRound(e, 0, m, d, from, second, half, n);
          }
          return q.sums(from, n, half, e);
        });
  }

  @Override
  public void bind(Ext r) {
    int half = size / 2;
    if (stored) {
      Workers.forRanges(half, RUN, (from, to) -> fold(m, d, from, second, half, r, to - from));
    } else {
      Workers.forRanges(half, RUN, (from, to) -> buffers.use(q -> foldRead(q, half, from, to, r)));
      second = half;
      stored = true;
    }
    size = half;
  }

  private void fold(ExtVector m, ExtVector d, int from, int other, int step, Ext r, int n) {
    for (ExtVector t : List.of(m, d)) {
      kernels.fold(t, from, t, from, from + step, r, n);
      kernels.fold(t, other + from, t, other + from, other + from + step, r, n);
    }
  }

  private void foldRead(Quarters q, int half, int from, int to, Ext r) {
    for (int i = from; i < to; i += RUN) {
      int n = Math.min(RUN, to - i);
      q.read(i, n, half);
      kernels.fold(d, i, q.d, 0, RUN, r, n);
      kernels.fold(d, half + i, q.d, 2 * RUN, 3 * RUN, r, n);
      if (q.areUnits(i, n, half)) {
        q.ones.copyTo(0, m, i, n);
        q.ones.copyTo(0, m, half + i, n);
      } else {
        kernels.fold(m, i, q.n, 0, RUN, r, n);
        kernels.fold(m, half + i, q.n, 2 * RUN, 3 * RUN, r, n);
      }
      kernels.addScaled(m, i, lambda, d, i, n);
    }
  }

  /** The four nodes that meet in the first round: by child, and by the round's variable. */
  private final class Quarters {
    private final Nodes.Reader reader = nodes.reader();
    private final ExtVector n = ExtVector.zeros(4 * RUN);
    private final ExtVector d = ExtVector.zeros(4 * RUN);
    private final ExtVector ones = filled(Ext.ONE);
    private final ExtVector shift = filled(mu);

    void read(int from, int count, int quarter) {
      for (int q = 0; q < 4; q++) {
        reader.read(q * quarter + from, count, n, d, q * RUN);
      }
    }

    boolean areUnits(int from, int count, int quarter) {
      boolean all = true;
      for (int q = 0; q < 4; q++) {
        all &= nodes.kind(q * quarter + from, count) == Nodes.Kind.UNIT;
      }
      return all;
    }

    /** The round's sums over one run. */
    Ext[] sums(int from, int count, int quarter, ExtVector e) {
      read(from, count, quarter);
      if (!areUnits(from, count, quarter)) {
        kernels.addScaled(n, 0, lambda, d, 0, count);
        kernels.addScaled(n, RUN, lambda, d, RUN, count);
        return kernels.crossRound(e, 0, n, d, 0, 2 * RUN, RUN, count);
      }
      // d0 + d1 + lambda d0 d1 = lambda (d0 + mu)(d1 + mu) - mu; the weights of a run add up to
      // one.
      for (int q = 0; q < 4; q++) {
        kernels.addTo(d, q * RUN, shift, 0, count);
      }
      Ext[] product = kernels.productRound(e, 0, d, 0, RUN, d, 2 * RUN, d, 3 * RUN, count);
      return new Ext[] {product[0].times(lambda).minus(mu), product[1].times(lambda)};
    }
  }

  private static ExtVector filled(Ext value) {
    ExtVector v = ExtVector.zeros(RUN);
    Arrays.fill(v.c0(), value.c0());
    Arrays.fill(v.c1(), value.c1());
    return v;
  }

  @Override
  public Ext[] children() {
    Ext d0 = d.get(0);
    Ext n0 = m.get(0).minus(lambda.times(d0));
    return new Ext[] {n0, m.get(second), d0, d.get(second)};
  }
}
