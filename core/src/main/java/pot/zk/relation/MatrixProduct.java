package pot.zk.relation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.field.Ext;
import pot.zk.fixedpoint.IntegerMatrix;
import pot.zk.fixedpoint.IntegerProduct;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.ProductRelation;
import pot.zk.parallel.Block;
import pot.zk.sumcheck.FactorRounds;
import pot.zk.sumcheck.Sumcheck;

/**
 * coefficient * sum_k A(i, k) B(k, j), never committed: A is left or its transpose, B likewise
 * (Thaler 2013, section 5: one sumcheck over k alone).
 */
public record MatrixProduct(
    Combination left,
    boolean leftTransposed,
    Combination right,
    boolean rightTransposed,
    long coefficient)
    implements Term {
  /** log2 of the padded inner dimension. */
  public int innerVariables() {
    return leftTransposed ? left.rowVariables() : left.columnVariables();
  }

  @Override
  public List<TensorSpec> tensors() {
    List<TensorSpec> tensors = new ArrayList<>(left.tensors());
    tensors.addAll(right.tensors());
    return tensors;
  }

  @Override
  public BigInteger bound() {
    return left.bound()
        .multiply(right.bound())
        .shiftLeft(innerVariables())
        .multiply(BigInteger.valueOf(coefficient).abs());
  }

  @Override
  public Summand summand(Trace trace) {
    IntegerProduct product =
        new IntegerProduct(
            matrix(left, leftTransposed, trace), matrix(right, rightTransposed, trace));
    return coefficient == 1
        ? (sums, block) -> product.addTo(sums, block.start(block.fromRow()), block.width(), block)
        : (sums, block) -> addScaled(sums, block, product);
  }

  private void addScaled(long[] sums, Block block, IntegerProduct product) {
    int width = block.columns();
    long[] own = new long[block.rows() * width];
    product.addTo(own, 0, width, block);
    for (int i = 0; i < block.rows(); i++) {
      int at = block.start(block.fromRow() + i);
      for (int j = 0; j < width; j++) {
        sums[at + j] += coefficient * own[i * width + j];
      }
    }
  }

  @Override
  public HiddenValue at(RelationContext context, String at, List<Ext> rows, List<Ext> columns) {
    String name = at + ": " + left.name() + " x " + right.name();
    FactorRounds product = context.prover().product(this, rows, columns);
    HiddenValue value = context.channel().send(name + " value", product::sum);
    Sumcheck.Reduced reduced =
        Sumcheck.plain(context.channel(), name, value, innerVariables(), product, context.tally());
    List<Ext> inner = reduced.point();
    HiddenValue a =
        factor(context, name, left, leftTransposed ? inner : rows, leftTransposed ? rows : inner);
    HiddenValue b =
        factor(
            context,
            name,
            right,
            rightTransposed ? columns : inner,
            rightTransposed ? inner : columns);
    context
        .obligations()
        .product(
            new ProductRelation(
                name, reduced.claim(), List.of(new ProductRelation.Monomial(Ext.ONE, a, b))));
    return coefficient == 1 ? value : value.times(Ext.ofSigned(coefficient));
  }

  private static HiddenValue factor(
      RelationContext context, String at, Combination tensor, List<Ext> rows, List<Ext> columns) {
    return context.evaluation(at, tensor, new Axis.Eq(rows), new Axis.Eq(columns));
  }

  private static IntegerMatrix matrix(Combination tensor, boolean transposed, Trace trace) {
    IntegerMatrix m =
        new IntegerMatrix(trace.get(tensor), tensor.paddedRows(), tensor.paddedColumns());
    return transposed ? m.transpose() : m;
  }
}
