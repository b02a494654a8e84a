package pot.zk.commitment;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.sumcheck.RoundProver;

/**
 * The prover's side of the opening; its methods are called in the order of the protocol's rounds.
 */
public interface OpeningProver {
  /** Prepares the batched sumcheck of sum_i powers[i] * claims[i]. */
  void beginBatch(List<Claim> claims, List<Ext> powers);

  RoundProver batchRounds();

  /** e_k: the extension of commitment k at the point where the batched sumcheck ended. */
  Ext vectorValue(int commitment);

  /** sigma: the data part of g against eq(laneIndex). */
  Ext maskValue(List<Ext> laneIndex);

  /** The C + h coefficients of G = g + sum_{k&gt;=1} eta^k L_k. */
  ExtVector fold(List<Ext> point, Ext eta);

  /** tau = &lt;form, mask_P&gt;. */
  Ext maskForm(ExtVector form);

  /** u_P = mask_P + theta P: all data parts, then all blinding parts. */
  ExtVector padMessage(Ext theta);

  /** For the side that has nothing to compute. */
  static OpeningProver absent() {
    return new AbsentOpeningProver();
  }
}
