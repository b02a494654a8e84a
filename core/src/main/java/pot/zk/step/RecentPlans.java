package pot.zk.step;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import pot.zk.model.Hyperparameters;

/**
 * The plans made last, by the canonical bytes of their hyper-parameters, which determine them: who
 * proves or verifies step after step plans once. Several threads may share it.
 */
final class RecentPlans {
  private final int most;

  /** The least recently used first. */
  private final Map<ByteBuffer, StepPlan> plans = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most plans that are kept
   */
  RecentPlans(int most) {
    this.most = most;
  }

  /** The plan of these hyper-parameters, made if it is not there; failures are not kept. */
  StepPlan of(Hyperparameters hyperparameters, Function<Hyperparameters, StepPlan> maker) {
    ByteBuffer key = ByteBuffer.wrap(hyperparameters.canonicalBytes());
    synchronized (plans) {
      StepPlan found = plans.get(key);
      if (found != null) {
        return found;
      }
    }
    StepPlan made = maker.apply(hyperparameters);
    synchronized (plans) {
      plans.put(key, made);
      if (plans.size() > most) {
        plans.remove(plans.keySet().iterator().next());
      }
    }
    return made;
  }

  @Override
  public String toString() {
    return "RecentPlans[at most " + most + "]";
  }
}
