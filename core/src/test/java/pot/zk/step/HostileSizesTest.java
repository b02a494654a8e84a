package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;

/**
 * Hyper-parameters of any size that parse get a plan or a clear refusal, and a verdict from the
 * verifier. The bug this stands for is a size that overflows an int: an exception out of the
 * verifier, or a tensor taken for a tiny one.
 */
@Tag("long")
class HostileSizesTest {
  @Test
  void everySizeHasAVerdict() {
    List<String> faults = new ArrayList<>();
    for (int batch = 0; batch <= 24; batch += 8) {
      for (int in = 0; in <= 24; in++) {
        for (int out = 0; out <= 24; out++) {
          String fault = fault(1 << batch, 1 << in, 1 << out);
          if (!fault.isEmpty()) {
            faults.add(batch + " " + in + " " + out + ": " + fault);
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static String fault(int batch, int in, int out) {
    Model model = new Model(List.of(in), List.of(new Layer.Linear("fc1", in, out, true)));
    Optimizer sgd = new Optimizer.Sgd(Dyadic.ofDecimal("0.01"), Dyadic.ZERO, false, Dyadic.ZERO);
    Hyperparameters hp;
    try {
      hp =
          FormatPlanner.complete(
              HyperparametersDraft.of(batch, model, new Loss.Mse(Reduction.HALF_MEAN), sgd));
    } catch (UnusableRequestException e) {
      return "";
    }
    byte[] root = new byte[32];
    ByteArrayOutputStream proof = new ByteArrayOutputStream();
    new ProofBytes(hp.canonicalBytes(), List.of(root, root, root)).write(proof);
    Statement statement = new Statement(root, root, hp.hash(), root, 0, 0, 0);
    try {
      new SgdZkVerifier().verifySgdStep(statement, new Proof(proof.toByteArray()));
    } catch (RuntimeException e) {
      return e.toString();
    }
    return tooLarge(hp) ? "planned, though a tensor has more than 2^29 entries" : "";
  }

  private static boolean tooLarge(Hyperparameters hp) {
    try {
      return StepPlan.of(hp).circuit().tensors().stream()
          .anyMatch(t -> t.rowVariables() + t.columnVariables() > 29);
    } catch (UnusableRequestException e) {
      return false;
    }
  }
}
