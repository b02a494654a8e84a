package pot.zk.relation;

import java.util.List;

/**
 * What a relation determines: an affine function of tensors that no earlier relation determined.
 */
public sealed interface Output permits WholeTensor, ReluLayer {
  /** The tensors that are determined. */
  List<TensorSpec> tensors();

  /** coefficient * value, without its constant part, as terms of a relation. */
  List<Term> terms(long coefficient);

  /** The value where all tensors are zero. */
  long constant();

  /** Sets the tensors of a trace so that the value is this at every padded place. */
  void put(Trace trace, long[] values);
}
