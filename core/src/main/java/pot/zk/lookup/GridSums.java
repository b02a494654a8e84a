package pot.zk.lookup;

import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.simd.IntegerKernels;
import pot.zk.simd.IntegerSums;

/** A layer's weighted sums over runs of one {@link RunShape}. For one thread. */
final class GridSums {
  private static final int RUN = Nodes.RUN;

  /** Places of a run at a time: fewer and the integers of all points stay in nearer caches. */
  private static final int CHUNK = 256;

  private final GridTerms terms;
  private final double[] sums;
  private final long[] parts;
  private final IntegerKernels kernels;
  private Ext weight = Ext.ZERO;

  GridSums(GridTerms terms, IntegerKernels kernels) {
    this.terms = terms;
    this.sums = new double[terms.products().size() * IntegerKernels.PARTS];
    this.parts = new long[sums.length];
    this.kernels = kernels;
  }

  /**
   * Adds a run; at most {@link IntegerKernels#MOST_TAKEN} of them.
   *
   * @param v from {@link GridTerms#newBuffer}, with the coefficients of all corners' nodes
   * @param weights of all runs that these weights are for, cut
   * @param offset where those of this run are
   * @param total of the run's weights
   */
  void add(double[] v, double[] weights, int offset, Ext total) {
    int stride = weights.length / IntegerKernels.WEIGHT_PIECES;
    for (int from = 0; from < RUN; from += CHUNK) {
      for (GridTerms.Difference d : terms.differences()) {
        kernels.subtract(v, d.out() + from, d.a() + from, d.b() + from, CHUNK);
      }
      // Two products at a time: what is loaded of the weights serves both.
      List<GridTerms.Product> products = terms.products();
      for (int i = 0; i < products.size(); i += 2) {
        int[] out = i + 1 < products.size() ? GridTerms.TWO_PRODUCTS : GridTerms.ONE_PRODUCT;
        for (int j = 0; j < out.length; j++) {
          GridTerms.Product product = products.get(i + j);
          kernels.multiply(v, out[j], product.a(), product.b(), from, CHUNK);
        }
        int at = i * IntegerKernels.PARTS;
        kernels.addWeighted(sums, at, weights, offset, stride, v, out, from, CHUNK);
      }
    }
    kernels.take(sums, parts);
    weight = weight.plus(total);
  }

  /** The grid of all runs since the last. */
  Grid take(NodeForms forms, Ext lambda) {
    Ext[] values = new Ext[Grid.POINTS];
    for (int p = 0; p < Grid.POINTS; p++) {
      values[p] = Ext.ZERO;
      long[] constants = terms.constants()[p];
      for (int power = 0; power < constants.length; power++) {
        if (constants[power] != 0) {
          Ext factor = forms.factor(power, Ext.ONE, lambda).times(weight);
          values[p] = values[p].plus(factor.times(Ext.ofSigned(constants[power])));
        }
      }
    }
    for (int i = 0; i < terms.products().size(); i++) {
      GridTerms.Product product = terms.products().get(i);
      Ext factor =
          forms.factor(product.power(), Ext.ONE, lambda).times(NodeForms.scale(product.piece()));
      Ext sum = IntegerSums.value(parts, i * IntegerKernels.PARTS);
      values[product.point()] = values[product.point()].plus(factor.times(sum));
    }
    Arrays.fill(parts, 0);
    weight = Ext.ZERO;
    return Grid.of(values);
  }
}
