package pot.zk.step;

import pot.zk.relation.Relation;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * How far a tensor of the state after a step is from what the declared step gives.
 *
 * @param name such as {@code fc1.weight}
 * @param largest deviation from the exact update, in units of the tensor; in exact mode from the
 *     one legal value
 * @param index where that is, row-major, unpadded
 * @param tolerance the largest that is accepted, in units
 * @param belowTolerance share of values that the step moves by no more than the tolerance: of these
 *     neither the update's presence nor its sign is proven
 * @param neededToleranceLog2 the least tolerance, as a declaration has it, that would accept the
 *     tensor
 */
public record Deviation(
    String name,
    double largest,
    int index,
    long tolerance,
    double belowTolerance,
    int neededToleranceLog2) {
  /** Of a parameter whose values before and after are in the trace, the gradients too. */
  static Deviation of(Parameter p, Trace trace) {
    Relation update = p.update();
    TensorSpec after = p.after();
    long[] found = trace.get(after);
    long[] before = trace.get(p.before());
    long[] remainders = update.evaluate(trace);
    long[] canonical = update.solution().orElseThrow().canonical(update, remainders, found);
    double largest = 0;
    int place = 0;
    int below = 0;
    for (int i = 0; i < after.rows(); i++) {
      for (int j = 0; j < after.columns(); j++) {
        int at = i * after.paddedColumns() + j;
        double off =
            p.tolerance() == 0
                ? Math.abs(found[at] - canonical[at])
                : Math.scalb(Math.abs((double) (remainders[at] - update.constant())), -p.kappa());
        if (off > largest) {
          largest = off;
          place = i * after.columns() + j;
        }
        if (Math.abs(canonical[at] - before[at]) <= p.toleranceUnits()) {
          below++;
        }
      }
    }
    double share = (double) below / (after.rows() * after.columns());
    return new Deviation(
        p.name(), largest, place, p.toleranceUnits(), share, needed(largest) - after.frac());
  }

  /** The least e, from 0, for which 2^e units accept the deviation. */
  private static int needed(double units) {
    int e = 0;
    while (Math.scalb(1.0, e) < units) {
      e++;
    }
    return e;
  }

  /** Whether it would be accepted. */
  public boolean within() {
    return largest <= tolerance;
  }
}
