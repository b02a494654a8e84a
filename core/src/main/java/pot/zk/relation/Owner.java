package pot.zk.relation;

/** Which commitment holds a tensor. The order is that of the commitments in a proof. */
public enum Owner {
  WEIGHTS_BEFORE,
  WEIGHTS_AFTER,
  BATCH,
  /** Made for one proof: intermediate values and remainders. */
  AUXILIARY
}
