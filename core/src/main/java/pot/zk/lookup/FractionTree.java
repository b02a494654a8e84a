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

  /** Where the values of a committed slice are. */
  @FunctionalInterface
  public interface SliceValues {
    /** The slice's entries, canonical, in an array that starts with them. */
    long[] of(Slice slice);
  }

  private final LookupLayout layout;
  private final SliceValues values;
  private final FieldKernels kernels;
  private final ExtVector[] numerators;
  private final ExtVector[] denominators;

  public FractionTree(LookupLayout layout, SliceValues values, FieldKernels kernels) {
    this.layout = layout;
    this.values = values;
    this.kernels = kernels;
    this.numerators = new ExtVector[layout.variables() + 1];
    this.denominators = new ExtVector[layout.variables() + 1];
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
    int top = layout.variables();
    ExtVector n = ExtVector.zeros(1 << top);
    ExtVector d = ExtVector.zeros(1 << top);
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      Ext start = alpha.minus(layout.tag(leaf, delta));
      Arrays.fill(n.c0(), leaf.offset(), leaf.offset() + leaf.size(), 1);
      Arrays.fill(d.c0(), leaf.offset(), leaf.offset() + leaf.size(), start.c0());
      Arrays.fill(d.c1(), leaf.offset(), leaf.offset() + leaf.size(), start.c1());
      for (LookupLayout.Part part : leaf.parts()) {
        subtract(d, leaf.offset(), values.of(part.slice()), part.coefficient(delta), leaf.size());
      }
    }
    for (int i = layout.used(); i < d.length(); i++) {
      d.c0()[i] = 1;
    }
    numerators[top] = n;
    denominators[top] = d;
    for (int k = top - 1; k >= 0; k--) {
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
    return new Ext[] {numerators[0].get(0), denominators[0].get(0)};
  }

  @Override
  public LayerRounds layer(int variables, ExtVector eqTable, Ext lambda) {
    ExtVector n = numerators[variables + 1];
    ExtVector d = denominators[variables + 1];
    int half = 1 << variables;
    if (half > GRAIN) {
      // A layer is asked for once: memory of the large ones need not stay.
      numerators[variables + 1] = ExtVector.zeros(0);
      denominators[variables + 1] = ExtVector.zeros(0);
    }
    return new Layer(
        List.of(
            n.slice(0, half), n.slice(half, 2 * half), d.slice(0, half), d.slice(half, 2 * half)),
        eqTable,
        lambda,
        kernels);
  }

  /** Rounds over the tables n0, n1, d0, d1 with the weights of the variables still unbound. */
  private static final class Layer implements LayerRounds {
    private final List<ExtVector> tables;
    private final ExtVector eq;
    private final Ext lambda;
    private final FieldKernels kernels;
    private int size;

    Layer(List<ExtVector> tables, ExtVector eq, Ext lambda, FieldKernels kernels) {
      this.tables = tables;
      this.eq = eq;
      this.lambda = lambda;
      this.kernels = kernels;
      this.size = tables.get(0).length();
    }

    @Override
    public Ext[] round() {
      int half = size / 2;
      // Weights of the remaining variables: eq(r_i, 0) + eq(r_i, 1) = 1 sums this round's variable
      // out.
      Workers.forRanges(
          half,
          GRAIN,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              eq.set(i, eq.get(i).plus(eq.get(half + i)));
            }
          });
      Ext[] zero = {Ext.ZERO, Ext.ZERO};
      return Workers.reduce(
          half,
          GRAIN,
          zero,
          (from, to) ->
              kernels.fractionRound(
                  eq,
                  from,
                  tables.get(0),
                  tables.get(1),
                  tables.get(2),
                  tables.get(3),
                  lambda,
                  from,
                  half + from,
                  to - from),
          (a, b) -> new Ext[] {a[0].plus(b[0]), a[1].plus(b[1])});
    }

    @Override
    public void bind(Ext r) {
      int half = size / 2;
      Workers.forRanges(
          half,
          GRAIN,
          (from, to) -> {
            for (ExtVector t : tables) {
              kernels.fold(t, from, t, from, half + from, r, to - from);
            }
          });
      size = half;
    }

    @Override
    public Ext[] children() {
      return tables.stream().map(t -> t.get(0)).toArray(Ext[]::new);
    }
  }
}
