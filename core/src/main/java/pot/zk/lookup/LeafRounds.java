package pot.zk.lookup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;

/**
 * The rounds over the leaves, once their first two variables are bound. All leaves that are not
 * padding have the numerator one, and those of the lower half are not: with mu = 1/lambda, u = d0 +
 * mu and w = lambda d1 + n1,
 *
 * <pre>  n0 d1 + n1 d0 + lambda d0 d1 = u w - mu n1.</pre>
 *
 * n1 is one below the number of pairs and zero from there on: its sums are known without a table.
 * So is w where there is padding: lambda. Neither costs work or memory there.
 */
final class LeafRounds implements LookupProver.LayerRounds {
  private static final int RUN = Nodes.RUN;

  private final FieldKernels kernels;
  private final RoundWeights weights;
  private final List<Ext> point;
  private final List<Ext> bound;
  private final Ext lambda;
  private final Ext mu;
  private final int pairs;
  private final ExtVector u;

  /** A power of two of values, then lambda on and on. */
  private final ExtVector w;

  /** Lambda, as many as a run has. */
  private final ExtVector tail;

  private int size;

  /** Values of w that are not all lambda: whole runs. */
  private int present;

  /** Takes the bound values, run by run, before the rounds. */
  static final class Store implements ShortRounds.Rest {
    private final List<Ext> point;
    private final Ext lambda;
    private final Ext mu;
    private final int pairs;
    private final ExtVector u;
    private final ExtVector w;
    private final ExtVector shift;
    private final int size;
    private final int present;
    private final FieldKernels kernels;

    /**
     * @param pairs of two leaves, none of them padding
     * @param u, w a quarter as long as there are places for pairs
     */
    Store(List<Ext> point, Ext lambda, int pairs, ExtVector u, ExtVector w, FieldKernels kernels) {
      this.point = point;
      this.lambda = lambda;
      this.mu = lambda.inverse();
      this.pairs = pairs;
      this.u = u;
      this.w = w;
      this.shift = filled(RUN, mu);
      this.size = (1 << point.size()) / Grid.CORNERS;
      this.present = Math.min(size, Math.max(RUN, 1 << Multilinear.variables(Math.max(1, pairs))));
      this.kernels = kernels;
    }

    @Override
    public void store(int from, ShortRounds.Bound bound) {
      bound.denominators(0, u, from);
      kernels.addTo(u, from, shift, 0, RUN);
      if (from < present) {
        bound.combined(1, w, from);
      }
    }

    @Override
    public LookupProver.LayerRounds rounds(RoundWeights weights, List<Ext> bound) {
      return new LeafRounds(this, weights, bound);
    }
  }

  private LeafRounds(Store store, RoundWeights weights, List<Ext> bound) {
    this.kernels = store.kernels;
    this.weights = weights;
    this.point = store.point;
    this.bound = new ArrayList<>(bound);
    this.lambda = store.lambda;
    this.mu = store.mu;
    this.pairs = store.pairs;
    this.u = store.u;
    this.w = store.w;
    this.size = store.size;
    this.present = store.present;
    this.tail = filled(RUN, lambda);
  }

  private static ExtVector filled(int n, Ext value) {
    ExtVector v = ExtVector.zeros(n);
    Arrays.fill(v.c0(), value.c0());
    Arrays.fill(v.c1(), value.c1());
    return v;
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    boolean whole = present == size;
    Ext[] sums = weights.sum((from, n, e) -> sums(from, n, e, half, whole));
    return new Ext[] {sums[0].minus(mu.times(numeratorSum())), sums[1]};
  }

  private Ext[] sums(int from, int n, ExtVector e, int half, boolean whole) {
    if (from >= present) {
      // w is lambda above and below: the sum is linear.
      return new Ext[] {kernels.dot(e, 0, u, from, n).times(lambda), Ext.ZERO};
    }
    ExtVector top = whole ? w : tail;
    int high = whole ? half + from : 0;
    return kernels.productRound(e, 0, u, from, half + from, w, from, top, high, n);
  }

  /** The weighted sum of n1 where this round's variable is zero: an extension of [x < pairs]. */
  private Ext numeratorSum() {
    List<Ext> at = new ArrayList<>(bound);
    at.add(Ext.ZERO);
    at.addAll(point.subList(at.size(), point.size()));
    return Multilinear.below(at, pairs);
  }

  @Override
  public void bind(Ext r) {
    int half = size / 2;
    boolean whole = present == size;
    int kept = whole ? half : present;
    inRuns(half, (from, n) -> kernels.fold(u, from, u, from, half + from, r, n));
    inRuns(
        kept,
        (from, n) ->
            kernels.fold(w, from, w, from, whole ? w : tail, whole ? half + from : 0, r, n));
    size = half;
    present = kept;
    bound.add(r);
  }

  /** Work on n entries from a place on, at most a run of them. */
  private interface Chunk {
    void run(int from, int n);
  }

  private static void inRuns(int n, Chunk chunk) {
    Workers.forRanges(
        n,
        RUN,
        (from, to) -> {
          for (int i = from; i < to; i += RUN) {
            chunk.run(i, Math.min(RUN, to - i));
          }
        });
  }

  @Override
  public Ext[] children() {
    Ext n1 = Multilinear.below(bound, pairs);
    Ext d1 = w.get(0).minus(n1).times(mu);
    return new Ext[] {Ext.ONE, n1, u.get(0).minus(mu), d1};
  }
}
