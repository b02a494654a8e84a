package pot.zk.relation;

import java.util.List;
import pot.zk.commitment.Axis;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;
import pot.zk.sumcheck.ProductRounds;
import pot.zk.sumcheck.WeightedProductRounds;

/** Evaluations of the tensors of a trace. */
public final class TraceTensorProver implements TensorProver {
  private static final int GRAIN = 1 << 13;

  private Trace trace;
  private final FieldKernels kernels;

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
    ExtVector rows = weights.rows().table(kernels);
    ExtVector bound = bindColumns(tensor, weights.columns());
    return kernels.dot(rows, 0, bound, 0, rows.length());
  }

  @Override
  public Product product(MatrixProduct term, List<Ext> rows, List<Ext> columns) {
    Axis rowAxis = new Axis.Eq(rows);
    Axis columnAxis = new Axis.Eq(columns);
    ExtVector a =
        term.leftTransposed() ? bindColumns(term.left(), rowAxis) : bindRows(term.left(), rowAxis);
    ExtVector b =
        term.rightTransposed()
            ? bindRows(term.right(), columnAxis)
            : bindColumns(term.right(), columnAxis);
    ProductRounds rounds = new ProductRounds(a, b, kernels);
    return new Product() {
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
        rounds.bind(r);
      }
    };
  }

  @Override
  public Product elementProduct(ElementProduct term, List<Ext> point) {
    WeightedProductRounds rounds =
        new WeightedProductRounds(
            field(trace.get(term.left())),
            field(term.rightValues(trace)),
            Multilinear.eqTable(point, kernels),
            kernels);
    return new Product() {
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
        rounds.bind(r);
      }
    };
  }

  private static ExtVector field(long[] values) {
    ExtVector out = ExtVector.zeros(values.length);
    toField(values, 0, out.c0(), 0, values.length);
    return out;
  }

  /** out(i) = sum_j columns(j) tensor(i, j). */
  private ExtVector bindColumns(Combination tensor, Axis columns) {
    ExtVector weights = columns.table(kernels);
    int width = weights.length();
    ExtVector out = ExtVector.zeros(tensor.paddedRows());
    long[] values = trace.get(tensor);
    Workers.forRanges(
        tensor.paddedRows(),
        Math.max(1, GRAIN / width),
        (from, to) -> {
          long[] row = new long[width];
          for (int i = from; i < to; i++) {
            toField(values, i * width, row, 0, width);
            out.set(i, kernels.dotBase(weights, 0, row, 0, width));
          }
        });
    return out;
  }

  /** out(j) = sum_i rows(i) tensor(i, j). */
  private ExtVector bindRows(Combination tensor, Axis rows) {
    ExtVector weights = rows.table(kernels);
    int width = tensor.paddedColumns();
    ExtVector out = ExtVector.zeros(width);
    long[] values = trace.get(tensor);
    Workers.forRanges(
        width,
        Math.max(64, GRAIN / weights.length()),
        (from, to) -> {
          long[] row = new long[to - from];
          for (int i = 0; i < weights.length(); i++) {
            toField(values, i * width + from, row, 0, row.length);
            kernels.addScaledBase(out, from, weights.get(i), row, 0, row.length);
          }
        });
    return out;
  }

  private static void toField(long[] signed, int from, long[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = Goldilocks.fromSigned(signed[from + i]);
    }
  }
}
