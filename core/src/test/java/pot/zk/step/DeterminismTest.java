package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.ledger.OpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.step.ZkWitnessBuilder.StepData;

/** Same inputs, build and ledger entry, same bytes: on any lane width and any number of threads. */
@Tag("long")
class DeterminismTest {
  @TempDir Path state;

  private final Hyperparameters hp =
      Fixtures.model(
          13,
          100,
          List.of(
              new Layer.Linear("fc1", 100, 50, true),
              new Layer.Relu(),
              new Layer.Linear("fc2", 50, 37, true)),
          Fixtures.sgd("0.05", "0.9", false, "0.01"),
          Fixtures.CROSS_ENTROPY,
          Fixtures.EXACT,
          1);
  private final StepData step = step();

  private StepData step() {
    Steps.Data data = Steps.random(hp, new Random(1));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    ModelState after = builder.canonicalStep(data.before(), data.batch());
    return builder.extractSgdUpdateWitness(data.before(), after, data.batch(), 1, 2, 3);
  }

  private byte[] prove(OpeningLedger ledger, FieldKernels kernels) {
    return new SgdZkProver(ledger, kernels)
        .proveSgdStep(hp, step.statement(), step.witness())
        .bytes();
  }

  /** The budget is one opening: a repetition must spend nothing. */
  @Test
  void theSameInputTwice() {
    byte[] first = prove(FileOpeningLedger.open(state), Kernels.best());
    assertThat(prove(FileOpeningLedger.open(state), Kernels.best())).isEqualTo(first);
  }

  @Test
  void vectorAndScalarArithmetic() {
    OpeningLedger ledger = FileOpeningLedger.open(state);
    assertThat(prove(ledger, Kernels.scalar())).isEqualTo(prove(ledger, Kernels.best()));
  }

  @Test
  void anyNumberOfThreads() throws Exception {
    OpeningLedger ledger = FileOpeningLedger.open(state);
    byte[] expected = prove(ledger, Kernels.best());
    for (int threads : new int[] {1, 3}) {
      try (ForkJoinPool pool = new ForkJoinPool(threads)) {
        byte[] proof = pool.submit(() -> prove(ledger, Kernels.best())).get();
        assertThat(proof).isEqualTo(expected);
      }
    }
  }

  /**
   * Another ledger, another nonce, other randomness throughout: nothing of the first proof's
   * messages recurs.
   */
  @Test
  void anotherNonceGivesAnotherProof() {
    byte[] first = prove(new MemoryLedger(), Kernels.best());
    byte[] second = prove(new MemoryLedger(), Kernels.best());
    int header = 24 + hp.canonicalBytes().length + 3 * 32;
    int equal = 0;
    for (int i = header; i + 8 <= StepPlan.of(hp).messageBytes(); i += 8) {
      equal += java.util.Arrays.equals(first, i, i + 8, second, i, i + 8) ? 1 : 0;
    }
    assertThat(equal).isZero();
  }
}
