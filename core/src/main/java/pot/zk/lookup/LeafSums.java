package pot.zk.lookup;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.Combination;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.IntegerKernels;

/**
 * A level near the leaves, read from their integers where it can be: by {@link NodeForms} up to
 * four fractions 1/(alpha - x) are added up at once, and more are two such sums, added.
 */
final class LeafSums implements Nodes {
  /** Leaves whose fractions are added up at once. */
  private static final int GROUP = IntegerKernels.FACTORS;

  private final Nodes sums;
  private final LeafIntegers leaves;
  private final FieldKernels kernels;
  private final Combination[] numerators = new Combination[GROUP + 1];
  private final Combination[] denominators = new Combination[GROUP + 1];

  /**
   * @param sums the same level by adding up the nodes below
   */
  LeafSums(Nodes sums, LeafIntegers leaves, NodeForms forms, FieldKernels kernels) {
    this.sums = sums;
    this.leaves = leaves;
    this.kernels = kernels;
    Ext[] once = {Ext.ONE};
    for (int c = 1; c <= GROUP; c++) {
      numerators[c] = forms.combination(new int[] {c}, once, Ext.ONE, Ext.ZERO);
      denominators[c] = forms.combination(new int[] {c}, once, Ext.ZERO, Ext.ONE);
    }
  }

  @Override
  public int size() {
    return sums.size();
  }

  @Override
  public Kind kind(int from, int n) {
    return sums.kind(from, n);
  }

  @Override
  public Reader reader() {
    return new SumReader(sums.reader());
  }

  private final class SumReader implements Reader {
    private final Reader general;
    private final double[] v = new double[IntegerKernels.PIECES * LeafIntegers.STRIDE];

    /** Two groups, to be added. */
    private final ExtVector n = ExtVector.zeros(2 * RUN);

    private final ExtVector d = ExtVector.zeros(2 * RUN);

    SumReader(Reader general) {
      this.general = general;
    }

    @Override
    public void read(int from, int count, ExtVector num, ExtVector den, int at) {
      boolean whole = count == RUN && from % RUN == 0;
      int real = whole ? leaves.count(from, size()) : LeafIntegers.OTHER;
      if (real <= 0 || real > 2 * GROUP) {
        general.read(from, count, num, den, at);
      } else if (real <= GROUP) {
        readGroup(from, real, num, den, at);
      } else {
        readGroup(from, GROUP, n, d, 0);
        int rest = real - GROUP;
        readGroup(from + GROUP * size(), rest, n, d, RUN);
        if (rest == 1) {
          // The second numerator is one.
          kernels.multiply(num, at, n, 0, d, RUN, RUN);
          kernels.addTo(num, at, d, 0, RUN);
          kernels.multiply(den, at, d, 0, d, RUN, RUN);
        } else {
          kernels.addFractions(num, den, at, n, d, 0, RUN, RUN);
        }
      }
    }

    private void readGroup(int from, int real, ExtVector num, ExtVector den, int at) {
      leaves.readNodes(from, size(), real, v, 0);
      kernels.integers().combine(num, at, numerators[real], v, 0, RUN);
      kernels.integers().combine(den, at, denominators[real], v, 0, RUN);
    }
  }
}
