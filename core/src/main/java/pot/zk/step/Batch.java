package pot.zk.step;

/** The samples of one step. Secret. */
public final class Batch {
  private final double[] inputs;
  private final double[] targets;

  /**
   * @param inputs batch x in, row-major, not copied
   * @param targets batch x out, row-major, not copied
   */
  public Batch(double[] inputs, double[] targets) {
    this.inputs = inputs;
    this.targets = targets;
  }

  public double[] inputs() {
    return inputs;
  }

  public double[] targets() {
    return targets;
  }

  @Override
  public String toString() {
    return "Batch[secret]";
  }
}
