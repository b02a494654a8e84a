package pot.zk.relation;

import java.util.List;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.sumcheck.FactorRounds;

/** The prover's side of relations: evaluations of the traced tensors. */
public interface TensorProver {
  /** sum_x weights(x) tensor(x). */
  Ext evaluate(Combination tensor, Weights.Grid weights);

  /** The sumcheck of sum_k left(rows, k) right(k, columns). */
  FactorRounds product(MatrixProduct term, List<Ext> rows, List<Ext> columns);

  /** The sumcheck of sum_x eq(point, x) left(x) right(x). */
  FactorRounds elementProduct(ElementProduct term, List<Ext> point);

  /** Nothing more will be evaluated: what only evaluations need may be let go. */
  default void end() {}

  /** For the side that has nothing to compute. */
  static TensorProver absent() {
    return new AbsentTensorProver();
  }
}
