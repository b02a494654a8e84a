package pot.zk.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;

/**
 * A step to be shown: what is declared, and the data it is done on.
 *
 * @param title one line for the reader
 * @param rate the declared learning rate, as a decimal
 * @param layer the one layer
 */
record Example(
    String title,
    String rate,
    Layer.Linear layer,
    Reduction reduction,
    int batchSize,
    ModelState before,
    Batch batch) {
  /** Weights are drawn from this seed, so that every run shows the same step. */
  private static final long SEED = 1;

  /** 64 pixels to 10 classes with bias, a batch of 32 digits, one-hot targets. */
  static Example digits(Path home) {
    Digits digits = Digits.load(home.resolve("examples/digits.csv.gz"));
    int batchSize = 32;
    double[] targets = new double[batchSize * Digits.CLASSES];
    for (int i = 0; i < batchSize; i++) {
      targets[i * Digits.CLASSES + digits.labels()[i]] = 1;
    }
    Layer.Linear layer = new Layer.Linear("fc1", Digits.PIXELS, Digits.CLASSES, true);
    return new Example(
        "one SGD step of a 64x10 linear model on 32 handwritten digits",
        "0.1",
        layer,
        Reduction.MEAN,
        batchSize,
        randomState(layer),
        new Batch(Arrays.copyOf(digits.pixels(), batchSize * Digits.PIXELS), targets));
  }

  /** The shape of the first prototype: 16 x 4, one sample. */
  static Example sixteenByFour() {
    Layer.Linear layer = new Layer.Linear("layer1", 16, 4, false);
    Random random = new Random(SEED + 1);
    return new Example(
        "one SGD step of a 16x4 linear model on one random sample",
        "0.01",
        layer,
        Reduction.HALF_MEAN,
        1,
        randomState(layer),
        new Batch(gaussian(random, 16, 1), gaussian(random, 4, 1)));
  }

  /** The complete hyper-parameters, with this learning rate in place of the declared one. */
  Hyperparameters hyperparameters(String learningRate) {
    return FormatPlanner.complete(
        new HyperparametersDraft(
            batchSize,
            new Model(List.of(layer.in()), List.of(layer)),
            new Loss.Mse(reduction),
            new Optimizer.Sgd(Dyadic.ofDecimal(learningRate), Dyadic.ZERO, false, Dyadic.ZERO),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  /**
   * The batch with the target of the first sample moved to the next class, or its first target off
   * by one.
   */
  Batch withOtherLabel() {
    double[] targets = batch.targets().clone();
    double first = targets[0];
    int outputs = layer.out();
    System.arraycopy(targets, 1, targets, 0, outputs - 1);
    targets[outputs - 1] = first;
    return new Batch(batch.inputs(), targets);
  }

  /** A state with one weight moved by a thousandth. */
  ModelState withOtherWeight(ModelState state) {
    String name = layer.name() + ".weight";
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (String tensor : state.names()) {
      tensors.put(tensor, state.tensor(tensor).clone());
    }
    double[] weights = state.tensor(name).clone();
    weights[weights.length / 2] += 0.001;
    tensors.put(name, weights);
    return new ModelState(tensors);
  }

  private static ModelState randomState(Layer.Linear layer) {
    Random random = new Random(SEED);
    Map<String, double[]> tensors = new LinkedHashMap<>();
    double scale = 1 / Math.sqrt(layer.in());
    tensors.put(layer.name() + ".weight", gaussian(random, layer.in() * layer.out(), scale));
    if (layer.bias()) {
      tensors.put(layer.name() + ".bias", new double[layer.out()]);
    }
    return new ModelState(tensors);
  }

  private static double[] gaussian(Random random, int count, double scale) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian() * scale;
    }
    return values;
  }

  @Override
  public String toString() {
    return title;
  }
}
