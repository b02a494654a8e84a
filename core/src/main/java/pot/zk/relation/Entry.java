package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;

/** coefficient * tensor(i, j), the tensor having the relation's shape. */
public record Entry(TensorSpec tensor, long coefficient) implements Term {
  @Override
  public List<TensorSpec> tensors() {
    return List.of(tensor);
  }

  @Override
  public BigInteger bound() {
    return BigInteger.valueOf(coefficient).abs().multiply(BigInteger.valueOf(tensor.bound()));
  }

  @Override
  public Summand summand(Trace trace) {
    long[] values = trace.get(tensor);
    long factor = coefficient;
    return (sums, block) -> {
      for (int row = block.fromRow(); row < block.toRow(); row++) {
        for (int i = block.start(row); i < block.end(row); i++) {
          sums[i] += factor * values[i];
        }
      }
    };
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    return context
        .evaluation(at, Combination.of(tensor), new Axis.Eq(rows), new Axis.Eq(columns))
        .times(Ext.ofSigned(coefficient));
  }
}
