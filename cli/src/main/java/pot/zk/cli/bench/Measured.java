package pot.zk.cli.bench;

import java.util.Map;
import java.util.OptionalDouble;
import pot.zk.step.StepSize;

/**
 * One measured step, as {@code bench step --json} printed it.
 *
 * @param mode exact or attested
 * @param peakMegabytes resident in a process that has proven one step
 * @param phases seconds of the prover's phases, by name with underscores
 * @param units what the machine did at the time, by name
 */
public record Measured(
    Network network,
    String mode,
    int openings,
    int threads,
    double prove,
    double verify,
    long proofBytes,
    OptionalDouble peakMegabytes,
    double heapLimitMegabytes,
    Map<String, Double> phases,
    Map<String, Double> units) {
  private static final double MEGABYTE = 1 << 20;

  /** Above this share of the heap limit the limit decides what is resident. */
  private static final double HELD_BACK = 0.9;

  StepSize size() {
    return StepSize.of(network.hyperparameters(mode.equals("attested"), openings));
  }

  Units unitsThen() {
    return Units.of(units);
  }

  double phase(String name) {
    return phases.getOrDefault(name.replace(' ', '_'), 0.0);
  }

  /** Empty where it is not known, or the heap limit decided. */
  OptionalDouble freePeakBytes() {
    return peakMegabytes.isPresent() && peakMegabytes.getAsDouble() < HELD_BACK * heapLimitMegabytes
        ? OptionalDouble.of(peakMegabytes.getAsDouble() * MEGABYTE)
        : OptionalDouble.empty();
  }
}
