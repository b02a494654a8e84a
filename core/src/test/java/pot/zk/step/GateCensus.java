package pot.zk.step;

import java.util.ArrayDeque;
import java.util.Deque;
import pot.zk.relation.ReluLayer;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.Trace;

/**
 * Gates of float32 steps beside those of the fixed-point steps.
 *
 * @param all of them
 * @param inBand where the fixed-point value leaves the choice to the prover
 * @param disagreeing with the sign of the fixed-point value
 * @param farthest of these from zero, in units of the activation
 * @param misled where the prover settled on another gate than float32's
 */
record GateCensus(long all, long inBand, long disagreeing, long farthest, long misled) {
  static final GateCensus NONE = new GateCensus(0, 0, 0, 0, 0);

  GateCensus plus(GateCensus o) {
    return new GateCensus(
        all + o.all,
        inBand + o.inBand,
        disagreeing + o.disagreeing,
        Math.max(farthest, o.farthest),
        misled + o.misled);
  }

  /**
   * Of one step.
   *
   * @param taken what each activation took in in float32, the last one's first
   */
  static GateCensus of(StepCircuit circuit, Trace trace, Deque<float[]> taken) {
    GateCensus sum = NONE;
    Deque<float[]> left = new ArrayDeque<>(taken);
    for (StepCircuit.Stage stage : circuit.stages()) {
      if (stage instanceof StepCircuit.Stage.Relu(ReluLayer layer)) {
        sum = sum.plus(of(layer, trace, left.removeLast()));
      }
    }
    return sum;
  }

  private static GateCensus of(ReluLayer layer, Trace trace, float[] taken) {
    long[] values = layer.input(trace);
    long[] gate = trace.get(layer.gate());
    GateCensus sum = NONE;
    for (int i = 0; i < layer.gate().rows(); i++) {
      for (int j = 0; j < layer.gate().columns(); j++) {
        int at = i * layer.gate().paddedColumns() + j;
        long y = values[at];
        boolean open = taken[i * layer.gate().columns() + j] > 0;
        boolean disagrees = open != y > 0;
        sum =
            sum.plus(
                new GateCensus(
                    1,
                    Math.abs(y) <= layer.high() ? 1 : 0,
                    disagrees ? 1 : 0,
                    disagrees ? Math.abs(y) : 0,
                    open == (gate[at] == 1) ? 0 : 1));
      }
    }
    return sum;
  }
}
