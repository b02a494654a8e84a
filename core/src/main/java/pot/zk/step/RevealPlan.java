package pot.zk.step;

import java.util.List;
import pot.zk.commitment.LaneTree;
import pot.zk.commitment.OpeningShape;
import pot.zk.commitment.VectorLayout;
import pot.zk.error.UnusableRequestException;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.Obligations;
import pot.zk.relation.Owner;
import pot.zk.soundness.ErrorBudget;
import pot.zk.soundness.ErrorTally;

/**
 * Everything public about an opening of chosen weights, derived from the hyper-parameters and the
 * places shown.
 */
final class RevealPlan {
  private final StepPlan step;
  private final OpeningShape opening;
  private final ErrorBudget budget;
  private final int messageBytes;

  private RevealPlan(StepPlan step, Revelation revelation) {
    this.step = step;
    CountingChannel channel = new CountingChannel();
    ErrorTally tally = new ErrorTally();
    RevealScript script =
        new RevealScript(
            this, revelation, channel, new Obligations(), RevealScript.Provers.absent(), tally);
    var pending = script.claims();
    this.opening = OpeningShape.of(step.parameters(), layouts(), channel.pads());
    script.open(opening, pending);
    this.budget = new ErrorBudget(tally, step.parameters(), 0);
    this.messageBytes = channel.sentBytes();
  }

  /**
   * The plan for showing these weights.
   *
   * @throws UnusableRequestException if the hyper-parameters are beyond what can be proven soundly
   */
  static RevealPlan of(StepPlan step, Revelation revelation) {
    RevealPlan plan = new RevealPlan(step, revelation);
    plan.budget.enforce();
    return plan;
  }

  StepPlan step() {
    return step;
  }

  OpeningShape opening() {
    return opening;
  }

  ErrorBudget budget() {
    return budget;
  }

  int messageBytes() {
    return messageBytes;
  }

  /** The weights, and an auxiliary vector without data: its tree carries the pads and masks. */
  List<VectorLayout> layouts() {
    return List.of(
        step.layout(Owner.WEIGHTS_BEFORE.index()),
        VectorLayout.of(1, List.of(), step.parameters().laneVariables()));
  }

  /** Bytes after the header that every opening has: messages, columns and salts. */
  long leastBytes() {
    long bytes = messageBytes;
    for (int k = 0; k < opening.layouts().size(); k++) {
      bytes += step.parameters().queries() * (8L * opening.treeLanes(k) + LaneTree.SALT_BYTES);
    }
    return bytes;
  }
}
