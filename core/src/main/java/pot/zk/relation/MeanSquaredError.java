package pot.zk.relation;

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
  public static Relation gradient(
      TensorSpec output, TensorSpec targets, TensorSpec gradient, long factor, int shift) {
    int finest = Math.max(output.frac(), targets.frac());
    return Remainders.relation(
        "loss.gradient",
        gradient,
        List.of(
            new Entry(output, factor << (finest - output.frac())),
            new Entry(targets, -(factor << (finest - targets.frac()))),
            new Entry(gradient, -(1L << shift))),
        shift);
  }
}
