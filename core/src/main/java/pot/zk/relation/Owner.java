package pot.zk.relation;

/** Which commitment holds a tensor. */
public enum Owner {
  WEIGHTS_BEFORE(0),
  WEIGHTS_AFTER(1),
  BATCH(2),
  /** Made for one proof: intermediate values and remainders. */
  AUXILIARY(3);

  private final int index;

  Owner(int index) {
    this.index = index;
  }

  /** The place of the commitment among those of a proof. */
  public int index() {
    return index;
  }
}
