package pot.zk.commitment;

import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.sumcheck.RoundProver;

/**
 * Round polynomials of sum_k sum_x c_k(x) v_k(x) over commitments of different sizes. A smaller one
 * lives where the missing top variables are zero: its coefficients carry prod (1 - z_i) over them.
 */
final class BatchRounds implements RoundProver {
  private final List<VectorRounds> vectors;
  private final int[] sizes;
  private final Ext[] factors;
  private int variables;

  /**
   * @param vectors the rounds of each commitment
   * @param sizes m_k, the variables of each
   */
  BatchRounds(List<VectorRounds> vectors, List<Integer> sizes) {
    this.vectors = vectors;
    this.sizes = sizes.stream().mapToInt(Integer::intValue).toArray();
    this.factors = new Ext[vectors.size()];
    Arrays.fill(factors, Ext.ONE);
    this.variables = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  @Override
  public Ext[] round() {
    Ext constant = Ext.ZERO;
    Ext leading = Ext.ZERO;
    for (int k = 0; k < sizes.length; k++) {
      if (sizes[k] < variables) {
        // This variable is missing: the polynomial is (1 - X) times the whole sum.
        constant = constant.plus(factors[k].times(vectors.get(k).sum()));
      } else {
        Ext[] own = vectors.get(k).round();
        constant = constant.plus(factors[k].times(own[0]));
        leading = leading.plus(factors[k].times(own[1]));
      }
    }
    return new Ext[] {constant, leading};
  }

  @Override
  public void bind(Ext r) {
    for (int k = 0; k < sizes.length; k++) {
      if (sizes[k] < variables) {
        factors[k] = factors[k].times(Ext.ONE.minus(r));
      } else {
        vectors.get(k).bind(r);
      }
    }
    variables--;
  }

  /** The rounds of commitment k. */
  VectorRounds vector(int k) {
    return vectors.get(k);
  }
}
