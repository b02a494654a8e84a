package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/** The optimiser of a step. */
public sealed interface Optimizer {
  /**
   * Stochastic gradient descent as PyTorch defines it, dampening 0.
   *
   * @param learningRate positive
   * @param momentum 0 to below 1
   * @param nesterov only with momentum
   */
  record Sgd(Dyadic learningRate, Dyadic momentum, boolean nesterov, Dyadic weightDecay)
      implements Optimizer {
    /**
     * @throws UnusableRequestException if the rate is zero, momentum is one or more, or nesterov is without momentum
     */
    public Sgd {
      if (learningRate.m() == 0) {
        throw new UnusableRequestException(
            "optimizer.learning_rate", "0", "a positive rate", "give the rate of the step");
      }
      if (momentum.toBigDecimal().compareTo(java.math.BigDecimal.ONE) >= 0) {
        throw new UnusableRequestException(
            "optimizer.momentum", momentum.toString(), "less than 1", "correct it");
      }
      if (nesterov && momentum.m() == 0) {
        throw new UnusableRequestException(
            "optimizer.nesterov", "true without momentum", "false", "correct one of the two");
      }
    }
  }

  /** Its JSON object. */
  default JsonValue toJson() {
    return switch (this) {
      case Sgd(Dyadic rate, Dyadic momentum, boolean nesterov, Dyadic decay) ->
          Json.object(
              "op", "sgd",
              "learning_rate", rate.toJson(),
              "momentum", momentum.toJson(),
              "nesterov", nesterov,
              "weight_decay", decay.toJson());
    };
  }

  static Optimizer read(String path, JsonValue value) {
    if (!Members.op(path, value).equals("sgd")) {
      throw new UnusableRequestException(
          path + ".op", "\"" + Members.op(path, value) + "\"", "sgd", "declare sgd");
    }
    Members m =
        Members.of(path, value, "op", "learning_rate", "momentum", "nesterov", "weight_decay");
    return new Sgd(
        m.read("learning_rate", Dyadic::read),
        m.read("momentum", Dyadic::read),
        m.bool("nesterov"),
        m.read("weight_decay", Dyadic::read));
  }
}
