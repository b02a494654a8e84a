package pot.zk.relation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The integers of one step: for each tensor its values, padded, row-major. Secret. */
public final class Trace {
  private final Map<String, long[]> values = new HashMap<>();
  private final Map<String, boolean[]> hints = new HashMap<>();

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

  /** The padded values of a combination: the tensor's own array, where it is one alone. */
  public long[] get(Combination combination) {
    List<Combination.Part> parts = combination.parts();
    if (parts.size() == 1 && parts.get(0).coefficient() == 1) {
      return get(parts.get(0).tensor());
    }
    long[] sum = new long[combination.paddedSize()];
    for (Combination.Part part : parts) {
      long[] summand = get(part.tensor());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part.coefficient() * summand[i];
      }
    }
    return sum;
  }

  /** Says where a gate should be open, if that is left to choose. */
  public void putHint(TensorSpec gate, boolean[] open) {
    hints.put(gate.name(), open);
  }

  /** Where the gate should be open, at every padded place. */
  Optional<boolean[]> hint(TensorSpec gate) {
    return Optional.ofNullable(hints.get(gate.name()));
  }

  /** All that is here, in a new trace; nothing is left here. */
  public Trace moved() {
    Trace moved = new Trace();
    moved.values.putAll(values);
    moved.hints.putAll(hints);
    values.clear();
    hints.clear();
    return moved;
  }

  /** A copy whose arrays may be changed without touching this one. */
  public Trace copy() {
    Trace copy = new Trace();
    values.forEach((name, v) -> copy.values.put(name, v.clone()));
    copy.hints.putAll(hints);
    return copy;
  }

  @Override
  public String toString() {
    return "Trace[" + values.size() + " tensors]";
  }
}
