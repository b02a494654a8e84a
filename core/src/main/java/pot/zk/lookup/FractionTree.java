package pot.zk.lookup;

import java.util.Arrays;
import java.util.List;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/** The prover's fraction tree: all layers kept, consumed from the root to the leaves. */
public final class FractionTree implements LookupProver {
  private static final int GRAIN = 1 << 12;

  private static final ExtVector NONE = ExtVector.zeros(0);
  private static final Ext[] ZEROS = {Ext.ZERO, Ext.ZERO};

  /** Where the values of a committed slice are. */
  @FunctionalInterface
  public interface SliceValues {
    /** The slice's entries, canonical, in an array that starts with them. */
    long[] of(Slice slice);
  }

  private final LookupLayout layout;
  private final SliceValues values;
  private final FieldKernels kernels;

  /** By layer, from the root: what is above the leaves. */
  private final ExtVector[] numerators;

  private final ExtVector[] denominators;

  /** Denominators of the leaves that are not padding; their numerators are one. */
  private ExtVector leaves = NONE;

  public FractionTree(LookupLayout layout, SliceValues values, FieldKernels kernels) {
    this.layout = layout;
    this.values = values;
    this.kernels = kernels;
    this.numerators = new ExtVector[layout.variables()];
    this.denominators = new ExtVector[layout.variables()];
  }

