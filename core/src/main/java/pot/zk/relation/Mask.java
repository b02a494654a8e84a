package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;
import pot.zk.poly.Multilinear;

/** value * [i &lt; rows] [j &lt; columns]: a constant where there is data, public. */
public record Mask(long value, int rows, int columns) implements Term {
  @Override
  public List<TensorSpec> tensors() {
    return List.of();
  }

  @Override
  public BigInteger bound() {
    return BigInteger.valueOf(value).abs();
  }

  @Override
  public Summand summand(Trace trace) {
    return (sums, block) -> {
      for (int row = block.fromRow(); row < Math.min(rows, block.toRow()); row++) {
        for (int j = block.fromColumn(); j < Math.min(columns, block.toColumn()); j++) {
          sums[row * block.width() + j] += value;
        }
      }
    };
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> atRow, List<Ext> atColumn) {
    Ext mask = Multilinear.below(atRow, rows).times(Multilinear.below(atColumn, columns));
    return HiddenValue.known(mask.times(Ext.ofSigned(value)));
  }
}
