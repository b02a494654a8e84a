package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/** The loss of a step. */
public sealed interface Loss {
  /** Mean squared error. */
  record Mse(Reduction reduction) implements Loss {}

  /** Softmax and cross-entropy on one-hot targets, mean over samples. */
  record SoftmaxCrossEntropy() implements Loss {}

  /** Its JSON object. */
  default JsonValue toJson() {
    return switch (this) {
      case Mse(Reduction r) -> Json.object("op", "mse", "reduction", r.word());
      case SoftmaxCrossEntropy s ->
          Json.object("op", "softmax_cross_entropy", "reduction", "mean");
    };
  }

  static Loss read(String path, JsonValue value) {
    return switch (Members.op(path, value)) {
      case "mse" -> {
        Members m = Members.of(path, value, "op", "reduction");
        yield new Mse(
            m.choice("reduction", "mean", "half_mean").equals("mean")
                ? Reduction.MEAN
                : Reduction.HALF_MEAN);
      }
      case "softmax_cross_entropy" -> {
        Members.of(path, value, "op", "reduction").choice("reduction", "mean");
        yield new SoftmaxCrossEntropy();
      }
      default ->
          throw new UnusableRequestException(
              path + ".op",
              "\"" + Members.op(path, value) + "\"",
              "mse or softmax_cross_entropy",
              "choose one of these");
    };
  }
}
