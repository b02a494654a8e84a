package pot.zk.lookup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;

/**
 * The rounds over the leaves. All leaves that are not padding have the numerator one, and those of
 * the lower half are not: with mu = 1/lambda, u = d0 + mu and w = lambda d1 + n1,
 *
 * <pre>  n0 d1 + n1 d0 + lambda d0 d1 = u w - mu n1.</pre>
 *
 * n1 is one below the number of pairs and zero from there on: its sums are known without a table.
 * So is w where there is padding: lambda. Neither costs work or memory there.
 *
 * <p>The first round reads the leaves; binding its variable stores half as many values.
 */
final class LeafRounds implements LookupProver.LayerRounds {
  private static final int RUN = Nodes.RUN;

  private final FieldKernels kernels;
  private final Leaves leaves;
  private final RoundWeights weights;
  private final Pool<Values> buffers = new Pool<>(Values::new);
  private final List<Ext> point;
  private final List<Ext> bound = new ArrayList<>();
  private final Ext lambda;
  private final Ext mu;
  private final int pairs;

  /** Nothing before the first binding, as w. */
  private final ExtVector u;

  /** A power of two of values, then lambda on and on. */
  private final ExtVector w;

  /** Lambda, as many as a run has. */
  private final ExtVector tail;

  private int size;

  /** Values of w that are not all lambda: whole runs. */
  private int present;

  private boolean stored;

  /**
   * @param point of as many coordinates as there are rounds
   * @param u, w scratch, at least one run long and a quarter of the leaves
   */
  LeafRounds(
      Leaves leaves, List<Ext> point, Ext lambda, ExtVector u, ExtVector w, FieldKernels kernels) {
    this.kernels = kernels;
    this.leaves = leaves;
    this.weights = new RoundWeights(point, kernels);
    this.point = point;
    this.lambda = lambda;
    this.mu = lambda.inverse();
    this.u = u;
    this.w = w;
    this.size = 1 << point.size();
    this.pairs = leaves.used() - size;
    this.present = Math.min(size, Math.max(RUN, 1 << Multilinear.variables(Math.max(1, pairs))));
    this.tail = filled(RUN, lambda);
    if (size <= RUN) {
      Values all = new Values();
      all.readLower(0, size, u, 0);
      all.readUpper(0, present, w, 0);
      stored = true;
    }
  }

  private static ExtVector filled(int n, Ext value) {
    ExtVector v = ExtVector.zeros(n);
    Arrays.fill(v.c0(), value.c0());
    Arrays.fill(v.c1(), value.c1());
    return v;
  }

  /** Reads u and w from the leaves. */
  private final class Values {
    private final ExtVector shift = filled(RUN, mu);
    private final ExtVector one = filled(RUN, Ext.ONE);
    private final ExtVector us = ExtVector.zeros(2 * RUN);
    private final ExtVector ws = ExtVector.zeros(2 * RUN);
    private final int half = leaves.size() / 2;

    /** u = d0 + mu. */
    void readLower(int from, int n, ExtVector out, int at) {
      leaves.denominators(from, n, out, at);
      kernels.addTo(out, at, shift, 0, n);
    }

    /** w = lambda d1 + n1. */
    void readUpper(int from, int n, ExtVector out, int at) {
      leaves.denominators(half + from, n, out, at);
      kernels.scale(out, at, lambda, out, at, n);
      kernels.addTo(out, at, one, 0, Math.max(0, Math.min(n, pairs - from)));
    }
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    boolean whole = present == size;
    Ext[] sums =
        weights.sum(
            buffers,
            (values, from, n, e) ->
                stored
                    ? storedSums(from, n, e, half, whole)
                    : readSums(values, from, n, e, half, whole));
    return new Ext[] {sums[0].minus(mu.times(numeratorSum())), sums[1]};
  }

  private Ext[] storedSums(int from, int n, ExtVector e, int half, boolean whole) {
    if (from >= present) {
      return beyond(e, u, from, n);
    }
    ExtVector top = whole ? w : tail;
    int high = whole ? half + from : 0;
    return kernels.productRound(e, 0, u, from, half + from, w, from, top, high, n);
  }

  private Ext[] readSums(Values v, int from, int n, ExtVector e, int half, boolean whole) {
    v.readLower(from, n, v.us, 0);
    if (from >= present) {
      return beyond(e, v.us, 0, n);
    }
    v.readLower(half + from, n, v.us, RUN);
    v.readUpper(from, n, v.ws, 0);
    if (!whole) {
      return kernels.productRound(e, 0, v.us, 0, RUN, v.ws, 0, tail, 0, n);
    }
    v.readUpper(half + from, n, v.ws, RUN);
    return kernels.productRound(e, 0, v.us, 0, RUN, v.ws, 0, v.ws, RUN, n);
  }

  /** Where w is lambda, above and below: the sum is linear. */
  private Ext[] beyond(ExtVector e, ExtVector u, int from, int n) {
    return new Ext[] {kernels.dot(e, 0, u, from, n).times(lambda), Ext.ZERO};
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
    if (stored) {
      inRuns(half, (from, n) -> kernels.fold(u, from, u, from, half + from, r, n));
      inRuns(
          kept,
          (from, n) ->
              kernels.fold(w, from, w, from, whole ? w : tail, whole ? half + from : 0, r, n));
    } else {
      Workers.forRanges(
          half, RUN, (from, to) -> buffers.use(v -> bindRead(v, half, whole, from, to, r)));
      stored = true;
    }
    size = half;
    present = kept;
    bound.add(r);
  }

  private void bindRead(Values values, int half, boolean whole, int from, int to, Ext r) {
    ExtVector pair = values.us;
    for (int i = from; i < to; i += RUN) {
      int n = Math.min(RUN, to - i);
      values.readLower(i, n, pair, 0);
      values.readLower(half + i, n, pair, RUN);
      kernels.fold(u, i, pair, 0, RUN, r, n);
      int some = whole ? n : Math.min(n, present - i);
      if (some > 0) {
        values.readUpper(i, some, pair, 0);
        if (whole) {
          values.readUpper(half + i, some, pair, RUN);
        }
        kernels.fold(w, i, pair, 0, whole ? pair : tail, whole ? RUN : 0, r, some);
      }
    }
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
