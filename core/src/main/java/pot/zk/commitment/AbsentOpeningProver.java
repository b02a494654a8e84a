package pot.zk.commitment;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.sumcheck.RoundProver;

/** The opening's prover where there is none. */
record AbsentOpeningProver() implements OpeningProver {
  @Override
  public void beginBatch(List<Claim> claims, List<Ext> powers) {}

  @Override
  public RoundProver batchRounds() {
    return RoundProver.absent();
  }

  @Override
  public Ext vectorValue(int commitment) {
    throw nothing();
  }

  @Override
  public Ext maskValue(List<Ext> laneIndex) {
    throw nothing();
  }

  @Override
  public ExtVector fold(List<Ext> point, Ext eta) {
    throw nothing();
  }

  @Override
  public Ext maskForm(ExtVector form) {
    throw nothing();
  }

  @Override
  public ExtVector padMessage(Ext theta) {
    throw nothing();
  }

  private static IllegalStateException nothing() {
    return new IllegalStateException("this side proves nothing");
  }
}
