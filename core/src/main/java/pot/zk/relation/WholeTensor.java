package pot.zk.relation;

import java.util.List;

/** A tensor that a relation determines by itself. */
public record WholeTensor(TensorSpec tensor) implements Output {
  @Override
  public List<TensorSpec> tensors() {
    return List.of(tensor);
  }

  @Override
  public List<Term> terms(long coefficient) {
    return List.of(new Entry(tensor, coefficient));
  }

  @Override
  public long constant() {
    return 0;
  }

  @Override
  public void put(Trace trace, long[] values) {
    trace.put(tensor, values);
  }
}
