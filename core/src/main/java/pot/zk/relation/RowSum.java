package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;

/** coefficient * sum_j tensor(i, j), over all padded columns, for a relation of one column. */
public record RowSum(TensorSpec tensor, long coefficient) implements Term {
  @Override
  public List<TensorSpec> tensors() {
    return List.of(tensor);
  }

  @Override
  public BigInteger bound() {
    return BigInteger.valueOf(coefficient)
        .abs()
        .multiply(BigInteger.valueOf(tensor.bound()))
        .shiftLeft(tensor.columnVariables());
  }

  @Override
  public Summand summand(Trace trace) {
    long[] values = trace.get(tensor);
    int width = tensor.paddedColumns();
    return (sums, block) -> {
      for (int row = block.fromRow(); row < block.toRow(); row++) {
        for (int i = row * width; i < (row + 1) * width; i++) {
          sums[row] += coefficient * values[i];
        }
      }
    };
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    return context
        .evaluation(
            at, Combination.of(tensor), new Axis.Eq(rows), new Axis.Ones(tensor.columnVariables()))
        .times(Ext.ofSigned(coefficient));
  }
}
