package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Sha256;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Dyadic;
import pot.zk.model.Formats;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.model.TensorFormat;
import pot.zk.relation.Relation;

/**
 * Hyper-parameters that parse but make no sense: planned without a wrap, or refused; the verifier
 * only says invalid.
 */
class HostileFormatsTest {
  private static Hyperparameters hp(int batch, int in, int out, Dyadic rate, Formats formats) {
    return new Hyperparameters(
        batch,
        new Model(List.of(in), List.of(new Layer.Linear("a", in, out, true))),
        new Loss.Mse(Reduction.MEAN),
        new Optimizer.Sgd(rate, Dyadic.ZERO, false, Dyadic.ZERO),
        new Mode.Exact(),
        formats,
        new CommitmentSettings(1, 1));
  }

  /** Whatever plans has every constant right: shifts that do not wrap, and sums below 2^63. */
  @Test
  void anyFormats() {
    Random random = new Random(3);
    int planned = 0;
    for (int i = 0; i < 30_000; i++) {
      TensorFormat[] f = new TensorFormat[6];
      for (int k = 0; k < f.length; k++) {
        f[k] = new TensorFormat(random.nextInt(63), 1 + random.nextInt(62));
      }
      Dyadic rate = new Dyadic(2L * random.nextInt(1 << 19) + 1, random.nextInt(120) - 80);
      Hyperparameters hp = hp(2, 3, 2, rate, new Formats(f[0], f[1], f[2], f[3], f[4], f[5]));
      try {
        StepPlan plan = StepPlan.of(hp);
        planned++;
        for (Relation r : plan.circuit().relations()) {
          assertThat(r.cannotWrap()).isTrue();
          assertThat(r.constant()).isEqualTo(1L << (r.remainder().orElseThrow().bits() - 1));
        }
        var a = plan.circuit().arithmetic();
        assertThat(a.lossFactor()).isPositive();
        assertThat(a.layers().get(0).forwardShift())
            .isEqualTo(a.input().frac() + a.weight().frac() - a.layers().get(0).output().frac())
            .isBetween(1, 61);
      } catch (UnusableRequestException expected) {
        assertThat(expected.action()).isNotBlank();
      }
    }
    assertThat(planned).as("some must get through, or nothing was tested").isGreaterThan(5);
  }

  @Test
  void hugeSizesAreRefusedBeforeAnyWork() {
    Formats formats =
        new Formats(
            new TensorFormat(8, 9),
            new TensorFormat(8, 9),
            new TensorFormat(4, 12),
            new TensorFormat(4, 12),
            new TensorFormat(12, 14),
            new TensorFormat(8, 9));
    int most = 1 << 24;
    int[][] shapes = {
      {most, most, most},
      {most, 1, 1},
      {1, most, most},
      {1, most, 1},
      {1, 1, most},
      {1 << 13, 1 << 13, 1 << 13}
    };
    for (int[] shape : shapes) {
      Hyperparameters hp = hp(shape[0], shape[1], shape[2], new Dyadic(1, -4), formats);
      byte[] canonical = hp.canonicalBytes();
      byte[] proof = new byte[24 + canonical.length + 3 * 32 + 4096];
      System.arraycopy(
          "PoTZKprf".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, proof, 0, 8);
      proof[8] = 1;
      pot.zk.proof.Bytes.putLong(proof, 16, canonical.length);
      System.arraycopy(canonical, 0, proof, 24, canonical.length);
      Statement statement =
          new Statement(
              new byte[32],
              new byte[32],
              Sha256.newDigest().digest(canonical),
              new byte[32],
              1,
              2,
              3);
      assertThat(new SgdZkVerifier().verifySgdStep(statement, new Proof(proof)))
          .isInstanceOf(Verdict.Invalid.class);
    }
    assertThatThrownBy(() -> StepPlan.of(hp(most, most, most, new Dyadic(1, 45), formats)))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("prove a smaller");
  }

  private static Formats coarse() {
    TensorFormat wide = new TensorFormat(8, 20);
    TensorFormat narrow = new TensorFormat(8, 16);
    return new Formats(wide, narrow, wide, wide, narrow, wide);
  }

  /**
   * The bug: a rate far below the gradient's unit rounds every update away, and W' = W is "proven".
   */
  @Test
  void aRateBelowTheUnitOfTheGradient() {
    assertThatThrownBy(() -> StepPlan.of(hp(1, 1, 1, new Dyadic(1, -20), coarse())))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("learning_rate");
  }

  /** The bug: a tolerance as wide as the weights' range lets any W' pass. */
  @Test
  void aToleranceAsWideAsTheWeights() {
    Hyperparameters exact = hp(1, 1, 1, new Dyadic(1, -2), coarse());
    for (int tolerance : new int[] {11, 20, 31}) {
      Hyperparameters loose =
          new Hyperparameters(
              exact.batch(),
              exact.model(),
              exact.loss(),
              exact.optimizer(),
              new Mode.Attested(tolerance, -4, tolerance),
              exact.formats(),
              exact.commitment());
      assertThatThrownBy(() -> StepPlan.of(loose))
          .isInstanceOf(UnusableRequestException.class)
          .hasMessageContaining("tolerance_log2");
    }
  }

  /**
   * The bug: memory for columns is taken before looking whether the proof has them. A tiny model, a
   * huge batch.
   */
  @Test
  void millionsOfLanesInAShortProof() {
    Formats formats =
        new Formats(
            new TensorFormat(8, 9),
            new TensorFormat(7, 8),
            new TensorFormat(4, 20),
            new TensorFormat(4, 20),
            new TensorFormat(30, 20),
            new TensorFormat(8, 9));
    assertThatThrownBy(() -> StepPlan.of(hp(1 << 24, 1, 1, new Dyadic(1, 0), formats)))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("prove a smaller");
    StepPlan plan =
        StepPlan.of(Fixtures.linear(4096, 2, 1, false, Reduction.MEAN, Fixtures.EXACT, 1));
    assertThat(plan.leastProofBytes()).isGreaterThan(5L * plan.messageBytes());
  }
}
