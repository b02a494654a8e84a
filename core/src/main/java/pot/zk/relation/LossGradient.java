package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pot.zk.fixedpoint.StepArithmetic;

/**
 * The gradient of the loss, the learning rate folded in: G = c (prediction - targets) with c the
 * rate times the reduction's factor. The prediction is the model's output for the squared error,
 * its softmax for cross-entropy. Back-propagation is linear, so every later gradient is an update
 * already.
 *
 * @param relations in the order in which they are solved
 * @param lookups what they take from public tables
 */
record LossGradient(List<Relation> relations, List<TableLookup> lookups) {
  static LossGradient of(
      Combination output, TensorSpec targets, TensorSpec gradient, StepArithmetic arithmetic) {
    if (arithmetic.softmax().isEmpty()) {
      return new LossGradient(
          List.of(difference(output, targets, gradient, arithmetic)), List.of());
    }
    Softmax softmax = Softmax.of(output, arithmetic.softmax().get());
    List<Relation> relations = new ArrayList<>(List.of(oneHot(targets)));
    relations.addAll(softmax.relations());
    Combination prediction = Combination.of(softmax.probability());
    relations.add(difference(prediction, targets, gradient, arithmetic));
    return new LossGradient(List.copyOf(relations), softmax.lookups());
  }

  /** Bits, of which each row that holds a sample has one. */
  private static Relation oneHot(TensorSpec targets) {
    return new Relation(
        "targets.one_hot",
        targets.rows(),
        1,
        List.of(new RowSum(targets, 1), new Mask(-1, targets.rows(), 1)),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * 2^shift G + Rem = c (2^a prediction - 2^b targets) + 2^(shift-1), where a and b bring both to
   * the finer of their units.
   */
  private static Relation difference(
      Combination prediction, TensorSpec targets, TensorSpec gradient, StepArithmetic arithmetic) {
    int finest = Math.max(prediction.frac(), targets.frac());
    long factor = arithmetic.lossFactor();
    int shift = arithmetic.lossShift();
    WholeTensor determined = new WholeTensor(gradient);
    List<Term> terms = new ArrayList<>(prediction.entries(factor << (finest - prediction.frac())));
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
