package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/** How gradients change the weights. */
public sealed interface Optimizer {
  /**
   * Stochastic gradient descent, as PyTorch has it with dampening 0.
   *
   * @param learningRate above 0
   * @param momentum below 1; the state has buffers exactly if it is not 0
   * @param weightDecay added to the gradient, times the weights
   * @throws UnusableRequestException for any other rate or momentum
   */
  record Sgd(Dyadic learningRate, Dyadic momentum, boolean nesterov, Dyadic weightDecay)
      implements Optimizer {
    public Sgd {
      if (learningRate.isZero()) {
        throw unusable("learning_rate", learningRate, "a number above 0");
      }
      if (!momentum.isBelowOne()) {
        throw unusable("momentum", momentum, "a number from 0 to less than 1");
      }
    }

    private static UnusableRequestException unusable(String member, Dyadic found, String expected) {
      return new UnusableRequestException(
          Checks.ROOT + ".optimizer." + member,
          found.toString(),
          expected,
          "choose a value in this range");
    }
  }
}
