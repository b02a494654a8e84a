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

  /** Part of {@link #COMMITMENTS}: to the weights before, which the step before made already. */
  String COMMIT_BEFORE = "commit weights before";

  /** Part of {@link #COMMITMENTS}: to the weights after. */
  String COMMIT_AFTER = "commit weights after";

  /** Part of {@link #COMMITMENTS}: to the batch. */
  String COMMIT_BATCH = "commit batch";

  /** Part of {@link #COMMITMENTS}: roots compared, and an opening of each reserved. */
  String RESERVATION = "reservation";

  /** Part of {@link #PROOF}: to intermediate values, multiplicities and pads. */
  String COMMIT_AUXILIARY = "commit auxiliary";

  /** Part of {@link #PROOF}: the arguments of relations and paddings. */
  String RELATIONS = "relations";

  /** Part of {@link #PROOF}: the range of every limb. */
  String LOOKUP = "lookup";

  /** Part of {@link #PROOF}: all claims at once, and the opened columns. */
  String OPENING = "opening";

  /**
   * A phase begins, and the one before it has ended.
   *
   * @param name one of this interface's constants
   */
  void phase(String name);

  /**
   * A part of the present phase begins, and the part before it has ended; the first part of a phase
   * begins with it. Of interest to who measures.
   *
   * @param name one of this interface's constants
   */
  default void part(String name) {}

  /** Tells nobody. */
  static Progress none() {
    return name -> {};
  }
}
