package pot.zk.step;

import pot.zk.relation.Output;
import pot.zk.relation.Relation;
import pot.zk.relation.ReluLayer;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.Trace;
import pot.zk.relation.WholeTensor;

/**
 * Makes a trace consistent again after a lie, from the relations alone: each is solved for what it
 * determines. Knows nothing of models, so it serves every one.
 */
final class Repair {
  private final StepCircuit circuit;

  Repair(StepCircuit circuit) {
    this.circuit = circuit;
  }

  /** Solves all relations from this one on. */
  void from(int first, Trace trace) {
    for (Relation relation : circuit.relations().subList(first, circuit.relations().size())) {
      if (relation.determined().isPresent()) {
        relation.determine(trace);
      }
    }
  }

  /** Recomputes the remainder of one relation, wherever that leads. */
  static void remainder(Relation relation, Trace trace) {
    relation.putRemainder(trace);
  }

  /** Changes what a relation determines, at the first place, and what it is made of accordingly. */
  static void shift(Relation relation, Trace trace, long by) {
    Output output = relation.solution().orElseThrow().output();
    long[] values = value(output, trace);
    values[0] += by;
    output.put(trace, values);
  }

  private static long[] value(Output output, Trace trace) {
    return switch (output) {
      case WholeTensor w -> trace.get(w.tensor()).clone();
      case ReluLayer r -> r.input(trace);
    };
  }
}
