package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A linear layer Y = X W + b: its forward relation, and the gradients that its parameters and its
 * input receive.
 *
 * @param name as declared
 * @param input X, batch x in
 * @param weight W, in x out
 * @param bias b, 1 x out
 */
public record LinearLayer(
    String name, Combination input, TensorSpec weight, Optional<TensorSpec> bias) {
  /**
   * 2^shift Y + Rem = X W + 2^frac(X) [row is a sample] b + 2^(shift-1), Rem in [0, 2^shift):
   * rounds half up.
   *
   * @param output Y
   * @param shift fractional bits dropped, at least 1
   */
  Relation forward(Output output, int shift) {
    List<Term> terms = new ArrayList<>();
    terms.add(new MatrixProduct(input, false, Combination.of(weight), false, 1));
    bias.ifPresent(b -> terms.add(broadcast(b, input)));
    terms.addAll(output.terms(-(1L << shift)));
    return Remainders.rounded(
        name + ".forward", input.rows(), weight.columns(), terms, output, -(1L << shift), shift);
  }

  private static Term broadcast(TensorSpec bias, Combination input) {
    return new Broadcast(bias, 1L << input.frac(), Broadcast.Along.ROWS, input.rows());
  }

  /** coefficient * dW, dW = X^T G. */
  Term weightGradient(TensorSpec outputGradient, long coefficient) {
    return new MatrixProduct(input, true, Combination.of(outputGradient), false, coefficient);
  }

  /** coefficient * db, db the column sums of G. */
  Term biasGradient(TensorSpec outputGradient, long coefficient) {
    return new ColumnSum(outputGradient, coefficient);
  }

  /**
   * 2^shift H + Rem = G W^T + 2^(shift-1): the gradient of X.
   *
   * @param inputGradient H
   * @param shift the weights' fractional bits
   */
  Relation backward(TensorSpec outputGradient, TensorSpec inputGradient, int shift) {
    WholeTensor output = new WholeTensor(inputGradient);
    List<Term> terms = new ArrayList<>();
    terms.add(
        new MatrixProduct(Combination.of(outputGradient), false, Combination.of(weight), true, 1));
    terms.addAll(output.terms(-(1L << shift)));
    return Remainders.rounded(
        name + ".backward",
        inputGradient.rows(),
        inputGradient.columns(),
        terms,
        output,
        -(1L << shift),
        shift);
  }
}
