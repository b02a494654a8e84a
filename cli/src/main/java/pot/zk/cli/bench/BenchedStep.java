package pot.zk.cli.bench;

import java.nio.file.Path;
import pot.zk.error.InternalFaultException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Mode;
import pot.zk.step.ModelState;
import pot.zk.step.Progress;
import pot.zk.step.Proof;
import pot.zk.step.RecentCommitments;
import pot.zk.step.SgdZkProver;
import pot.zk.step.SgdZkVerifier;
import pot.zk.step.Statement;
import pot.zk.step.Verdict;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.Commitment;

/** A synthetic step, done, that can be committed to, proven and verified again and again. */
public final class BenchedStep {
  private final Hyperparameters hyperparameters;
  private final Path state;
  private final SyntheticStep data;
  private final ZkWitnessBuilder builder;
  private final ModelState after;

  /**
   * @param state an empty directory for the opening ledger
   * @throws pot.zk.error.UnusableRequestException before any work, if the proof would not fit into
   *     memory
   */
  public BenchedStep(Network network, Hyperparameters hyperparameters, Path state) {
    this.hyperparameters = hyperparameters;
    this.state = state;
    this.builder = new ZkWitnessBuilder(hyperparameters);
    builder.requireMemory();
    this.data = SyntheticStep.of(network);
    this.after =
        switch (hyperparameters.mode()) {
          case Mode.Exact e -> builder.canonicalStep(data.before(), data.batch());
          case Mode.Attested a -> new DoubleStep(network).run(data.before(), data.batch());
        };
  }

  /**
   * Fresh commitments.
   *
   * @param recent what the prover has of the step before, as in a chain: the commitment to W
   * @param seconds that the one to the weights took
   */
  public record Committed(
      Statement statement, Witness witness, RecentCommitments recent, double seconds) {}

  SyntheticStep data() {
    return data;
  }

  /**
   * Commits. The prover has the commitment to W, as if it had proven the step before; those to W'
   * and the batch it makes itself.
   *
   * @param number of the step, as stated
   */
  public Committed commit(long number) {
    RecentCommitments recent = new RecentCommitments();
    ZkWitnessBuilder stepBefore = new ZkWitnessBuilder(hyperparameters, recent);
    long start = System.nanoTime();
    Commitment before = stepBefore.extractWeightsForZk(data.before());
    double seconds = (System.nanoTime() - start) * 1e-9;
    Commitment next = builder.extractWeightsForZk(after);
    Commitment batch = builder.buildBatchCommitment(data.batch());
    Statement statement =
        new Statement(
            before.root(), batch.root(), hyperparameters.hash(), next.root(), number, number, 0);
    Witness.Seeds seeds = new Witness.Seeds(before.seed(), next.seed(), batch.seed());
    return new Committed(
        statement, new Witness(data.before(), after, data.batch(), seeds), recent, seconds);
  }

  /** Proves, which spends an opening of each commitment. */
  public Proof prove(Committed committed, Progress progress) {
    FileOpeningLedger ledger = FileOpeningLedger.open(state);
    return new SgdZkProver(ledger, progress, committed.recent())
        .proveSgdStep(hyperparameters, committed.statement(), committed.witness());
  }

  /**
   * Verifies.
   *
   * @throws InternalFaultException if the proof is not valid
   */
  public void verify(Committed committed, Proof proof) {
    Verdict verdict = new SgdZkVerifier().verifySgdStep(committed.statement(), proof);
    if (verdict instanceof Verdict.Invalid(String reason)) {
      throw new InternalFaultException(
          "proof", "invalid: " + reason, "a valid one", "please report this");
    }
  }
}
