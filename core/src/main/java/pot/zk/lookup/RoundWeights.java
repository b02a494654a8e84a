package pot.zk.lookup;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;

/**
 * The weights of each round of a weighted sumcheck: eq of the coordinates after the round's own,
 * which the round polynomial has factored out. They are products of a weight by run of entries and
 * one by place within the run, so that two small tables serve for any number of entries.
 */
final class RoundWeights {
  private static final int LOW_VARIABLES = Multilinear.variables(Nodes.RUN);

  /** Runs that one task sums over. */
  private static final int GRAIN = 8;

  /** By place within a run, all of a run's or, in the last rounds, all there are. */
  private final ExtVector low;

  /** By run. */
  private final ExtVector high;

  private final FieldKernels kernels;
  private int lowSize;
  private int highSize;

  /** Two sums over some entries, weighted by a vector's entries from zero on. */
  interface RunSums {
    Ext[] of(int from, int n, ExtVector weights);
  }

  /**
   * @param point at least one coordinate, or there are no rounds
   */
  RoundWeights(List<Ext> point, FieldKernels kernels) {
    this.kernels = kernels;
    List<Ext> after = point.isEmpty() ? point : point.subList(1, point.size());
    int split = Math.max(0, after.size() - LOW_VARIABLES);
    this.high = Multilinear.eqTable(after.subList(0, split), kernels);
    this.low = Multilinear.eqTable(after.subList(split, after.size()), kernels);
    this.highSize = high.length();
    this.lowSize = low.length();
  }

  /** The next round's pair of sums over all its entries. */
  Ext[] sum(RunSums ofRun) {
    Ext[] sums =
        Workers.reduce(
            highSize,
            Math.min(GRAIN, highSize),
            new Ext[] {Ext.ZERO, Ext.ZERO},
            (from, to) -> sum(ofRun, from, to),
            RoundWeights::plus);
    halve();
    return sums;
  }

  private Ext[] sum(RunSums ofRun, int from, int to) {
    Ext[] sum = {Ext.ZERO, Ext.ZERO};
    for (int run = from; run < to; run++) {
      Ext[] part = ofRun.of(run * lowSize, lowSize, low);
      Ext weight = high.get(run);
      sum[0] = sum[0].plus(part[0].times(weight));
      sum[1] = sum[1].plus(part[1].times(weight));
    }
    return sum;
  }

  /** Runs of the next round. */
  int runs() {
    return highSize;
  }

  /** Weights by place within a run; that of an entry is this times its run's. */
  ExtVector low() {
    return low;
  }

  Ext high(int run) {
    return high.get(run);
  }

  /** eq(r, 0) + eq(r, 1) = 1 sums the next round's variable out. */
  void halve() {
    if (highSize > 1) {
      highSize /= 2;
      kernels.addTo(high, 0, high, highSize, highSize);
    } else {
      lowSize /= 2;
      kernels.addTo(low, 0, low, lowSize, lowSize);
    }
  }

  private static Ext[] plus(Ext[] a, Ext[] b) {
    return new Ext[] {a[0].plus(b[0]), a[1].plus(b[1])};
  }
}
