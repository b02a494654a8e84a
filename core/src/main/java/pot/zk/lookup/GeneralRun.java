package pot.zk.lookup;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/** One run of a layer's first two rounds whatever its nodes are, by arithmetic in K. */
final class GeneralRun {
  private static final int RUN = Nodes.RUN;
  private static final int CHILD = Grid.CORNERS * RUN;

  private final FieldKernels kernels;
  private final Nodes.Reader reader;

  /** n + lambda d of the first child's corners, n of the second's. */
  private final ExtVector m = ExtVector.zeros(2 * CHILD);

  private final ExtVector d = ExtVector.zeros(2 * CHILD);

  GeneralRun(Nodes nodes, FieldKernels kernels) {
    this.reader = nodes.reader();
    this.kernels = kernels;
  }

  /** Reads a run. */
  void read(RunNodes nodes, Ext lambda) {
    for (int child = 0; child < 2; child++) {
      for (int c = 0; c < Grid.CORNERS; c++) {
        reader.read(nodes.first(child, c), RUN, m, d, child * CHILD + c * RUN);
      }
    }
    kernels.addScaled(m, 0, lambda, d, 0, CHILD);
  }

  /** The weighted sums of m0 d1 + n1 d0. Overwrites what was read. */
  Grid grid(ExtVector e) {
    Ext[] sums = new Ext[Grid.POINTS];
    put(sums, e, 0, 2, 0, 4);
    put(sums, e, 1, 3, 1, 5);
    put(sums, e, 2, 3, 2, 7);
    put(sums, e, 0, 1, 0, 6);
    // The first variable's differences take the place of the upper corners.
    Ext minusOne = Ext.ONE.negate();
    for (ExtVector v : new ExtVector[] {m, d}) {
      for (int child = 0; child < 2; child++) {
        kernels.addScaled(v, child * CHILD + 2 * RUN, minusOne, v, child * CHILD, 2 * RUN);
      }
    }
    put(sums, e, 2, 3, 4, 8);
    sums[Grid.UNUSED] = Ext.ZERO;
    return Grid.of(sums);
  }

  /** The constant and the leading coefficient between two corners, to two points. */
  private void put(Ext[] sums, ExtVector e, int low, int high, int constant, int leading) {
    Ext[] round = kernels.crossRound(e, 0, m, d, low * RUN, CHILD, (high - low) * RUN, RUN);
    sums[constant] = round[0];
    sums[leading] = round[1];
  }

  /** Binds both variables; the values are then at corner 0. */
  void bind(Ext x, Ext y) {
    for (ExtVector v : new ExtVector[] {m, d}) {
      for (int from = 0; from <= CHILD; from += CHILD) {
        kernels.fold(v, from, v, from, from + 2 * RUN, x, 2 * RUN);
        kernels.fold(v, from, v, from, from + RUN, y, RUN);
      }
    }
  }

  /** Copies a bound child's n + lambda d or n. */
  void copyM(int child, ExtVector out, int at) {
    m.copyTo(child * CHILD, out, at, RUN);
  }

  void copyD(int child, ExtVector out, int at) {
    d.copyTo(child * CHILD, out, at, RUN);
  }

  /** Adds factor times a bound child's d. */
  void addD(int child, Ext factor, ExtVector out, int at) {
    kernels.addScaled(out, at, factor, d, child * CHILD, RUN);
  }
}
