package pot.zk.fixedpoint;

import java.util.List;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;

/** What this version can prove, of all that can be declared. */
final class SupportedModels {
  private SupportedModels() {}

  /**
   * @throws UnusableRequestException naming the first thing that cannot be proven yet
   */
  static Layer.Linear require(Model model, Loss loss, Optimizer optimizer) {
    List<Layer> layers = model.layers();
    if (layers.size() != 1 || !(layers.get(0) instanceof Layer.Linear linear)) {
      throw unsupported("model.layers", layers.size() + " layers", "exactly one linear layer");
    }
    if (!(loss instanceof Loss.Mse)) {
      throw unsupported("loss.op", "softmax_cross_entropy", "mse");
    }
    if (!(optimizer instanceof Optimizer.Sgd sgd)) {
      throw unsupported("optimizer.op", "another optimizer", "sgd");
    }
    if (sgd.momentum().m() != 0 || sgd.nesterov()) {
      throw unsupported("optimizer.momentum", "momentum", "momentum 0 without nesterov");
    }
    if (sgd.weightDecay().m() != 0) {
      throw unsupported("optimizer.weight_decay", "weight decay", "0");
    }
    return linear;
  }

  private static UnusableRequestException unsupported(String field, String found, String expected) {
    return new UnusableRequestException(
        "hyperparameters." + field,
        found,
        expected + " in this version",
        "declare a model of one linear layer with mean squared error and plain SGD");
  }
}
