package pot.zk.step;

import java.util.List;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.soundness.ErrorBudget;

/**
 * What a proof under given hyper-parameters is worth, from the code that chooses its parameters.
 *
 * @param parameters of its commitments
 * @param limbWidth of its lookup table
 * @param lookups leaves of its lookup
 * @param rows each source of error, as log2 of its bound
 * @param bits -log2 of their sum
 */
public record SoundnessReport(
    CommitmentParameters parameters,
    int limbWidth,
    int lookups,
    List<ErrorBudget.Row> rows,
    double bits) {
  /**
   * @throws UnusableRequestException if such a step cannot be proven
   */
  public static SoundnessReport of(Hyperparameters hyperparameters) {
    StepPlan plan = StepPlan.of(hyperparameters);
    return new SoundnessReport(
        plan.parameters(),
        plan.limbWidth(),
        plan.lookup().used(),
        plan.budget().rows(),
        plan.budget().bits());
  }
}
