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
 * The rounds over the leaves. All leaves that are not padding have the numerator one, and those of
 * the lower half are not: with mu = 1/lambda, u = d0 + mu and w = lambda d1 + n1,
 *
 * <pre>  n0 d1 + n1 d0 + lambda d0 d1 = u w - mu n1.</pre>
 *
 * n1 is one below the number of pairs and zero from there on: its sums are known without a table.
 * So is w where there is padding: lambda. Neither costs work or memory there.
 */
final class LeafRounds implements LookupProver.LayerRounds {
  private static final int GRAIN = 1 << 12;

  private final FieldKernels kernels;
  private final RoundWeights weights;
  private final List<Ext> point;
  private final List<Ext> bound = new ArrayList<>();
  private final Ext lambda;
  private final Ext mu;
  private final int pairs;

  /** Takes its values from the lower half of the leaves on. */
  private final ExtVector u;

  /** A power of two of values, then lambda on and on. */
  private final ExtVector w;

  /** Lambda, as many as a range has. */
  private final ExtVector tail;

  private int size;
  private int stored;

  /**
   * @param leaves denominators, more than half of 2^(variables + 1); overwritten
   * @param point of as many coordinates as there are rounds
   */
  LeafRounds(ExtVector leaves, List<Ext> point, Ext lambda, FieldKernels kernels) {
    this.kernels = kernels;
    this.weights = new RoundWeights(point, kernels);
    this.point = point;
    this.lambda = lambda;
    this.mu = lambda.inverse();
    this.u = leaves;
    this.size = 1 << point.size();
    this.pairs = leaves.length() - size;
    this.stored = Math.min(size, 1 << Multilinear.variables(Math.max(1, pairs)));
    this.w = filled(stored, lambda);
    this.tail = filled(Math.min(GRAIN, size), lambda);
    ExtVector one = filled(Math.min(GRAIN, size), Ext.ONE);
    ExtVector shift = filled(Math.min(GRAIN, size), mu);
    int upper = size;
    inChunks(
        pairs,
        (from, n) -> {
          kernels.scale(w, from, lambda, leaves, upper + from, n);
          kernels.addTo(w, from, one, 0, n);
        });
    inChunks(size, (from, n) -> kernels.addTo(u, from, shift, 0, n));
  }

  private static ExtVector filled(int n, Ext value) {
    ExtVector v = ExtVector.zeros(n);
    Arrays.fill(v.c0(), value.c0());
    Arrays.fill(v.c1(), value.c1());
    return v;
  }

  /** Work on n entries from a place on, at most a grain of them. */
  private interface Chunk {
    void run(int from, int n);
  }

  private static void inChunks(int n, Chunk chunk) {
    Workers.forRanges(
        n,
        GRAIN,
        (from, to) -> {
          for (int i = from; i < to; i += GRAIN) {
            chunk.run(i, Math.min(GRAIN, to - i));
          }
        });
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    ExtVector e = weights.next();
    boolean whole = stored == size;
    Ext[] products =
        Workers.reduce(
            whole ? half : stored,
            GRAIN,
            new Ext[] {Ext.ZERO, Ext.ZERO},
            (from, to) -> products(e, from, to, half, whole),
            FractionTree::sum);
    Ext beyond =
        Workers.reduce(
            whole ? 0 : half - stored,
            GRAIN,
            Ext.ZERO,
            (from, to) -> kernels.dot(e, stored + from, u, stored + from, to - from),
            Ext::plus);
    Ext constant = products[0].plus(beyond.times(lambda)).minus(mu.times(numeratorSum()));
    return new Ext[] {constant, products[1]};
  }

  private Ext[] products(ExtVector e, int from, int to, int half, boolean whole) {
    Ext[] sum = {Ext.ZERO, Ext.ZERO};
    for (int i = from; i < to; i += GRAIN) {
      int n = Math.min(GRAIN, to - i);
      Ext[] part =
          whole
              ? kernels.productRound(e, i, u, i, half + i, w, i, w, half + i, n)
              : kernels.productRound(e, i, u, i, half + i, w, i, tail, 0, n);
      sum = FractionTree.sum(sum, part);
    }
    return sum;
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
    Workers.forRanges(
        half, GRAIN, (from, to) -> kernels.fold(u, from, u, from, half + from, r, to - from));
    if (stored == size) {
      Workers.forRanges(
          half, GRAIN, (from, to) -> kernels.fold(w, from, w, from, half + from, r, to - from));
      stored = half;
    } else {
      inChunks(stored, (from, n) -> kernels.fold(w, from, w, from, tail, 0, r, n));
    }
    size = half;
    bound.add(r);
  }

  @Override
  public Ext[] children() {
    Ext n1 = Multilinear.below(bound, pairs);
    Ext d1 = w.get(0).minus(n1).times(mu);
    return new Ext[] {Ext.ONE, n1, u.get(0).minus(mu), d1};
  }
}
