package pot.zk.cli.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;

/**
 * Plain training: SGD steps in float32 on the threads of the pool that it is called in. Weights are
 * updated in place, straight from the product that is their gradient.
 */
final class FloatStep {
  private static final float RATE = (float) Network.RATE;

  /** Values below which threads do not pay. */
  private static final int SMALL = 1 << 14;

  private final Network network;
  private final FloatMatmul matmul;
  private final FloatMatrix[] weights;
  private final float[][] biases;
  private final FloatMatrix targets;

  /** Of each layer: its input, that transposed, its output's gradient, that transposed. */
  private final FloatMatrix[] inputs;

  private final FloatMatrix[] turnedInputs;
  private final FloatMatrix[] gradients;
  private final FloatMatrix[] turnedGradients;

  FloatStep(Network network, ModelState before, Batch batch, int threads) {
    this.network = network;
    this.matmul = new FloatMatmul(threads);
    int layers = network.layers();
    int rows = network.batch();
    weights = new FloatMatrix[layers];
    biases = new float[layers][];
    inputs = new FloatMatrix[layers + 1];
    turnedInputs = new FloatMatrix[layers];
    gradients = new FloatMatrix[layers];
    turnedGradients = new FloatMatrix[layers];
    for (int l = 0; l < layers; l++) {
      int in = network.in(l);
      int out = network.out(l);
      weights[l] = new FloatMatrix(floats(before.tensor(Network.weight(l))), in, out);
      biases[l] = floats(before.tensor(Network.bias(l)));
      inputs[l] = FloatMatrix.zeros(rows, in);
      turnedInputs[l] = FloatMatrix.zeros(in, rows);
      gradients[l] = FloatMatrix.zeros(rows, out);
      turnedGradients[l] = FloatMatrix.zeros(out, rows);
    }
    inputs[0] = new FloatMatrix(floats(batch.inputs()), rows, network.in(0));
    inputs[layers] = FloatMatrix.zeros(rows, network.out(layers - 1));
    targets = new FloatMatrix(floats(batch.targets()), rows, network.out(layers - 1));
  }

  /** One step on the batch. */
  void run() {
    int layers = network.layers();
    for (int l = 0; l < layers; l++) {
      forward(l);
    }
    lossGradient();
    for (int l = layers - 1; l >= 0; l--) {
      if (l > 0) {
        backward(l);
      }
      inputs[l].transposeInto(turnedInputs[l]);
      matmul.addProduct(weights[l], -RATE, turnedInputs[l], gradients[l]);
      updateBias(l);
    }
  }

  /** The present state. */
  ModelState state() {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (int l = 0; l < network.layers(); l++) {
      tensors.put(Network.weight(l), doubles(weights[l].values()));
      tensors.put(Network.bias(l), doubles(biases[l]));
    }
    return new ModelState(tensors);
  }

  private void forward(int layer) {
    FloatMatrix output = inputs[layer + 1];
    int out = output.columns();
    for (int i = 0; i < output.rows(); i++) {
      System.arraycopy(biases[layer], 0, output.values(), i * out, out);
    }
    matmul.addProduct(output, 1, inputs[layer], weights[layer]);
    if (layer < network.layers() - 1) {
      float[] values = output.values();
      forRanges(
          values.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              values[i] = Math.max(0, values[i]);
            }
          });
    }
  }

  private void lossGradient() {
    float[] out = inputs[network.layers()].values();
    float[] gradient = gradients[network.layers() - 1].values();
    if (network.entropy()) {
      softmaxGradient(out, gradient);
      return;
    }
    float scale = 2f / out.length;
    for (int i = 0; i < out.length; i++) {
      gradient[i] = scale * (out[i] - targets.values()[i]);
    }
  }

  private void softmaxGradient(float[] out, float[] gradient) {
    int columns = targets.columns();
    for (int at = 0; at < out.length; at += columns) {
      float largest = out[at];
      for (int j = 1; j < columns; j++) {
        largest = Math.max(largest, out[at + j]);
      }
      float sum = 0;
      for (int j = 0; j < columns; j++) {
        gradient[at + j] = (float) Math.exp(out[at + j] - largest);
        sum += gradient[at + j];
      }
      for (int j = 0; j < columns; j++) {
        gradient[at + j] = (gradient[at + j] / sum - targets.values()[at + j]) / network.batch();
      }
    }
  }

  /** W G^T is the transpose of what is passed on: so W is read as it lies. */
  private void backward(int layer) {
    gradients[layer].transposeInto(turnedGradients[layer]);
    FloatMatrix turned = turnedInputs[layer];
    Arrays.fill(turned.values(), 0);
    matmul.addProduct(turned, 1, weights[layer], turnedGradients[layer]);
    turned.transposeInto(gradients[layer - 1]);
    float[] gradient = gradients[layer - 1].values();
    float[] input = inputs[layer].values();
    forRanges(
        gradient.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradient[i] = input[i] > 0 ? gradient[i] : 0;
          }
        });
  }

  private void updateBias(int layer) {
    FloatMatrix gradient = gradients[layer];
    int columns = gradient.columns();
    float[] bias = biases[layer];
    for (int i = 0; i < gradient.rows(); i++) {
      for (int j = 0; j < columns; j++) {
        bias[j] -= RATE * gradient.values()[i * columns + j];
      }
    }
  }

  /** Work on the indices [from, to). */
  private interface Range {
    void run(int from, int to);
  }

  private static void forRanges(int n, Range range) {
    if (n < SMALL) {
      range.run(0, n);
      return;
    }
    int parts = n / (SMALL / 2);
    IntStream.range(0, parts)
        .parallel()
        .forEach(i -> range.run((int) ((long) n * i / parts), (int) ((long) n * (i + 1) / parts)));
  }

  private static float[] floats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }

  private static double[] doubles(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }
}
