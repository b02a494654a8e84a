package pot.zk.step;

import java.util.List;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;

/**
 * What a proof under given hyper-parameters is worth, from the code that chooses its parameters.
 *
 * @param laneVariables log2 C, C the data elements of a lane
 * @param lengthVariables log2 n, n the positions of a codeword
 * @param queries q, the positions opened
 * @param blinding h, blinding coefficients of a lane
 * @param grindingBits of work before the positions
 * @param limbWidth of the lookup table
 * @param lookups leaves of the lookup
 * @param rows each source of error
 * @param bits -log2 of their sum
 */
public record SoundnessReport(
    int laneVariables,
    int lengthVariables,
    int queries,
    int blinding,
    int grindingBits,
    int limbWidth,
    int lookups,
    List<Row> rows,
    double bits) {
  /** A source of error and log2 of its bound. */
  public record Row(String source, double log2) {}

  /**
   * The report on a step.
   *
   * @throws UnusableRequestException if such a step cannot be proven
   */
  public static SoundnessReport of(Hyperparameters hyperparameters) {
    StepPlan plan = StepPlan.of(hyperparameters);
    CommitmentParameters p = plan.parameters();
    return new SoundnessReport(
        p.laneVariables(),
        p.lengthVariables(),
        p.queries(),
        p.blinding(),
        p.grindingBits(),
        plan.limbWidth(),
        plan.lookup().used(),
        plan.budget().rows().stream().map(r -> new Row(r.title(), r.log2())).toList(),
        plan.budget().bits());
  }
}
