package pot.zk.lookup;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.IntegerKernels;

/**
 * The weights eq(point, .) of many runs as products: one for each place of a block of runs, cut for
 * sums of integers, and one for each block. So no product in K is left for a place.
 */
final class RunWeights {
  private static final int RUN = Nodes.RUN;

  /** A block's tables stay in the second-level cache; its sums are put together once. */
  private static final int BLOCK_VARIABLES = 13;

  private final ExtVector low;
  private final ExtVector high;
  private final double[] pieces;
  private final Ext[] totals;

  /**
   * @param point of a run at least
   */
  RunWeights(List<Ext> point, FieldKernels kernels) {
    int split = Math.max(0, point.size() - BLOCK_VARIABLES);
    this.high = Multilinear.eqTable(point.subList(0, split), kernels);
    this.low = Multilinear.eqTable(point.subList(split, point.size()), kernels);
    this.pieces = IntegerKernels.cut(low);
    this.totals = new Ext[low.length() / RUN];
    for (int run = 0; run < totals.length; run++) {
      totals[run] = Ext.ZERO;
      for (int i = run * RUN; i < (run + 1) * RUN; i++) {
        totals[run] = totals[run].plus(low.get(i));
      }
    }
  }

  int blocks() {
    return high.length();
  }

  Ext ofBlock(int block) {
    return high.get(block);
  }

  /** Runs of a block. */
  int runs() {
    return totals.length;
  }

  /** The weights of a block, cut: {@link IntegerKernels#cut}. */
  double[] pieces() {
    return pieces;
  }

  /** Copies the weights of a run. */
  void copy(int run, ExtVector out) {
    low.copyTo(run * RUN, out, 0, RUN);
  }

  /** Their sum. */
  Ext total(int run) {
    return totals[run];
  }
}
