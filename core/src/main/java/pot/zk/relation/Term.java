package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;

/**
 * One summand of a relation: what it is over the integers, how large it can be, and how its claim
 * at a random point becomes claims on committed tensors. A new kind of operation is a new
 * implementation.
 */
public sealed interface Term
    permits Entry, Broadcast, Mask, ColumnSum, RowSum, MatrixProduct, ElementProduct {
  /** The tensors it reads. */
  List<TensorSpec> tensors();

  /** An upper bound of its absolute value, over all values the tensors' formats can hold. */
  BigInteger bound();

  /** Its values in a step, at every padded place of the relation. */
  Summand summand(Trace trace);

  /**
   * Its multilinear extension at a point, as a hidden value.
   *
   * @param at the relation's name, for labels
   * @param rows, columns the point
   */
  HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns);
}
