package pot.zk.step;

import pot.zk.relation.ReluLayer;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.Trace;
import pot.zk.step.DigitsRun.Done;

/** What the choice of gates inside the band is worth to a prover. */
final class GateChoice {
  private GateChoice() {}

  /**
   * How far any weight of the canonical step moves if each gate inside the band is chosen against
   * the sign in double precision instead of by it, in units.
   */
  static double movement(StepCircuit circuit, Done step) {
    Trace by = canonical(circuit, step, false);
    Trace against = canonical(circuit, step, true);
    double largest = 0;
    for (Parameter p : circuit.parameters()) {
      if (p.gradient().isPresent()) {
        long[] a = by.get(p.after());
        long[] b = against.get(p.after());
        for (int i = 0; i < a.length; i++) {
          largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
      }
    }
    return largest;
  }

  private static Trace canonical(StepCircuit circuit, Done step, boolean against) {
    TraceBuilder builder = new TraceBuilder(circuit, TraceBuilder.Naming.WITNESS);
    Trace trace = new Trace();
    builder.putState(trace, step.before(), false);
    builder.putBatch(trace, step.batch());
    builder.putGateHints(trace, step.before(), step.batch());
    builder.run(trace);
    if (against) {
      for (StepCircuit.Stage stage : circuit.stages()) {
        if (stage instanceof StepCircuit.Stage.Relu(ReluLayer layer)) {
          long[] gate = trace.get(layer.gate());
          boolean[] other = new boolean[gate.length];
          for (int i = 0; i < other.length; i++) {
            other[i] = gate[i] == 0;
          }
          trace.putHint(layer.gate(), other);
        }
      }
      builder.run(trace);
    }
    builder.putCanonicalState(trace);
    return trace;
  }
}
