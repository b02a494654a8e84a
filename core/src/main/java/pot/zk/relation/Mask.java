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
  public void addTo(long[] accumulator, Relation relation, Trace trace) {
    int width = 1 << relation.columnVariables();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        accumulator[i * width + j] += value;
      }
    }
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> atRow, List<Ext> atColumn) {
    Ext mask = Multilinear.below(atRow, rows).times(Multilinear.below(atColumn, columns));
    return HiddenValue.known(mask.times(Ext.ofSigned(value)));
  }
}
