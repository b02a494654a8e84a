package pot.zk.step;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;

/** Steps as users make them: real numbers in, a step done by other code than ours. */
final class Steps {
  private Steps() {}

  /** Random weights, a random batch. */
  record Data(ModelState before, Batch batch) {}

  static Data random(Hyperparameters hp, Random random) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (Layer.Linear layer : linear(hp)) {
      double scale = 0.5 / Math.sqrt(layer.in());
      tensors.put(layer.name() + ".weight", gaussian(random, layer.in() * layer.out(), scale));
      if (layer.bias()) {
        tensors.put(layer.name() + ".bias", gaussian(random, layer.out(), 0.1));
      }
      if (!((Optimizer.Sgd) hp.optimizer()).momentum().isZero()) {
        tensors.put(
            layer.name() + ".weight.momentum", gaussian(random, layer.in() * layer.out(), 0.05));
        if (layer.bias()) {
          tensors.put(layer.name() + ".bias.momentum", gaussian(random, layer.out(), 0.05));
        }
      }
    }
    Batch batch =
        new Batch(
            gaussian(random, hp.batch() * linear(hp).getFirst().in(), 0.5),
            hp.loss() instanceof Loss.SoftmaxCrossEntropy
                ? oneHot(random, hp.batch(), linear(hp).getLast().out())
                : gaussian(random, hp.batch() * linear(hp).getLast().out(), 1));
    return new Data(new ModelState(tensors), batch);
  }

  /** The step in double precision, textbook style. */
  static ModelState floatStep(Hyperparameters hp, Data data) {
    Optimizer.Sgd sgd = (Optimizer.Sgd) hp.optimizer();
    Map<String, double[]> after = new LinkedHashMap<>();
    Deque<double[]> taken = new ArrayDeque<>();
    double[] x = data.batch().inputs();
    for (Layer layer : hp.model().layers()) {
      taken.push(x);
      x = forward(layer, x, hp.batch(), data.before());
    }
    double[] gradient = lossGradient(hp, x, data.batch().targets());
    for (Layer layer : hp.model().layers().reversed()) {
      gradient = backward(layer, taken.pop(), gradient, hp.batch(), data.before(), sgd, after);
    }
    return new ModelState(after);
  }

  private static double[] forward(Layer layer, double[] x, int batch, ModelState state) {
    if (!(layer instanceof Layer.Linear l)) {
      return Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
    }
    double[] w = state.tensor(l.name() + ".weight");
    double[] y = new double[batch * l.out()];
    for (int s = 0; s < batch; s++) {
      for (int j = 0; j < l.out(); j++) {
        double sum = l.bias() ? state.tensor(l.name() + ".bias")[j] : 0;
        for (int i = 0; i < l.in(); i++) {
          sum += x[s * l.in() + i] * w[i * l.out() + j];
        }
        y[s * l.out() + j] = sum;
      }
    }
    return y;
  }

  private static double[] lossGradient(Hyperparameters hp, double[] y, double[] targets) {
    boolean overOutputs = hp.loss().equals(new Loss.Mse(Reduction.MEAN));
    double factor = overOutputs ? 2.0 / y.length : 1.0 / hp.batch();
    double[] prediction =
        hp.loss() instanceof Loss.SoftmaxCrossEntropy ? softmax(y, y.length / hp.batch()) : y;
    double[] g = new double[y.length];
    for (int i = 0; i < g.length; i++) {
      g[i] = factor * (prediction[i] - targets[i]);
    }
    return g;
  }

  /** exp(y_j) / sum_k exp(y_k) in each row, in double precision. */
  static double[] softmax(double[] y, int classes) {
    double[] p = new double[y.length];
    for (int row = 0; row < y.length; row += classes) {
      double maximum = Arrays.stream(y, row, row + classes).max().orElseThrow();
      double total = 0;
      for (int j = row; j < row + classes; j++) {
        p[j] = StrictMath.exp(y[j] - maximum);
        total += p[j];
      }
      for (int j = row; j < row + classes; j++) {
        p[j] /= total;
      }
    }
    return p;
  }

  /** Updates the layer's parameters, and gives the gradient of its input. */
  private static double[] backward(
      Layer layer,
      double[] x,
      double[] g,
      int batch,
      ModelState state,
      Optimizer.Sgd sgd,
      Map<String, double[]> after) {
    double[] below = new double[x.length];
    if (!(layer instanceof Layer.Linear l)) {
      for (int i = 0; i < x.length; i++) {
        below[i] = x[i] > 0 ? g[i] : 0;
      }
      return below;
    }
    double[] w = state.tensor(l.name() + ".weight");
    double[] weightGradient = new double[w.length];
    double[] biasGradient = new double[l.out()];
    for (int s = 0; s < batch; s++) {
      for (int j = 0; j < l.out(); j++) {
        double gradient = g[s * l.out() + j];
        biasGradient[j] += gradient;
        for (int i = 0; i < l.in(); i++) {
          weightGradient[i * l.out() + j] += x[s * l.in() + i] * gradient;
          below[s * l.in() + i] += gradient * w[i * l.out() + j];
        }
      }
    }
    update(l.name() + ".weight", weightGradient, state, sgd, after);
    if (l.bias()) {
      update(l.name() + ".bias", biasGradient, state, sgd, after);
    }
    return below;
  }

  /** PyTorch's SGD, dampening 0. */
  private static void update(
      String name,
      double[] gradient,
      ModelState state,
      Optimizer.Sgd sgd,
      Map<String, double[]> after) {
    double rate = sgd.learningRate().toBigDecimal().doubleValue();
    double momentum = sgd.momentum().toBigDecimal().doubleValue();
    double decay = sgd.weightDecay().toBigDecimal().doubleValue();
    double[] w = state.tensor(name).clone();
    double[] v = momentum > 0 ? state.tensor(name + ".momentum").clone() : new double[w.length];
    for (int i = 0; i < w.length; i++) {
      double g = gradient[i] + decay * w[i];
      v[i] = momentum * v[i] + g;
      double direction = momentum == 0 ? g : sgd.nesterov() ? g + momentum * v[i] : v[i];
      w[i] -= rate * direction;
    }
    after.put(name, w);
    if (momentum > 0) {
      after.put(name + ".momentum", v);
    }
  }

  static List<Layer.Linear> linear(Hyperparameters hp) {
    List<Layer.Linear> linear = new ArrayList<>();
    for (Layer layer : hp.model().layers()) {
      if (layer instanceof Layer.Linear l) {
        linear.add(l);
      }
    }
    return linear;
  }

  private static double[] gaussian(Random random, int count, double scale) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian() * scale;
    }
    return values;
  }

  static double[] oneHot(Random random, int samples, int classes) {
    double[] targets = new double[samples * classes];
    for (int i = 0; i < samples; i++) {
      targets[i * classes + random.nextInt(classes)] = 1;
    }
    return targets;
  }
}
