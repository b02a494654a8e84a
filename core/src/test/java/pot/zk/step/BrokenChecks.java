package pot.zk.step;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import pot.zk.relation.Relation;
import pot.zk.relation.RelationArgument;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TableLookup;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * The checks that a trace must fail, told from its integers alone: by another path than the proof,
 * which knows them at random points only.
 */
final class BrokenChecks {
  static final String LOOKUP = "lookup identity";

  private BrokenChecks() {}

  static Set<String> of(StepCircuit circuit, Trace trace) {
    Set<String> broken = new LinkedHashSet<>();
    for (Relation relation : circuit.relations()) {
      long[] zeros = new long[relation.paddedSize()];
      long[] remainder = relation.remainder().map(trace::get).orElse(zeros);
      if (!Arrays.equals(relation.evaluate(trace), remainder)) {
        broken.add(RelationArgument.relationCheck(relation));
      }
    }
    for (TensorSpec t : circuit.padded()) {
      if (hasPadding(t, trace.get(t))) {
        broken.add(RelationArgument.paddingCheck(t));
      }
    }
    for (TensorSpec t : circuit.tensors()) {
      if (!Arrays.stream(trace.get(t)).allMatch(t::holds)) {
        broken.add(LOOKUP);
      }
    }
    for (TableLookup lookup : circuit.lookups()) {
      if (!isOnTable(lookup, trace)) {
        broken.add(LOOKUP);
      }
    }
    return broken;
  }

  private static boolean hasPadding(TensorSpec tensor, long[] values) {
    for (int i = 0; i < values.length; i++) {
      boolean inside =
          i / tensor.paddedColumns() < tensor.rows()
              && i % tensor.paddedColumns() < tensor.columns();
      if (!inside && values[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOnTable(TableLookup lookup, Trace trace) {
    long[] keys = trace.get(lookup.key());
    long[] values = trace.get(lookup.value());
    for (int i = 0; i < keys.length; i++) {
      boolean inside = keys[i] >= 0 && keys[i] < lookup.table().length;
      if (!inside || values[i] != lookup.table()[(int) keys[i]]) {
        return false;
      }
    }
    return true;
  }
}
