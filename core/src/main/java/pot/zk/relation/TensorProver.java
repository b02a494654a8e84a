package pot.zk.relation;

import java.util.List;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.sumcheck.RoundProver;

/** The prover's side of relations: evaluations of the traced tensors. */
public interface TensorProver {
  /** sum_x weights(x) tensor(x). */
  Ext evaluate(Combination tensor, Weights.Grid weights);

  /** The sumcheck of sum_k left(rows, k) right(k, columns). */
  Product product(MatrixProduct term, List<Ext> rows, List<Ext> columns);

  /** The sumcheck of sum_x eq(point, x) left(x) right(x). */
  Product elementProduct(ElementProduct term, List<Ext> point);

  /** Nothing more will be evaluated: what only evaluations need may be let go. */
  default void end() {}

  /** A matrix product at a point: its rounds, its value before them and its factors after them. */
  interface Product extends RoundProver {
    Ext sum();

    Ext left();

    Ext right();
  }

  /** For the side that has nothing to compute. */
  static TensorProver absent() {
    return new AbsentTensorProver();
  }
}
