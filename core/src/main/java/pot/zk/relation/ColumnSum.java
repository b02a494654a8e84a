package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;

/** coefficient * sum_i tensor(i, j), for a relation of one row: the gradient of a bias. */
public record ColumnSum(TensorSpec tensor, long coefficient) implements Term {
  @Override
  public List<TensorSpec> tensors() {
    return List.of(tensor);
  }

  @Override
  public BigInteger bound() {
    return BigInteger.valueOf(coefficient)
        .abs()
        .multiply(BigInteger.valueOf(tensor.bound()))
        .shiftLeft(tensor.rowVariables());
  }

  @Override
  public Summand summand(Trace trace) {
    long[] values = trace.get(tensor);
    int width = tensor.paddedColumns();
    return (sums, block) -> {
      for (int row = 0; row < values.length; row += width) {
        for (int j = block.fromColumn(); j < block.toColumn(); j++) {
          sums[j] += coefficient * values[row + j];
        }
      }
    };
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    return context
        .evaluation(
            at, Combination.of(tensor), new Axis.Ones(tensor.rowVariables()), new Axis.Eq(columns))
        .times(Ext.ofSigned(coefficient));
  }
}
