package pot.zk.relation;

import java.util.List;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;

/** The relations' prover where there is none. */
record AbsentTensorProver() implements TensorProver {
  @Override
  public Ext evaluate(Combination tensor, Weights.Grid weights) {
    throw nothing();
  }

  @Override
  public Product product(MatrixProduct term, List<Ext> rows, List<Ext> columns) {
    return absent();
  }

  @Override
  public Product elementProduct(ElementProduct term, List<Ext> point) {
    return absent();
  }

  private static Product absent() {
    return new Product() {
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
