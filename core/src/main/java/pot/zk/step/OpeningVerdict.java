package pot.zk.step;

import java.util.List;
import pot.zk.model.Hyperparameters;

/** What the verifier of an opening of chosen weights found. */
public sealed interface OpeningVerdict {
  /**
   * The commitment behind the root holds these weights.
   *
   * @param weights in the order of the state
   * @param hyperparameters whose model, weight format and commitment settings the root was made
   *     under; the rest of them is the prover's word
   * @param soundnessBits -log2 of the summed round-by-round error
   */
  record Valid(List<RevealedWeight> weights, Hyperparameters hyperparameters, double soundnessBits)
      implements OpeningVerdict {}

  /**
   * The bytes show nothing about the root.
   *
   * @param reason the first check that failed
   */
  record Invalid(String reason) implements OpeningVerdict {}

  /** Whether this is {@link Valid}. */
  default boolean isValid() {
    return this instanceof Valid;
  }
}
