package pot.zk.lookup;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.sumcheck.RoundProver;

/**
 * The prover's side of the lookup; its methods are called in the order of the protocol's rounds.
 */
public interface LookupProver {
  /** Builds the fraction tree for these challenges. */
  void begin(Ext alpha, Ext delta);

  /** sum over all entries of all tables of multiplicity / (alpha - fingerprint). */
  Ext tableSum(List<ExtVector> reciprocals);

  /** Numerator and denominator of the root. */
  Ext[] root();

  /** The rounds of the layer of 2^variables nodes at a point of so many coordinates. */
  LayerRounds layer(List<Ext> point, Ext lambda);

  /** The rounds of one layer, and its children's values once all variables are bound. */
  interface LayerRounds extends RoundProver {
    /** n(0, r), n(1, r), d(0, r), d(1, r). */
    Ext[] children();
  }

  /** For the side that has nothing to compute. */
  static LookupProver absent() {
    return new LookupProver() {
      @Override
      public void begin(Ext alpha, Ext delta) {}

      @Override
      public Ext tableSum(List<ExtVector> reciprocals) {
        throw nothing();
      }

      @Override
      public Ext[] root() {
        throw nothing();
      }

      @Override
      public LayerRounds layer(List<Ext> point, Ext lambda) {
        return new LayerRounds() {
          @Override
          public Ext[] children() {
            throw nothing();
          }

          @Override
          public Ext[] round() {
            throw nothing();
          }

          @Override
          public void bind(Ext r) {}
        };
      }

      private IllegalStateException nothing() {
        return new IllegalStateException("this side proves nothing");
      }
    };
  }
}
