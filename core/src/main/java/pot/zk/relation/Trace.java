package pot.zk.relation;

import java.util.HashMap;
import java.util.Map;

/** The integers of one step: for each tensor its values, padded, row-major. Secret. */
public final class Trace {
  private final Map<String, long[]> values = new HashMap<>();

  /** Stores the padded values of a tensor. */
  public void put(TensorSpec tensor, long[] padded) {
    if (padded.length != tensor.paddedSize()) {
      throw new IllegalArgumentException(
          tensor.name() + ": " + padded.length + " values, not " + tensor.paddedSize());
    }
    values.put(tensor.name(), padded);
  }

  /** The padded values of a tensor. */
  public long[] get(TensorSpec tensor) {
    long[] found = values.get(tensor.name());
    if (found == null) {
      throw new IllegalStateException("the trace has no " + tensor.name());
    }
    return found;
  }

  /** A copy whose arrays may be changed without touching this one. */
  public Trace copy() {
    Trace copy = new Trace();
    values.forEach((name, v) -> copy.values.put(name, v.clone()));
    return copy;
  }

  @Override
  public String toString() {
    return "Trace[" + values.size() + " tensors]";
  }
}
