package pot.zk.relation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.ProductRelation;
import pot.zk.sumcheck.FactorRounds;
import pot.zk.sumcheck.Sumcheck;

/**
 * coefficient * left(i, j) right(i, j): sum_x eq(r, x) left(x) right(x) by one weighted sumcheck.
 *
 * @param left of the relation's shape
 * @param right of the relation's shape, or of one column, repeated in every column
 */
public record ElementProduct(Combination left, Combination right, long coefficient)
    implements Term {
  @Override
  public List<TensorSpec> tensors() {
    List<TensorSpec> tensors = new ArrayList<>(left.tensors());
    tensors.addAll(right.tensors());
    return tensors;
  }

  @Override
  public BigInteger bound() {
    return left.bound().multiply(right.bound()).multiply(BigInteger.valueOf(coefficient).abs());
  }

  @Override
  public Summand summand(Trace trace) {
    long[] a = trace.get(left);
    long[] b = rightValues(trace);
    return (sums, block) -> {
      for (int row = block.fromRow(); row < block.toRow(); row++) {
        for (int i = block.start(row); i < block.end(row); i++) {
          sums[i] += coefficient * a[i] * b[i];
        }
      }
    };
  }

  /** The right factor at every place of the left one. */
  long[] rightValues(Trace trace) {
    long[] values = trace.get(right);
    if (values.length == left.paddedSize()) {
      return values;
    }
    long[] repeated = new long[left.paddedSize()];
    for (int i = 0; i < values.length; i++) {
      Arrays.fill(repeated, i * left.paddedColumns(), (i + 1) * left.paddedColumns(), values[i]);
    }
    return repeated;
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    String name = at + ": " + left.name() + " * " + right.name();
    List<Ext> point = new ArrayList<>(rows);
    point.addAll(columns);
    FactorRounds product = context.prover().elementProduct(this, point);
    HiddenValue value = context.channel().send(name + " value", product::sum);
    Sumcheck.Reduced reduced =
        Sumcheck.weighted(context.channel(), name, value, point, product, context.tally());
    List<Ext> z = reduced.point();
    Axis zRows = new Axis.Eq(z.subList(0, rows.size()));
    List<Ext> zColumns = z.subList(rows.size(), z.size());
    HiddenValue a = context.evaluation(name, left, zRows, new Axis.Eq(zColumns));
    // What is the same in every column does not depend on it.
    List<Ext> own = zColumns.subList(0, right.columnVariables());
    HiddenValue b = context.evaluation(name, right, zRows, new Axis.Eq(own));
    context
        .obligations()
        .product(
            new ProductRelation(
                name, reduced.claim(), List.of(new ProductRelation.Monomial(Ext.ONE, a, b))));
    return coefficient == 1 ? value : value.times(Ext.ofSigned(coefficient));
  }
}
