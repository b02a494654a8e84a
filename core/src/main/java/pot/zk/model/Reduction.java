package pot.zk.model;

/** How a loss over a batch becomes one number. */
public enum Reduction {
  /**
   * The mean over all outputs of all samples, as PyTorch has it; for cross-entropy, over samples.
   */
  MEAN("mean"),

  /** Half the sum over outputs, and the mean over samples: gradient X^T (X W - Y) / B. */
  HALF_MEAN("half_mean");

  private final String word;

  Reduction(String word) {
    this.word = word;
  }

  /** The name in JSON. */
  String word() {
    return word;
  }
}
