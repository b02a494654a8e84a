package pot.zk.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;

/**
 * A state and a batch from a seeded generator: Gaussian, weights scaled to keep activations near
 * one. All values are exact in float32 and in the planner's formats.
 */
record SyntheticStep(ModelState before, Batch batch) {
  private static final long SEED = 20260101;

  /** Weights are multiples of 2^-24. */
  private static final int WEIGHT_FRAC = 24;

  /** Inputs and targets are multiples of 2^-8. */
  private static final int DATA_FRAC = 8;

  static SyntheticStep of(Network network) {
    Random random = new Random(SEED);
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (int l = 0; l < network.layers(); l++) {
      int in = network.in(l);
      int out = network.out(l);
      double scale = 1 / Math.sqrt(in);
      tensors.put(Network.weight(l), gaussian(random, in * out, scale, WEIGHT_FRAC));
      tensors.put(Network.bias(l), gaussian(random, out, scale, WEIGHT_FRAC));
    }
    int in = network.in(0);
    int out = network.out(network.layers() - 1);
    double[] inputs = gaussian(random, network.batch() * in, 1, DATA_FRAC);
    double[] targets =
        network.entropy()
            ? oneHot(random, network.batch(), out)
            : gaussian(random, network.batch() * out, 1, DATA_FRAC);
    return new SyntheticStep(new ModelState(tensors), new Batch(inputs, targets));
  }

  private static double[] gaussian(Random random, int count, double scale, int frac) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double value = Math.clamp(random.nextGaussian(), -4.0, 4.0) * scale;
      values[i] = Math.scalb(Math.rint(Math.scalb(value, frac)), -frac);
    }
    return values;
  }

  private static double[] oneHot(Random random, int rows, int columns) {
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      values[i * columns + random.nextInt(columns)] = 1;
    }
    return values;
  }
}
