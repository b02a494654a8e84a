package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/** How gradients change the weights. */
public sealed interface Optimizer {
  /**
   * Stochastic gradient descent, as PyTorch has it with dampening 0.
   *
   * <p>Throws {@link UnusableRequestException} for any other rate or momentum, and for nesterov
   * without momentum.
   *
   * @param learningRate above 0
   * @param momentum below 1; the state has buffers exactly if it is not 0
   * @param nesterov only with momentum
   * @param weightDecay added to the gradient, times the weights
   */
  record Sgd(Dyadic learningRate, Dyadic momentum, boolean nesterov, Dyadic weightDecay)
      implements Optimizer {
    public Sgd {
      if (learningRate.isZero()) {
        throw unusable("learning_rate", learningRate.toString(), "a number above 0");
      }
      if (!momentum.isBelowOne()) {
        throw unusable("momentum", momentum.toString(), "a number from 0 to less than 1");
      }
      if (nesterov && momentum.isZero()) {
        throw unusable("nesterov", "true with momentum 0", "false where there is no momentum");
      }
    }

    private static UnusableRequestException unusable(String member, String found, String expected) {
      return new UnusableRequestException(
          Checks.ROOT + ".optimizer." + member, found, expected, "choose such a value");
    }
  }
}
