package pot.zk.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import pot.zk.error.InternalFaultException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Mode;
import pot.zk.step.ModelState;
import pot.zk.step.Progress;
import pot.zk.step.Proof;
import pot.zk.step.SgdZkProver;
import pot.zk.step.SgdZkVerifier;
import pot.zk.step.Statement;
import pot.zk.step.Verdict;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.Commitment;

/** Proves and verifies one synthetic step again and again, each time under fresh commitments. */
public final class StepBench {
  /** What the prover does before its first phase. */
  private static final String PLAN = "plan";

  private final Network network;
  private final Hyperparameters hyperparameters;
  private final int threads;
  private final Path state;

  /**
   * @param threads of the pool that {@link #run} is called in
   * @param state an empty directory for the opening ledger
   */
  public StepBench(Network network, Hyperparameters hyperparameters, int threads, Path state) {
    this.network = network;
    this.hyperparameters = hyperparameters;
    this.threads = threads;
    this.state = state;
  }

  /**
   * What was measured; seconds are medians, those of phases from the repetition whose proving time
   * is the median.
   *
   * @param commit committing to the weights once
   * @param prove all of {@code phases} but the commitment to the weights before
   * @param firstProve the same the first time, in a cold process
   * @param phases of the prover's whole work, in order
   * @param firstPeakMegabytes resident after the first run: of a process that proves one step
   * @param peakMegabytes resident after all of them: what is not collected adds up
   * @param units how fast the machine was right after
   */
  public record Figures(
      double commit,
      double prove,
      double firstProve,
      double verify,
      int proofBytes,
      Map<String, Double> phases,
      OptionalDouble firstPeakMegabytes,
      OptionalDouble peakMegabytes,
      Units units,
      PlainRates plain) {}

  /** One repetition. */
  private record Run(double commit, Map<String, Double> phases, double verify, int proofBytes) {
    /** The commitment to the weights before is the one that the step before made. */
    double prove() {
      return phases.entrySet().stream()
          .filter(e -> !e.getKey().equals(Progress.COMMIT_BEFORE))
          .mapToDouble(Map.Entry::getValue)
          .sum();
    }
  }

  /**
   * Measures.
   *
   * @param warmUps runs before, at least one
   * @param repetitions at least one
   */
  public Figures run(int warmUps, int repetitions) {
    SyntheticStep data = SyntheticStep.of(network);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hyperparameters);
    ModelState after =
        switch (hyperparameters.mode()) {
          case Mode.Exact e -> builder.canonicalStep(data.before(), data.batch());
          case Mode.Attested a -> new DoubleStep(network).run(data.before(), data.batch());
        };
    double firstProve = 0;
    OptionalDouble firstPeak = OptionalDouble.empty();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < warmUps + repetitions; i++) {
      Run run = run(builder, data, after, i);
      if (i == 0) {
        firstProve = run.prove();
        firstPeak = PeakMemory.megabytes();
      }
      if (i >= warmUps) {
        runs.add(run);
      }
    }
    OptionalDouble peak = PeakMemory.megabytes();
    runs.sort(Comparator.comparingDouble(Run::prove));
    Run middle = runs.get((runs.size() - 1) / 2);
    return new Figures(
        Medians.of(runs.stream().mapToDouble(Run::commit).toArray()),
        middle.prove(),
        firstProve,
        Medians.of(runs.stream().mapToDouble(Run::verify).toArray()),
        (int) Medians.of(runs.stream().mapToDouble(Run::proofBytes).toArray()),
        middle.phases(),
        firstPeak,
        peak,
        Units.measure(threads),
        PlainRates.measure(network, data, threads));
  }

  private Run run(ZkWitnessBuilder builder, SyntheticStep data, ModelState after, long number) {
    long start = System.nanoTime();
    Commitment before = builder.extractWeightsForZk(data.before());
    double commit = (System.nanoTime() - start) * 1e-9;
    Commitment next = builder.extractWeightsForZk(after);
    Commitment batch = builder.buildBatchCommitment(data.batch());
    Statement statement =
        new Statement(
            before.root(), batch.root(), hyperparameters.hash(), next.root(), number, number, 0);
    Witness witness =
        new Witness(
            data.before(),
            after,
            data.batch(),
            new Witness.Seeds(before.seed(), next.seed(), batch.seed()));

    FileOpeningLedger ledger = FileOpeningLedger.open(state);
    PhaseTimes times = new PhaseTimes(PLAN);
    Proof proof = new SgdZkProver(ledger, times).proveSgdStep(hyperparameters, statement, witness);
    Map<String, Double> phases = times.end();

    start = System.nanoTime();
    Verdict verdict = new SgdZkVerifier().verifySgdStep(statement, proof);
    double verify = (System.nanoTime() - start) * 1e-9;
    if (verdict instanceof Verdict.Invalid(String reason)) {
      throw new InternalFaultException(
          "proof", "invalid: " + reason, "a valid one", "please report this");
    }
    return new Run(commit, phases, verify, proof.size());
  }
}
