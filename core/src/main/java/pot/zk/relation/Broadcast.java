package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;
import pot.zk.parallel.Block;
import pot.zk.poly.Multilinear;

/**
 * coefficient * [i &lt; live] tensor(j), or coefficient * [j &lt; live] tensor(i): a tensor of one
 * row, a bias, repeated in every row that holds a sample, or one of one column repeated in every
 * column. The mask is public: the rest gets nothing.
 *
 * @param along whether rows or columns are repeated
 */
public record Broadcast(TensorSpec tensor, long coefficient, Along along, int live)
    implements Term {
  /** What is repeated. */
  public enum Along {
    ROWS,
    COLUMNS
  }

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
    return along == Along.ROWS
        ? (sums, block) -> addRows(sums, block, values)
        : (sums, block) -> addColumns(sums, block, values);
  }

  private void addRows(long[] sums, Block block, long[] values) {
    for (int row = block.fromRow(); row < Math.min(live, block.toRow()); row++) {
      for (int j = block.fromColumn(); j < block.toColumn(); j++) {
        sums[row * block.width() + j] += coefficient * values[j];
      }
    }
  }

  private void addColumns(long[] sums, Block block, long[] values) {
    for (int row = block.fromRow(); row < block.toRow(); row++) {
      for (int j = block.fromColumn(); j < Math.min(live, block.toColumn()); j++) {
        sums[row * block.width() + j] += coefficient * values[row];
      }
    }
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    boolean down = along == Along.ROWS;
    Ext mask = Multilinear.below(down ? rows : columns, live);
    Axis one = new Axis.Ones(0);
    return context
        .evaluation(
            at,
            Combination.of(tensor),
            down ? one : new Axis.Eq(rows),
            down ? new Axis.Eq(columns) : one)
        .times(mask.times(Ext.ofSigned(coefficient)));
  }
}
