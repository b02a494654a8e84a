package pot.zk.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.step.Progress;
import pot.zk.step.StepSize;

/**
 * What proving and verifying a step will take, in a process that is warm.
 *
 * @param phases seconds of the prover's phases, in order
 * @param prove all of them but the commitment to the weights before
 * @param verify seconds
 * @param freePeakBytes resident, in a process that the heap limit does not hold back
 * @param otherBytes resident beside the heap
 * @param liveBytes of the heap in use at once
 * @param proofBytes expected
 */
public record Estimate(
    Map<String, Double> phases,
    double prove,
    double verify,
    double freePeakBytes,
    double otherBytes,
    double liveBytes,
    double proofBytes) {
  /** By the table that comes with the program. */
  public static Estimate of(StepSize size, Units units) {
    return of(size, units, Costs.table());
  }

  static Estimate of(StepSize size, Units units, Costs costs) {
    CostModel model = new CostModel(size, units);
    Map<String, Double> phases = new LinkedHashMap<>();
    double prove = 0;
    for (String phase : CostModel.phases()) {
      double seconds = 0;
      for (Map.Entry<String, Double> term : model.terms(phase).entrySet()) {
        seconds += costs.of(CostModel.kind(phase) + "." + term.getKey()) * term.getValue();
      }
      phases.put(phase, seconds);
      prove += phase.equals(Progress.COMMIT_BEFORE) ? 0 : seconds;
    }
    double live = size.liveBytes();
    double other = costs.of(Costs.MEMORY_ONCE);
    double peak = other + costs.of(Costs.MEMORY_LIVE) * live;
    double verify = phases.getOrDefault(Progress.VERIFICATION, 0.0);
    return new Estimate(phases, prove, verify, peak, other, live, size.proofBytes());
  }

  /** Bytes resident where the heap may have so many. */
  public double peakBytes(double heapLimit) {
    return Math.min(freePeakBytes, heapLimit + otherBytes);
  }
}
