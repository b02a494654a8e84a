package pot.zk.lookup;

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

  /** How often each table entry is looked up: the honest multiplicities. */
  public static long[] countMultiplicities(LookupLayout layout, SliceValues values) {
    long[] counts = new long[1 << layout.width()];
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      long[] limbs = values.of(leaf.slice());
      int size = leaf.slice().size();
      for (int i = 0; i < size; i++) {
        long x = Goldilocks.mul(limbs[i], leaf.factor());
        // What lies outside the table has no multiplicity: the lookup identity then fails.
        if (x >= 0 && x < counts.length) {
          counts[(int) x]++;
        }
      }
    }
    return counts;
  }

  @Override
  public void begin(Ext alpha) {
    int top = layout.variables();
    ExtVector n = ExtVector.zeros(1 << top);
    ExtVector d = ExtVector.zeros(1 << top);
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      long[] limbs = values.of(leaf.slice());
      int offset = leaf.offset();
      Workers.forRanges(
          leaf.slice().size(),
          GRAIN,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              n.c0()[offset + i] = 1;
              long x = leaf.factor() == 1 ? limbs[i] : Goldilocks.mul(limbs[i], leaf.factor());
              d.c0()[offset + i] = Goldilocks.sub(alpha.c0(), x);
              d.c1()[offset + i] = alpha.c1();
            }
          });
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

  @Override
  public Ext tableSum(ExtVector reciprocals) {
    long[] counts = values.of(layout.multiplicities());
    return kernels.dotBase(reciprocals, 0, counts, 0, reciprocals.length());
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