  /**
   * How often each entry of a table is looked up: the honest multiplicities.
   *
   * @param table its place among the layout's tables
   */
  public static long[] countMultiplicities(LookupLayout layout, int table, SliceValues values) {
    long[] counts = new long[1 << layout.tables().get(table).bits()];
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      if (leaf.table() != table) {
        continue;
      }
      // Of a pair, the first says which entry is meant.
      LookupLayout.Part key = leaf.parts().get(0);
      long[] limbs = values.of(key.slice());
      for (int i = 0; i < leaf.size(); i++) {
        long x = Goldilocks.mul(limbs[i], key.factor());
        // What lies outside the table has no multiplicity: the lookup identity then fails.
        if (x >= 0 && x < counts.length) {
          counts[(int) x]++;
        }
      }
    }
    return counts;
  }

  @Override
  public void begin(Ext alpha, Ext delta) {
    leaves = leafDenominators(alpha, delta);
    int last = layout.variables() - 1;
    if (last >= 0) {
      aboveLeaves(last);
    }
    for (int k = last - 1; k >= 0; k--) {
      int half = 1 << k;
      ExtVector num = ExtVector.zeros(half);
      ExtVector den = ExtVector.zeros(half);
      ExtVector childN = numerators[k + 1];
      ExtVector childD = denominators[k + 1];
      Workers.forRanges(
          half,
          GRAIN,
          (from, to) ->
              kernels.addFractions(num, den, from, childN, childD, from, half + from, to - from));
      numerators[k] = num;
      denominators[k] = den;
    }
  }

  private ExtVector leafDenominators(Ext alpha, Ext delta) {
    ExtVector d = ExtVector.zeros(layout.used());
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      Ext start = alpha.minus(layout.tag(leaf, delta));
      Arrays.fill(d.c0(), leaf.offset(), leaf.offset() + leaf.size(), start.c0());
      Arrays.fill(d.c1(), leaf.offset(), leaf.offset() + leaf.size(), start.c1());
      for (LookupLayout.Part part : leaf.parts()) {
        subtract(d, leaf.offset(), values.of(part.slice()), part.coefficient(delta), leaf.size());
      }
    }
    return d;
  }

  /** Each leaf of the lower half with that of the upper, which may be padding: 0/1. */
  private void aboveLeaves(int variables) {
    int half = 1 << variables;
    int pairs = layout.used() - half;
    ExtVector num = ExtVector.zeros(half);
    ExtVector den = ExtVector.zeros(half);
    Workers.forRanges(
        pairs,
        GRAIN,
        (from, to) -> kernels.addReciprocals(num, den, from, leaves, from, half + from, to - from));
    Arrays.fill(num.c0(), pairs, half, 1);
    System.arraycopy(leaves.c0(), pairs, den.c0(), pairs, half - pairs);
    System.arraycopy(leaves.c1(), pairs, den.c1(), pairs, half - pairs);
    numerators[variables] = num;
    denominators[variables] = den;
  }

  /** d -= coefficient * limbs. */
  private static void subtract(ExtVector d, int offset, long[] limbs, Ext coefficient, int size) {
    Workers.forRanges(
        size,
        GRAIN,
        (from, to) -> {
          long[] c0 = d.c0();
          long[] c1 = d.c1();
          for (int i = from; i < to; i++) {
            int at = offset + i;
            c0[at] = Goldilocks.sub(c0[at], Goldilocks.mul(coefficient.c0(), limbs[i]));
          }
          for (int i = from; i < to && !coefficient.isInBaseField(); i++) {
            int at = offset + i;
            c1[at] = Goldilocks.sub(c1[at], Goldilocks.mul(coefficient.c1(), limbs[i]));
          }
        });
  }

  @Override
  public Ext tableSum(List<ExtVector> reciprocals) {
    Ext sum = Ext.ZERO;
    for (int t = 0; t < reciprocals.size(); t++) {
      long[] counts = values.of(layout.tables().get(t).multiplicities());
      ExtVector ofTable = reciprocals.get(t);
      sum = sum.plus(kernels.dotBase(ofTable, 0, counts, 0, ofTable.length()));
    }
    return sum;
  }

  @Override
  public Ext[] root() {
    return layout.variables() == 0
        ? new Ext[] {Ext.ONE, leaves.get(0)}
        : new Ext[] {numerators[0].get(0), denominators[0].get(0)};
  }

  @Override
  public LayerRounds layer(List<Ext> point, Ext lambda) {
    int below = point.size() + 1;
    if (below == layout.variables()) {
      return new LeafRounds(taken(leaves, () -> leaves = NONE), point, lambda, kernels);
    }
    ExtVector n = taken(numerators[below], () -> numerators[below] = NONE);
    ExtVector d = taken(denominators[below], () -> denominators[below] = NONE);
    return new LayerOfNodes(n, d, point, lambda, kernels);
  }

  /**
   * A vector to be bound in place. A layer is asked for once, so that the memory of a large one
   * need not stay.
   */
  private static ExtVector taken(ExtVector vector, Runnable drop) {
    if (vector.length() <= GRAIN) {
      return vector.slice(0, vector.length());
    }
    drop.run();
    return vector;
  }

  /**
   * n0 d1 + n1 d0 + lambda d0 d1 = m0 d1 + n1 d0 with m0 = n0 + lambda d0, over the nodes of an
   * inner layer.
   */
  private static final class LayerOfNodes implements LayerRounds {
    private final ExtVector m;
    private final ExtVector d;
    private final RoundWeights weights;
    private final Ext lambda;
    private final FieldKernels kernels;
    private final int second;
    private int size;

    LayerOfNodes(ExtVector n, ExtVector d, List<Ext> point, Ext lambda, FieldKernels kernels) {
      this.m = n;
      this.d = d;
      this.weights = new RoundWeights(point, kernels);
      this.lambda = lambda;
      this.kernels = kernels;
      this.second = 1 << point.size();
      this.size = second;
      Workers.forRanges(
          second, GRAIN, (from, to) -> kernels.addScaled(n, from, lambda, d, from, to - from));
    }

    @Override
    public Ext[] round() {
      int half = size / 2;
      ExtVector e = weights.next();
      return Workers.reduce(
          half,
          GRAIN,
          ZEROS,
          (from, to) -> kernels.crossRound(e, from, m, d, from, second, half, to - from),
          FractionTree::sum);
    }

    @Override
    public void bind(Ext r) {
      int half = size / 2;
      Workers.forRanges(
          half,
          GRAIN,
          (from, to) -> {
            for (ExtVector t : List.of(m, d)) {
              kernels.fold(t, from, t, from, half + from, r, to - from);
              int other = second + from;
              kernels.fold(t, other, t, other, half + other, r, to - from);
            }
          });
      size = half;
    }

    @Override
    public Ext[] children() {
      Ext d0 = d.get(0);
      Ext n0 = m.get(0).minus(lambda.times(d0));
      return new Ext[] {n0, m.get(second), d0, d.get(second)};
    }
  }

  static Ext[] sum(Ext[] a, Ext[] b) {
    return new Ext[] {a[0].plus(b[0]), a[1].plus(b[1])};
  }
}
