package pot.zk.relation;

import java.math.BigInteger;
import java.util.List;

/**
 * A tensor that is not committed itself, but is a fixed sum of committed ones of its shape: an
 * activation is such a sum of what its gate left of a layer's output.
 *
 * @param name for labels
 * @param parts at least one, all of one shape and one number of fractional bits
 */
public record Combination(String name, List<Part> parts) {
  /** A tensor and its factor. */
  public record Part(TensorSpec tensor, long coefficient) {}

  /** A committed tensor by itself. */
  public static Combination of(TensorSpec tensor) {
    return new Combination(tensor.name(), List.of(new Part(tensor, 1)));
  }

  private TensorSpec shape() {
    return parts.get(0).tensor();
  }

  public int rows() {
    return shape().rows();
  }

  public int columns() {
    return shape().columns();
  }

  public int rowVariables() {
    return shape().rowVariables();
  }

  public int columnVariables() {
    return shape().columnVariables();
  }

  public int paddedRows() {
    return shape().paddedRows();
  }

  public int paddedColumns() {
    return shape().paddedColumns();
  }

  public int paddedSize() {
    return shape().paddedSize();
  }

  public int frac() {
    return shape().frac();
  }

  public List<TensorSpec> tensors() {
    return parts.stream().map(Part::tensor).toList();
  }

  /** An upper bound of its absolute value. */
  public BigInteger bound() {
    BigInteger sum = BigInteger.ZERO;
    for (Part part : parts) {
      BigInteger factor = BigInteger.valueOf(part.coefficient()).abs();
      sum = sum.add(factor.multiply(BigInteger.valueOf(part.tensor().bound())));
    }
    return sum;
  }

  /** coefficient * this, as terms of a relation of its shape. */
  public List<Term> entries(long coefficient) {
    return parts.stream()
        .map(p -> (Term) new Entry(p.tensor(), Math.multiplyExact(coefficient, p.coefficient())))
        .toList();
  }
}
