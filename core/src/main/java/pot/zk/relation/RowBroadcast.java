package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;
import pot.zk.poly.Multilinear;

/**
 * coefficient * [i &lt; liveRows] tensor(j): a bias, the same in every row that holds a sample. The
 * mask is public: rows of padding get nothing.
 */
public record RowBroadcast(TensorSpec tensor, long coefficient, int liveRows) implements Term {
  @Override
  public List<TensorSpec> tensors() {
    return List.of(tensor);
  }

  @Override
  public BigInteger bound() {
    return BigInteger.valueOf(coefficient).abs().multiply(BigInteger.valueOf(tensor.bound()));
  }

  @Override
  public void addTo(long[] accumulator, Relation relation, Trace trace) {
    long[] values = trace.get(tensor);
    for (int i = 0; i < liveRows; i++) {
      for (int j = 0; j < values.length; j++) {
        accumulator[i * values.length + j] += coefficient * values[j];
      }
    }
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    Ext mask = Multilinear.below(rows, liveRows);
    return context
        .evaluation(at, Combination.of(tensor), new Axis.Ones(0), new Axis.Eq(columns))
        .times(mask.times(Ext.ofSigned(coefficient)));
  }
}
