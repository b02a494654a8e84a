package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Reduction;
import pot.zk.simd.Kernels;

/** A prover does not begin what it cannot end. */
class MemoryNeedTest {
  private static StepPlan plan(int batch) {
    return StepPlan.of(Fixtures.linear(batch, 64, 10, true, Reduction.MEAN, Fixtures.EXACT, 4));
  }

  @Test
  void whatDoesNotFitIsRefusedAndWhatJustFitsIsNot() {
    StepPlan plan = plan(32);
    long needed = MemoryNeed.bytes(plan);
    assertThatCode(() -> MemoryNeed.check(plan, needed)).doesNotThrowAnyException();
    assertThatThrownBy(() -> MemoryNeed.check(plan, needed - 1))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("MB of memory at once")
        .hasMessageContaining("a smaller batch or model");
    StepPlan one = plan(1);
    assertThatThrownBy(() -> MemoryNeed.check(one, 0))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageEndingWith("or prove a smaller model");
  }

  @Test
  void largerBatchesNeedMore() {
    assertThat(MemoryNeed.bytes(plan(4096))).isGreaterThan(2 * MemoryNeed.bytes(plan(32)));
  }

  /** Neither the witness nor the ledger is looked at before. */
  @Test
  void theProverAsksBeforeItBegins() {
    Hyperparameters hp = plan(32).hyperparameters();
    byte[] zero = new byte[32];
    ModelState nothing = new ModelState(Map.of());
    Witness.Seeds seeds =
        new Witness.Seeds(BlindingSeed.random(), BlindingSeed.random(), BlindingSeed.random());
    Witness witness = new Witness(nothing, nothing, new Batch(new double[0], new double[0]), seeds);
    Statement statement = new Statement(zero, zero, hp.hash(), zero, 1, 1, 1);
    SgdZkProver prover =
        new SgdZkProver(
            new MemoryLedger(), Kernels.best(), Progress.none(), BuildId.VALUE, 1 << 20);
    assertThatThrownBy(() -> prover.proveSgdStep(hp, statement, witness))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("of memory at once");
  }
}
