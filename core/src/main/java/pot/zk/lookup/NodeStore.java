package pot.zk.lookup;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/**
 * Takes an inner layer's values once two variables are bound: m0 and n1 one after the other, and d0
 * and d1.
 */
record NodeStore(ExtVector m, ExtVector d, int size, Ext lambda, FieldKernels kernels)
    implements ShortRounds.Rest {
  @Override
  public void store(int from, ShortRounds.Bound bound) {
    bound.combined(0, m, from);
    bound.denominators(0, d, from);
    bound.numerators(1, m, size + from);
    bound.denominators(1, d, size + from);
  }

  @Override
  public LookupProver.LayerRounds rounds(RoundWeights weights, List<Ext> bound) {
    return new NodeRounds(m, d, size, size, weights, lambda, kernels);
  }
}
