package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pot.zk.error.UnusableRequestException;
import pot.zk.field.Ext;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Reduction;
import pot.zk.soundness.ErrorBudget;
import pot.zk.soundness.ErrorTally;

/**
 * Steps as large as they can be declared: each limit by itself, and the work that large lookups
 * cost. The bugs this stands for: sizes that overflow an int, and a proof of work that is counted
 * in the soundness and never asked for.
 */
class StepLimitsTest {
  private static Hyperparameters wide(int batch, int layers) {
    List<Layer> all = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      all.add(new Layer.Linear("fc" + l, 8192, 8192, false));
    }
    return Fixtures.model(batch, 8192, all, "0.01", Reduction.HALF_MEAN, Fixtures.EXACT, 1);
  }

  private static void refused(Hyperparameters hp, String what) {
    assertThatThrownBy(() -> StepPlan.of(hp))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining(what)
        .hasMessageContaining("at most ");
  }

  /** Two layers of 2^26 weights in two limbs are 2^28 limbs exactly, and no more may be. */
  @Test
  void limbsInOneCommitment() {
    refused(wide(1, 3), "limbs in one commitment");
    refused(wide(1, 2), "limbs to look up");
    assertThat(StepPlan.of(wide(1, 1)).lookup().used()).isLessThanOrEqualTo(1 << 29);
  }

  @Test
  void bytesOfProof() {
    refused(
        Fixtures.linear(1 << 21, 1, 1, false, Reduction.MEAN, Fixtures.EXACT, 1), "bytes of proof");
  }

  /** What the script does before alpha, in order. */
  private static List<String> beforeAlpha(StepPlan plan) {
    List<String> events = new ArrayList<>();
    CountingChannel counting = new CountingChannel();
    var recording =
        new LyingChannel(counting) {
          @Override
          public byte[] root(String label, Supplier<byte[]> root) {
            events.add("root");
            return super.root(label, root);
          }

          @Override
          public HiddenValue send(String label, Supplier<Ext> value) {
            events.add("send");
            return super.send(label, value);
          }

          @Override
          public void grind(String label, int bits) {
            events.add("grind " + bits);
            super.grind(label, bits);
          }

          @Override
          public Ext challenge(String label) {
            events.add(label);
            return super.challenge(label);
          }
        };
    new StepScript(
            plan, recording, new Obligations(), StepScript.Provers.absent(), new ErrorTally())
        .claims();
    return events.subList(0, events.indexOf("alpha"));
  }

  @Test
  void largeLookupsCostWork() {
    StepPlan small = StepPlan.of(Fixtures.small(Fixtures.EXACT));
    assertThat(small.lookupGrinding()).isZero();
    assertThat(beforeAlpha(small)).containsExactly("root", "grind 0");
    StepPlan large = StepPlan.of(wide(1, 1));
    assertThat(large.lookupGrinding())
        .isEqualTo(ErrorBudget.lookupGrinding(large.lookup().degree()))
        .isBetween(3, 8);
    assertThat(beforeAlpha(large)).containsExactly("root", "grind " + large.lookupGrinding());
  }

  /** The nonce of that work is among the bytes that are counted. */
  @Test
  void theNonceIsCounted() {
    StepPlan large = StepPlan.of(wide(1, 1));
    int sent = 32 + 8 + 16 * large.sendLabels().size();
    int opening = large.parameters().longestLane() + 1 + large.opening().padMessageLength();
    int masked = large.messageBytes() - sent - 16 * opening - 8;
    // What is left are the masked factors.
    assertThat(masked % 16).isZero();
    assertThat(masked).isPositive();
  }
}
