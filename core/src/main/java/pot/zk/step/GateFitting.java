package pot.zk.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import pot.zk.relation.ReluLayer;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * Finds out which gates inside the band a floating-point step opened, where double precision could
 * not tell: a sum that is zero but for rounding may have either sign. The weights after the step
 * tell.
 */
final class GateFitting {
  /**
   * Gates tried, those nearest to zero first: a step that is not true costs so many more passes.
   */
  private static final int MOST = 16;

  private final StepCircuit circuit;
  private final TraceBuilder builder;

  GateFitting(StepCircuit circuit, TraceBuilder builder) {
    this.circuit = circuit;
    this.builder = builder;
  }

  /** A gate that is left to choose. */
  private record Place(ReluLayer layer, int index, long distance) {}

  /**
   * Turns gates inside the band round wherever that brings the step nearer to the state after it.
   *
   * @param trace of a step that has run, with the state after it
   */
  void fit(Trace trace) {
    double excess = excess(trace);
    if (excess == 0) {
      return;
    }
    for (Place place : choices(trace)) {
      turn(trace, place);
      builder.run(trace);
      double turned = excess(trace);
      if (turned < excess) {
        excess = turned;
      } else {
        turn(trace, place);
        builder.run(trace);
      }
      if (excess == 0) {
        return;
      }
    }
  }

  /** How far updates are beyond their tolerances, in units of the tensors, summed. */
  private double excess(Trace trace) {
    double sum = 0;
    for (Parameter p : circuit.parameters()) {
      TensorSpec range = p.update().remainder().orElseThrow();
      for (long remainder : p.update().evaluate(trace)) {
        long beyond = remainder - Math.clamp(remainder, range.min(), range.max());
        sum += Math.scalb(Math.abs((double) beyond), -p.kappa());
      }
    }
    return sum;
  }

  private List<Place> choices(Trace trace) {
    List<Place> places = new ArrayList<>();
    for (StepCircuit.Stage stage : circuit.stages()) {
      if (stage instanceof StepCircuit.Stage.Relu(ReluLayer layer)) {
        long[] values = layer.input(trace);
        for (int i = 0; i < layer.gate().rows(); i++) {
          for (int j = 0; j < layer.gate().columns(); j++) {
            int at = i * layer.gate().paddedColumns() + j;
            if (Math.abs(values[at]) <= layer.high()) {
              places.add(new Place(layer, at, Math.abs(values[at])));
            }
          }
        }
      }
    }
    places.sort(Comparator.comparingLong(Place::distance));
    return places.subList(0, Math.min(MOST, places.size()));
  }

  /** Hints the other gate, and of all others of the layer what they are. */
  private static void turn(Trace trace, Place place) {
    long[] gates = trace.get(place.layer().gate());
    boolean[] open = new boolean[gates.length];
    for (int i = 0; i < open.length; i++) {
      open[i] = gates[i] == 1 ^ i == place.index();
    }
    trace.putHint(place.layer().gate(), open);
  }
}
