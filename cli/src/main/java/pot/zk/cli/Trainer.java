package pot.zk.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;
import pot.zk.step.RecentCommitments;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.DoneStep;
import pot.zk.step.ZkWitnessBuilder.ParameterShape;

/**
 * Trains by canonical steps, in integers: the same declaration, data and seed give the same weights
 * on every machine and for any number of threads.
 */
final class Trainer {
  private final HyperparametersDraft draft;
  private final TrainingData data;
  private final Random random;
  private final RecentCommitments recent;
  private final Map<Integer, Sized> sizes = new HashMap<>();
  private ModelState state;

  /**
   * A trainer with fresh weights.
   *
   * @param random of the weights, and of the order of samples in each epoch
   */
  /**
   * @param recent where the commitments of its steps' builders are kept
   */
  Trainer(HyperparametersDraft draft, TrainingData data, Random random, RecentCommitments recent) {
    this.draft = draft;
    this.data = data;
    this.random = random;
    this.recent = recent;
    this.state = initial(sized(draft.batch()).builder(), random);
  }

  /** What belongs to batches of one size; the state's formats and roots do not depend on it. */
  private record Sized(Hyperparameters hyperparameters, ZkWitnessBuilder builder) {}

  /** He's initialisation: weights of variance 2 / inputs, biases and buffers zero. */
  private static ModelState initial(ZkWitnessBuilder builder, Random random) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (ParameterShape shape : builder.parameters()) {
      double[] values = new double[shape.rows() * shape.columns()];
      if (shape.name().endsWith(".weight") && !shape.buffer()) {
        double scale = Math.sqrt(2.0 / shape.rows());
        for (int i = 0; i < values.length; i++) {
          // In units of the weights' default format, so that the state is exactly what is proven.
          values[i] = Math.rint(random.nextGaussian() * scale * 0x1p24) * 0x1p-24;
        }
      }
      tensors.put(shape.name(), values);
    }
    return new ModelState(tensors);
  }

  /**
   * One step as it was done.
   *
   * @param loss before it
   */
  record Step(
      Hyperparameters hyperparameters,
      ZkWitnessBuilder builder,
      ModelState before,
      ModelState after,
      Batch batch,
      double loss) {}

  /** Told of each step. */
  interface Listener {
    void done(Step step);
  }

  /**
   * One pass over the training samples, in a new order; the mean loss. The last batch may be
   * smaller.
   */
  double epoch(Listener listener) {
    int[] order = TrainingData.shuffled(data.trained(), random);
    double sum = 0;
    for (int from = 0; from < order.length; from += draft.batch()) {
      int to = Math.min(order.length, from + draft.batch());
      int[] samples = Arrays.stream(order, from, to).map(i -> data.order()[i]).toArray();
      Batch batch = new Batch(data.inputs(samples), data.targets(samples));
      Sized sized = sized(samples.length);
      DoneStep done = sized.builder().canonicalStepWithFacts(state, batch);
      ModelState before = state;
      state = done.after();
      sum += done.facts().loss() * samples.length;
      listener.done(
          new Step(
              sized.hyperparameters(), sized.builder(), before, state, batch, done.facts().loss()));
    }
    return sum / order.length;
  }

  /** The share of held-out samples whose largest output is where the largest target is. */
  double accuracy() {
    int[] held = Arrays.copyOfRange(data.order(), data.trained(), data.order().length);
    double[] outputs = forward(data.inputs(held), held.length);
    double[] targets = data.targets(held);
    int right = 0;
    for (int i = 0; i < held.length; i++) {
      if (largest(outputs, i) == largest(targets, i)) {
        right++;
      }
    }
    return held.length == 0 ? 0 : (double) right / held.length;
  }

  ModelState state() {
    return state;
  }

  private int largest(double[] values, int row) {
    int width = data.targetWidth();
    int best = 0;
    for (int j = 1; j < width; j++) {
      if (values[row * width + j] > values[row * width + best]) {
        best = j;
      }
    }
    return best;
  }

  private double[] forward(double[] inputs, int rows) {
    double[] x = inputs;
    for (Layer layer : draft.model().layers()) {
      x =
          switch (layer) {
            case Layer.Relu relu -> Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
            case Layer.Linear linear -> linear(linear, x, rows);
          };
    }
    return x;
  }

  private double[] linear(Layer.Linear layer, double[] x, int rows) {
    double[] w = state.tensor(layer.name() + ".weight");
    double[] y = new double[rows * layer.out()];
    for (int s = 0; s < rows; s++) {
      if (layer.bias()) {
        double[] bias = state.tensor(layer.name() + ".bias");
        System.arraycopy(bias, 0, y, s * layer.out(), layer.out());
      }
      for (int i = 0; i < layer.in(); i++) {
        double factor = x[s * layer.in() + i];
        for (int j = 0; j < layer.out(); j++) {
          y[s * layer.out() + j] += factor * w[i * layer.out() + j];
        }
      }
    }
    return y;
  }

  private Sized sized(int batch) {
    return sizes.computeIfAbsent(
        batch,
        size -> {
          Hyperparameters hp =
              FormatPlanner.complete(
                  new HyperparametersDraft(
                      size,
                      draft.model(),
                      draft.loss(),
                      draft.optimizer(),
                      draft.mode(),
                      draft.formats(),
                      draft.commitment()));
          return new Sized(hp, new ZkWitnessBuilder(hp, recent));
        });
  }
}
