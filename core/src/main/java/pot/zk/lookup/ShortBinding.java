package pot.zk.lookup;

import java.util.ArrayList;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.lookup.ShortNodes.Form;
import pot.zk.simd.IntegerKernels;

/**
 * Runs of one {@link RunShape} with their first two variables bound: each value is the sum of eight
 * to twelve integers times elements of K, reduced once.
 */
final class ShortBinding {
  private static final int RUN = Nodes.RUN;

  /** A corner's integers: a, or s and the two halves of q; then s and q before q is split. */
  private static final int SLOTS = 3;

  private static final int PRODUCTS = Grid.CORNERS * SLOTS * RUN;

  private final IntegerKernels kernels;
  private final LeafIntegers leaves;
  private final RunShape shape;
  private final ShortNodes nodes;
  private final Ext[] weights;
  private final long[] v;

  static long[] buffer() {
    return new long[PRODUCTS + RUN];
  }

  /**
   * @param weights of the four corners
   * @param v from {@link #buffer}
   */
  ShortBinding(
      RunShape shape,
      LeafIntegers leaves,
      ShortNodes nodes,
      Ext[] weights,
      long[] v,
      IntegerKernels kernels) {
    this.shape = shape;
    this.leaves = leaves;
    this.nodes = nodes;
    this.weights = weights;
    this.v = v;
    this.kernels = kernels;
  }

  /** A value to compute: the form for a node of so many leaves. */
  interface Forms {
    Form of(int leaves);
  }

  /** Reads one child's integers. */
  void read(RunNodes run, int child) {
    for (int c = 0; c < Grid.CORNERS; c++) {
      int at = c * SLOTS * RUN;
      int node = run.first(child, c);
      switch (shape.leaves(child, c)) {
        // General corners are read, and added, in K.
        case 0, RunShape.GENERAL -> {}
        case 1 -> leaves.read(node, v, at);
        default -> {
          leaves.readPairs(node, node + run.level(), v, at, v, PRODUCTS);
          kernels.split(v, at + RUN, v, at + 2 * RUN, v, PRODUCTS, Character.SIZE, RUN);
        }
      }
    }
  }

  /** The bound values of the child that was read. */
  void bind(int child, Forms forms, ExtVector out, int at) {
    Ext base = Ext.ZERO;
    List<Ext> factors = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (int c = 0; c < Grid.CORNERS; c++) {
      int count = shape.leaves(child, c);
      Form form = forms.of(count).times(weights[c]);
      base = base.plus(form.base());
      int from = c * SLOTS * RUN;
      add(form.first(), from, factors, offsets);
      add(form.second(), from + RUN, factors, offsets);
      add(form.second().times(1L << Character.SIZE), from + 2 * RUN, factors, offsets);
    }
    kernels.combine(
        out,
        at,
        base,
        factors.toArray(Ext[]::new),
        v,
        offsets.stream().mapToInt(i -> i).toArray(),
        RUN);
  }

  private static void add(Ext factor, int offset, List<Ext> factors, List<Integer> offsets) {
    if (!factor.isZero()) {
      factors.add(factor);
      offsets.add(offset);
    }
  }

  /** n + lambda d. */
  Forms combined(Ext lambda) {
    return count -> nodes.numerator(count).plus(nodes.denominator(count).times(lambda));
  }

  Forms numerators() {
    return nodes::numerator;
  }

  Forms denominators() {
    return nodes::denominator;
  }
}
