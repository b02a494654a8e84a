package pot.zk.step;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import pot.zk.relation.Entry;
import pot.zk.relation.Owner;
import pot.zk.relation.Relation;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Term;
import pot.zk.relation.Trace;

/**
 * Makes a trace consistent again after a lie, from the relations alone: each relation determines
 * one output and its remainder. Knows nothing of layers, so it serves every model.
 */
final class Repair {
  private final StepCircuit circuit;

  Repair(StepCircuit circuit) {
    this.circuit = circuit;
  }

  /**
   * The tensor that a relation determines: the entry that no earlier relation determined and no
   * user gave.
   */
  Entry output(Relation relation) {
    Set<TensorSpec> known = new HashSet<>(circuit.tensors(Owner.BATCH));
    known.addAll(circuit.tensors(Owner.WEIGHTS_BEFORE));
    for (Relation r : circuit.relations()) {
      for (Term term : r.terms()) {
        if (term instanceof Entry entry && known.add(entry.tensor()) && r.equals(relation)) {
          return entry;
        }
      }
    }
    throw new IllegalStateException("no output in " + relation.name());
  }

  /** Recomputes outputs and remainders of all relations from this one on. */
  void from(int first, Trace trace) {
    List<Relation> relations = circuit.relations();
    for (Relation relation : relations.subList(first, relations.size())) {
      recompute(relation, trace);
    }
  }

  /** Recomputes the remainder of one relation, wherever that leads. */
  static void remainder(Relation relation, Trace trace) {
    trace.put(relation.remainder(), relation.evaluate(trace));
  }

  private void recompute(Relation relation, Trace trace) {
    Entry output = output(relation);
    int shift = Long.numberOfTrailingZeros(Math.abs(output.coefficient()));
    trace.put(output.tensor(), new long[output.tensor().paddedSize()]);
    long[] rest = relation.evaluate(trace);
    long[] values = new long[rest.length];
    for (int i = 0; i < rest.length; i++) {
      // The remainder comes out at the middle of its range, give or take half a unit of the output.
      long fromMiddle = rest[i] - relation.constant() + (shift == 0 ? 0 : 1L << (shift - 1));
      long quotient = fromMiddle >> shift;
      values[i] = output.coefficient() < 0 ? quotient : -quotient;
    }
    trace.put(output.tensor(), values);
    remainder(relation, trace);
  }
}
