package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Dyadic;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;

/**
 * What the planner plans can be proven. The bug this stands for: a wide input leaves its layer few
 * fractional bits, a later one has more, and the update of that one overflows.
 */
class PlannedShapesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "64,32,10",
        "784,10",
        "784,256,128,10",
        "784,1024,256,10",
        "3072,1024,1024,10",
        "784,1024,1024,1024,10",
        "1024,64,1024,10",
        "1,1,1"
      })
  void planned(String widths) {
    List<Integer> w = Stream.of(widths.split(",")).map(Integer::valueOf).toList();
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < w.size(); l++) {
      if (l > 0) {
        layers.add(new Layer.Relu());
      }
      layers.add(new Layer.Linear("fc" + l, w.get(l), w.get(l + 1), true));
    }
    Model model = new Model(List.of(w.get(0)), layers);
    for (String rate : List.of("0.1", "0.001")) {
      Optimizer sgd = new Optimizer.Sgd(Dyadic.ofDecimal(rate), Dyadic.ZERO, false, Dyadic.ZERO);
      Loss mse = new Loss.Mse(Reduction.MEAN);
      StepPlan plan =
          StepPlan.of(FormatPlanner.complete(HyperparametersDraft.of(64, model, mse, sgd)));
      assertThat(plan.budget().bits()).isGreaterThanOrEqualTo(100);
    }
  }
}
