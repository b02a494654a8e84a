package pot.zk.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import pot.zk.model.Hyperparameters;
import pot.zk.step.Proof;

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
   * @param prove all of {@code phases}; the prover has the commitment to the weights before, as in
   *     a chain
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
    double prove() {
      return phases.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * Measures.
   *
   * @param warmUps runs before, at least one
   * @param repetitions at least one
   */
  public Figures run(int warmUps, int repetitions) {
    BenchedStep step = new BenchedStep(network, hyperparameters, state);
    double firstProve = 0;
    OptionalDouble firstPeak = OptionalDouble.empty();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < warmUps + repetitions; i++) {
      Run run = run(step, i);
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
        PlainRates.measure(network, step.data(), threads));
  }

  private Run run(BenchedStep step, long number) {
    BenchedStep.Committed committed = step.commit(number);
    PhaseTimes times = new PhaseTimes(PLAN);
    Proof proof = step.prove(committed, times);
    Map<String, Double> phases = times.end();
    long start = System.nanoTime();
    step.verify(committed, proof);
    double verify = (System.nanoTime() - start) * 1e-9;
    return new Run(committed.seconds(), phases, verify, proof.size());
  }
}
