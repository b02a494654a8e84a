package pot.zk.step;

/** Told which phase of a long piece of work begins, in the thread that does it. */
@FunctionalInterface
public interface Progress {
  /** Quantising the data and doing the canonical step. */
  String WITNESS = "witness";

  /** Recomputing the commitments behind the roots. */
  String COMMITMENTS = "commitments";

  /** Everything that the prover sends. */
  String PROOF = "proof";

  /** Verifying before release. */
  String VERIFICATION = "verification";

  /**
   * A phase begins, and the one before it has ended.
   *
   * @param name one of this interface's constants
   */
  void phase(String name);

  /** Tells nobody. */
  static Progress none() {
    return name -> {};
  }
}
