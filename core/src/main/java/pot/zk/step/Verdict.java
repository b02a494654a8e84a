package pot.zk.step;

import pot.zk.model.Hyperparameters;

/** What a verifier found. */
public sealed interface Verdict {
  /**
   * The statement is proven.
   *
   * @param hyperparameters under which the step was done: they are part of what is proven,
   *     tolerance included
   * @param soundnessBits -log2 of the summed round-by-round error
   */
  record Valid(Hyperparameters hyperparameters, double soundnessBits) implements Verdict {}

  /**
   * The bytes prove nothing about the statement.
   *
   * @param reason the first check that failed
   */
  record Invalid(String reason) implements Verdict {}

  /** Whether this is {@link Valid}. */
  default boolean isValid() {
    return this instanceof Valid;
  }
}
