package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A linear layer Y = X W + b: its forward relation, and the gradients that its parameters receive.
 *
 * @param name as declared
 * @param input X, batch x in
 * @param weight W, in x out
 * @param bias b, 1 x out
 */
public record LinearLayer(
    String name, TensorSpec input, TensorSpec weight, Optional<TensorSpec> bias) {
  /**
   * 2^shift Y + Rem = X W + 2^frac(X) [row is a sample] b + 2^(shift-1), Rem in [0, 2^shift):
   * rounds half up.
   *
   * @param output Y
   * @param shift fractional bits dropped, at least 1
   */
  public Relation forward(TensorSpec output, int shift) {
    List<Term> terms = new ArrayList<>();
    terms.add(new MatrixProduct(input, false, weight, false));
    bias.ifPresent(b -> terms.add(new RowBroadcast(b, 1L << input.frac(), input.rows())));
    terms.add(new Entry(output, -(1L << shift)));
    return Remainders.relation(name + ".forward", output, terms, shift);
  }

  /** dW = X^T G. */
  public Term weightGradient(TensorSpec outputGradient) {
    return new MatrixProduct(input, true, outputGradient, false);
  }

  /** db = column sums of G. */
  public Term biasGradient(TensorSpec outputGradient) {
    return new ColumnSum(outputGradient, 1);
  }
}
