package pot.zk.step;

import java.util.List;
import pot.zk.transcript.Transcript;

/**
 * What both sides do around the script: all that is public goes in first, and the positions are
 * drawn last.
 */
final class StepPrelude {
  private StepPrelude() {}

  static void absorb(
      Transcript transcript, StepPlan plan, Statement statement, List<byte[]> merkleRoots) {
    transcript.absorb("hyperparameters", plan.hyperparameters().canonicalBytes());
    transcript.absorb("derived parameters", plan.derivedParameters());
    transcript.absorb("statement", statement.encoded());
    transcript.absorb("weights before", merkleRoots.get(0));
    transcript.absorb("weights after", merkleRoots.get(1));
    transcript.absorb("batch", merkleRoots.get(2));
  }

  static int[] positions(Transcript transcript, StepPlan plan) {
    return transcript.positions(
        "positions", plan.parameters().lengthVariables(), plan.parameters().queries());
  }
}
