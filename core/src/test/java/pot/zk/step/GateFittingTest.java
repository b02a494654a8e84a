package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import pot.zk.error.UntrueStepException;
import pot.zk.model.Loss;
import pot.zk.model.Reduction;
import pot.zk.step.DigitsRun.Configuration;

/** Gates that float32 opened otherwise than double precision says, next to zero. */
class GateFittingTest {
  private static final Configuration CONFIGURATION =
      new Configuration(
          List.of(64, 64, 32, 10), new Loss.Mse(Reduction.MEAN), "0.1", "0.9", false, "0.001");

  /** About a quarter of the gate band; the band itself is 2^-18. */
  private static final double NEAR = 0x1p-20;

  private static final double FAR = 0x1p-12;

  private final DigitsRun run = new DigitsRun(CONFIGURATION, 3);
  private final ZkWitnessBuilder builder = new ZkWitnessBuilder(run.hyperparameters());

  /** Turns round the gates of values within a distance of zero. */
  private static final class Turned extends Float32Sgd {
    private final double distance;
    private int turned;

    Turned(double distance) {
      super(CONFIGURATION.model(), CONFIGURATION.loss(), CONFIGURATION.rule());
      this.distance = distance;
    }

    @Override
    float[] reluGradient(float[] taken, float[] g) {
      float[] other = taken.clone();
      for (int i = 0; i < other.length; i++) {
        if (Math.abs(other[i]) < distance) {
          other[i] = other[i] > 0 ? -1 : 1;
          turned += g[i] == 0 ? 0 : 1;
        }
      }
      return super.reluGradient(other, g);
    }
  }

  /** Honest steps but for such gates, until there is one with a gate turned round. */
  private DigitsRun.Done stepWithTurnedGate(double distance) {
    while (true) {
      Turned sgd = new Turned(distance);
      DigitsRun.Done done = run.step(sgd);
      if (sgd.turned > 0) {
        return done;
      }
    }
  }

  @Test
  void gatesInsideTheBandAreFound() {
    DigitsRun.Done step = stepWithTurnedGate(NEAR);
    builder.checkStep(step.before(), step.after(), step.batch());
    assertThat(builder.deviations(step.before(), step.after(), step.batch()))
        .allMatch(Deviation::within);
    HonestProof.check(run.hyperparameters(), step.before(), step.after(), step.batch());
  }

  @Test
  void gatesOutsideItAreNot() {
    DigitsRun.Done step = stepWithTurnedGate(FAR);
    assertThatThrownBy(() -> builder.checkStep(step.before(), step.after(), step.batch()))
        .isInstanceOf(UntrueStepException.class);
  }
}
