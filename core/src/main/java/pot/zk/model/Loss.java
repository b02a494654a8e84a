package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/** The loss function. */
public sealed interface Loss {
  Reduction reduction();

  /** Squared error. */
  record Mse(Reduction reduction) implements Loss {}

  /**
   * Softmax, then cross-entropy with one-hot targets.
   *
   * <p>Throws {@link UnusableRequestException} for another reduction.
   *
   * @param reduction {@link Reduction#MEAN}
   */
  record SoftmaxCrossEntropy(Reduction reduction) implements Loss {
    public SoftmaxCrossEntropy {
      if (reduction != Reduction.MEAN) {
        throw new UnusableRequestException(
            Checks.ROOT + ".loss.reduction",
            reduction.word(),
            Reduction.MEAN.word() + " for softmax_cross_entropy",
            "choose this reduction or another loss");
      }
    }
  }
}
