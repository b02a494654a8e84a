package pot.zk.step;

/**
 * What only the prover knows. It cannot be printed.
 *
 * @param before weights before the step
 * @param after weights after it
 * @param seeds of the three commitments
 */
public record Witness(ModelState before, ModelState after, Batch batch, Seeds seeds) {
  /** The blinding seeds under which the statement's roots were made. */
  public record Seeds(BlindingSeed wt, BlindingSeed wt1, BlindingSeed batch) {}

  @Override
  public String toString() {
    return "Witness[secret]";
  }
}
