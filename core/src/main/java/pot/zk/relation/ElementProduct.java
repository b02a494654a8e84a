package pot.zk.relation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.ProductRelation;
import pot.zk.sumcheck.Sumcheck;

/**
 * left(i, j) right(i, j), both of the relation's shape: sum_x eq(r, x) left(x) right(x) by one
 * weighted sumcheck.
 */
public record ElementProduct(Combination left, Combination right) implements Term {
  @Override
  public List<TensorSpec> tensors() {
    List<TensorSpec> tensors = new ArrayList<>(left.tensors());
    tensors.addAll(right.tensors());
    return tensors;
  }

  @Override
  public BigInteger bound() {
    return left.bound().multiply(right.bound());
  }

  @Override
  public void addTo(long[] accumulator, Relation relation, Trace trace) {
    long[] a = trace.get(left);
    long[] b = trace.get(right);
    for (int i = 0; i < a.length; i++) {
      accumulator[i] += a[i] * b[i];
    }
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    String name = at + ": " + left.name() + " * " + right.name();
    List<Ext> point = new ArrayList<>(rows);
    point.addAll(columns);
    TensorProver.Product product = context.prover().elementProduct(this, point);
    HiddenValue value = context.channel().send(name + " value", product::sum);
    Sumcheck.Reduced reduced =
        Sumcheck.weighted(context.channel(), name, value, point, product, context.tally());
    List<Ext> z = reduced.point();
    Axis zRows = new Axis.Eq(z.subList(0, rows.size()));
    Axis zColumns = new Axis.Eq(z.subList(rows.size(), z.size()));
    HiddenValue a = context.evaluation(name, left, zRows, zColumns);
    HiddenValue b = context.evaluation(name, right, zRows, zColumns);
    context
        .obligations()
        .product(
            new ProductRelation(
                name, reduced.claim(), List.of(new ProductRelation.Monomial(Ext.ONE, a, b))));
    return value;
  }
}
