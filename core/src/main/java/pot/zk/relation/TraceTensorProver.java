package pot.zk.relation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pot.zk.commitment.Axis;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;
import pot.zk.sumcheck.FactorRounds;
import pot.zk.sumcheck.ProductRounds;
import pot.zk.sumcheck.WeightedProductRounds;

/**
 * Evaluations of the tensors of a trace, each made once: the rounds of a product end with its
 * factors' values at their point.
 */
public final class TraceTensorProver implements TensorProver {
  private Trace trace;
  private final FieldKernels kernels;
  private final Map<Evaluation, Ext> known = new HashMap<>();

  public TraceTensorProver(Trace trace, FieldKernels kernels) {
    this.trace = trace;
    this.kernels = kernels;
  }

  @Override
  public void end() {
    trace = new Trace();
  }

  @Override
  public Ext evaluate(Combination tensor, Weights.Grid weights) {
    return known.computeIfAbsent(new Evaluation(tensor, weights), this::evaluate);
  }

  private Ext evaluate(Evaluation evaluation) {
    Weights.Grid weights = evaluation.weights();
    ExtVector rows = weights.rows().table(kernels);
    ExtVector bound = bindColumns(evaluation.tensor(), weights.columns());
    return kernels.dot(rows, 0, bound, 0, rows.length());
  }

  @Override
  public FactorRounds product(MatrixProduct term, List<Ext> rows, List<Ext> columns) {
    Axis rowAxis = new Axis.Eq(rows);
    Axis columnAxis = new Axis.Eq(columns);
    ExtVector a =
        term.leftTransposed() ? bindColumns(term.left(), rowAxis) : bindRows(term.left(), rowAxis);
    ExtVector b =
        term.rightTransposed()
            ? bindRows(term.right(), columnAxis)
            : bindColumns(term.right(), columnAxis);
    return new Product(
        new ProductRounds(a, b, kernels),
        term.innerVariables(),
        inner -> evaluation(term.left(), term.leftTransposed(), rowAxis, inner),
        inner -> evaluation(term.right(), !term.rightTransposed(), columnAxis, inner));
  }

  private static Evaluation evaluation(
      Combination tensor, boolean innerRows, Axis outer, List<Ext> inner) {
    Axis axis = new Axis.Eq(inner);
    return new Evaluation(
        tensor, innerRows ? new Weights.Grid(axis, outer) : new Weights.Grid(outer, axis));
  }

  @Override
  public FactorRounds elementProduct(ElementProduct term, List<Ext> point) {
    return new Product(
        new WeightedProductRounds(
            field(trace.get(term.left())),
            field(term.rightValues(trace)),
            Multilinear.eqTable(point, kernels),
            kernels),
        point.size(),
        z -> evaluation(term.left(), z),
        z -> evaluation(term.right(), z));
  }

  /** What is the same in every column does not depend on the last coordinates. */
  private static Evaluation evaluation(Combination tensor, List<Ext> z) {
    int rows = tensor.rowVariables();
    List<Ext> columns = z.subList(rows, rows + tensor.columnVariables());
    return new Evaluation(
        tensor, new Weights.Grid(new Axis.Eq(z.subList(0, rows)), new Axis.Eq(columns)));
  }

  /**
   * A tensor's value under weights. Tensors are told apart by their names; the equality that Java
   * would generate for all records below takes a cold process 10 ms to link.
   */
  private record Evaluation(Combination tensor, Weights.Grid weights) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Evaluation(Combination otherTensor, Weights.Grid otherWeights)
          && tensor.name().equals(otherTensor.name())
          && weights.rows().equals(otherWeights.rows())
          && weights.columns().equals(otherWeights.columns());
    }

    @Override
    public int hashCode() {
      return tensor.name().hashCode();
    }
  }

  /** What a factor's value is, by the point where the rounds end. */
  private interface Factor {
    Evaluation at(List<Ext> point);
  }

  /** Rounds that note, at their end, what they have evaluated. */
  private final class Product implements FactorRounds {
    private final FactorRounds rounds;
    private final int variables;
    private final Factor left;
    private final Factor right;
    private final List<Ext> point = new ArrayList<>();

    Product(FactorRounds rounds, int variables, Factor left, Factor right) {
      this.rounds = rounds;
      this.variables = variables;
      this.left = left;
      this.right = right;
    }

    @Override
    public Ext sum() {
      return rounds.sum();
    }

    @Override
    public Ext left() {
      return rounds.left();
    }

    @Override
    public Ext right() {
      return rounds.right();
    }

    @Override
    public Ext[] round() {
      return rounds.round();
    }

    @Override
    public void bind(Ext r) {
      point.add(r);
      rounds.bind(r);
      if (point.size() == variables) {
        known.put(left.at(point), rounds.left());
        known.put(right.at(point), rounds.right());
      }
    }
  }

  private static ExtVector field(long[] values) {
    ExtVector out = ExtVector.zeros(values.length);
    for (int i = 0; i < values.length; i++) {
      out.c0()[i] = Goldilocks.fromSigned(values[i]);
    }
    return out;
  }

  /** out(i) = sum_j columns(j) tensor(i, j). */
  private ExtVector bindColumns(Combination tensor, Axis columns) {
    return new WeightedIntegers(trace.get(tensor), tensor.paddedColumns(), kernels)
        .overColumns(columns.table(kernels));
  }

  /** out(j) = sum_i rows(i) tensor(i, j). */
  private ExtVector bindRows(Combination tensor, Axis rows) {
    return new WeightedIntegers(trace.get(tensor), tensor.paddedColumns(), kernels)
        .overRows(rows.table(kernels));
  }
}
