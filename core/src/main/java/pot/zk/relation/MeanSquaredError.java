package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of the mean squared error, the learning rate folded in: G = c (Yhat - Y) with c the
 * rate times the reduction's factor. Back-propagation is linear, so every later gradient is an
 * update already.
 */
public final class MeanSquaredError {
  private MeanSquaredError() {}

  /**
   * 2^shift G + Rem = c (2^a Yhat - 2^b Y) + 2^(shift-1), where a and b bring both to the finer of
   * their units.
   *
   * @param factor c in its own units
   * @param shift fractional bits dropped, at least 1
   */
  static Relation gradient(
      Combination output, TensorSpec targets, TensorSpec gradient, long factor, int shift) {
    int finest = Math.max(output.frac(), targets.frac());
    WholeTensor determined = new WholeTensor(gradient);
    List<Term> terms = new ArrayList<>(output.entries(factor << (finest - output.frac())));
    terms.add(new Entry(targets, -(factor << (finest - targets.frac()))));
    terms.addAll(determined.terms(-(1L << shift)));
    return Remainders.rounded(
        "loss.gradient",
        gradient.rows(),
        gradient.columns(),
        terms,
        determined,
        -(1L << shift),
        shift);
  }
}
