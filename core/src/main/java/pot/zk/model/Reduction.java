package pot.zk.model;

/** How the squared errors of a batch become one loss. */
public enum Reduction {
  /** The mean over all outputs of all samples: PyTorch's. */
  MEAN("mean"),
  /** Half the squared error, summed over outputs, mean over samples: gradient X^T (X W - Y) / batch. */
  HALF_MEAN("half_mean");

  private final String word;

  Reduction(String word) {
    this.word = word;
  }

  /** As in JSON. */
  public String word() {
    return word;
  }
}
