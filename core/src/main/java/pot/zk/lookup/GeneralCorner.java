package pot.zk.lookup;

import java.util.Arrays;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.IntegerKernels;

/**
 * What a corner of the first child adds to a {@link Grid} whose nodes are elements of K, the second
 * child's being {@link ShortNodes}: with U = d0 + mu n0 of the corner and its weight c(X, Y), it is
 *
 * <pre>  c sum of e [lambda U (k - (alpha + mu) S + T) - mu n0 (v - S)]</pre>
 *
 * for the second child's constants k, v and integers S, T, each a linear function by its four
 * corners: sums of the integers with the weights e d0 and e n0.
 */
final class GeneralCorner {
  private static final int RUN = Nodes.RUN;
  private static final int PARTS = IntegerKernels.PARTS;

  /** Sums at four corners each. */
  private static final int D_S = 0;

  private static final int N_S = 1;
  private static final int D_T = 2;
  private static final int N_T = 3;

  private final int corner;
  private final GeneralNodes nodes;
  private final long[] parts = new long[4 * Grid.CORNERS * PARTS];
  private Ext sumD = Ext.ZERO;
  private Ext sumN = Ext.ZERO;
  private boolean summedS;
  private boolean summedT;

  GeneralCorner(int corner, GeneralNodes nodes) {
    this.corner = corner;
    this.nodes = nodes;
  }

  /**
   * Adds a run.
   *
   * @param v has the second child's integers: S of its corners one after the other from s on, T
   *     from t on
   * @param hasS whether there are any S but zeros; likewise T
   */
  void add(RunNodes run, ExtVector e, long[] v, int s, boolean hasS, int t, boolean hasT) {
    nodes.read(run.first(0, corner));
    nodes.weight(e);
    sumD = sumD.plus(nodes.kernels.dot(e, 0, nodes.d, 0, RUN));
    sumN = sumN.plus(nodes.kernels.dot(e, 0, nodes.n, 0, RUN));
    if (hasS) {
      sum(D_S, nodes.weightedD, v, s);
      sum(N_S, nodes.weightedN, v, s);
    }
    if (hasT) {
      sum(D_T, nodes.weightedD, v, t);
      sum(N_T, nodes.weightedN, v, t);
    }
    summedS |= hasS;
    summedT |= hasT;
  }

  private void sum(int kind, ExtVector weights, long[] v, int at) {
    for (int c = 0; c < Grid.CORNERS; c++) {
      int sum = (kind * Grid.CORNERS + c) * PARTS;
      nodes.kernels.integers().sum(parts, sum, weights, 0, v, at + c * RUN, RUN);
    }
  }

  private Ext[] linear(int kind, boolean summed, Ext weight) {
    Ext[] sums = new Ext[Grid.CORNERS];
    for (int c = 0; c < Grid.CORNERS; c++) {
      int sum = (kind * Grid.CORNERS + c) * PARTS;
      sums[c] = summed ? IntegerKernels.value(parts, sum, weight) : Ext.ZERO;
    }
    return Grid.extend(sums);
  }

  /**
   * The corner's share of the grid.
   *
   * @param constants k at each point
   * @param numerators v at each point
   */
  Grid grid(Ext[] constants, Ext[] numerators, Ext beta, Ext lambda, Ext mu) {
    Ext[] dS = linear(D_S, summedS, sumD);
    Ext[] nS = linear(N_S, summedS, sumN);
    Ext[] dT = linear(D_T, summedT, sumD);
    Ext[] nT = linear(N_T, summedT, sumN);
    Ext[] own = new Ext[Grid.CORNERS];
    Arrays.fill(own, Ext.ZERO);
    own[corner] = Ext.ONE;
    Ext[] weights = Grid.extend(own);
    Ext[] values = new Ext[Grid.POINTS];
    for (int p = 0; p < Grid.POINTS; p++) {
      // Sums of e U, e U S and e U T.
      Ext u = sumD.plus(mu.times(sumN));
      Ext uS = dS[p].plus(mu.times(nS[p]));
      Ext uT = dT[p].plus(mu.times(nT[p]));
      Ext product = constants[p].times(u).minus(beta.times(uS)).plus(uT);
      Ext both = numerators[p].times(sumN).minus(nS[p]);
      values[p] = weights[p].times(lambda.times(product).minus(mu.times(both)));
    }
    return Grid.of(values);
  }
}
