package pot.zk.fixedpoint;

import java.util.List;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Layer;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;

/** What this version can prove, of all that can be declared. */
final class SupportedModels {
  private SupportedModels() {}

  /**
   * @throws UnusableRequestException naming the first thing that cannot be proven yet
   */
  static void require(Model model, Optimizer optimizer) {
    if (linear(model).isEmpty()) {
      throw unsupported(
          "model.layers", "no linear layer", "at least one: there is nothing to train");
    }
    if (!(optimizer instanceof Optimizer.Sgd)) {
      throw unsupported("optimizer.op", "another optimizer", "sgd");
    }
  }

  /** The linear layers, in order. */
  static List<Layer.Linear> linear(Model model) {
    return model.layers().stream()
        .filter(Layer.Linear.class::isInstance)
        .map(Layer.Linear.class::cast)
        .toList();
  }

  /** The model's outputs. */
  static int outputs(Model model) {
    return linear(model).getLast().out();
  }

  private static UnusableRequestException unsupported(String field, String found, String expected) {
    return new UnusableRequestException(
        "hyperparameters." + field,
        found,
        expected + " in this version",
        "declare linear and relu layers, and SGD");
  }
}
