package pot.zk.relation;

import java.util.List;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.sumcheck.FactorRounds;

/** The relations' prover where there is none. */
record AbsentTensorProver() implements TensorProver {
  @Override
  public Ext evaluate(Combination tensor, Weights.Grid weights) {
    throw nothing();
  }

  @Override
  public FactorRounds product(MatrixProduct term, List<Ext> rows, List<Ext> columns) {
    return absent();
  }

  @Override
  public FactorRounds elementProduct(ElementProduct term, List<Ext> point) {
    return absent();
  }

  private static FactorRounds absent() {
    return new FactorRounds() {
      @Override
      public Ext sum() {
        throw nothing();
      }

      @Override
      public Ext left() {
        throw nothing();
      }

      @Override
      public Ext right() {
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

  private static IllegalStateException nothing() {
    return new IllegalStateException("this side proves nothing");
  }
}
