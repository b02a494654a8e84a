package pot.zk.sumcheck;

import pot.zk.field.Ext;

/**
 * The prover's side of a sumcheck: round polynomials of degree two, one variable bound after
 * another.
 */
public interface RoundProver {
  /** The round polynomial h by its constant and its leading coefficient: {h(0), [X^2] h}. */
  Ext[] round();

  /** Binds the top unbound variable to r. */
  void bind(Ext r);

  /** For the side that has nothing to compute. */
  static RoundProver absent() {
    return new RoundProver() {
      @Override
      public Ext[] round() {
        throw new IllegalStateException("this side proves nothing");
      }

      @Override
      public void bind(Ext r) {}
    };
  }
}
