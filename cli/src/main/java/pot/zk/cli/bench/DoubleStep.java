package pot.zk.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;

/**
 * One SGD step in double precision by three plain loops: the floating-point step that attested mode
 * is shown, and what the fast one is held to.
 */
final class DoubleStep {
  private final Network network;

  DoubleStep(Network network) {
    this.network = network;
  }

  /** The state after the step. */
  ModelState run(ModelState before, Batch batch) {
    int layers = network.layers();
    int rows = network.batch();
    double[][] inputs = new double[layers + 1][];
    inputs[0] = batch.inputs();
    for (int l = 0; l < layers; l++) {
      inputs[l + 1] = forward(before, l, inputs[l]);
      if (l < layers - 1) {
        relu(inputs[l + 1]);
      }
    }
    double[] gradient = lossGradient(inputs[layers], batch.targets());
    double rate = Network.RATE;
    Map<String, double[]> after = new LinkedHashMap<>();
    for (int l = layers - 1; l >= 0; l--) {
      double[] passedOn = l > 0 ? backward(before, l, gradient, inputs[l]) : gradient;
      double[] w = before.tensor(Network.weight(l)).clone();
      double[] b = before.tensor(Network.bias(l)).clone();
      int in = network.in(l);
      int out = network.out(l);
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < in; k++) {
          for (int j = 0; j < out; j++) {
            w[k * out + j] -= rate * inputs[l][i * in + k] * gradient[i * out + j];
          }
        }
        for (int j = 0; j < out; j++) {
          b[j] -= rate * gradient[i * out + j];
        }
      }
      after.put(Network.weight(l), w);
      after.put(Network.bias(l), b);
      gradient = passedOn;
    }
    return new ModelState(after);
  }

  private double[] forward(ModelState state, int layer, double[] x) {
    int in = network.in(layer);
    int out = network.out(layer);
    double[] w = state.tensor(Network.weight(layer));
    double[] y = new double[network.batch() * out];
    for (int i = 0; i < network.batch(); i++) {
      System.arraycopy(state.tensor(Network.bias(layer)), 0, y, i * out, out);
      for (int k = 0; k < in; k++) {
        for (int j = 0; j < out; j++) {
          y[i * out + j] += x[i * in + k] * w[k * out + j];
        }
      }
    }
    return y;
  }

  private static void relu(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
  }

  private double[] lossGradient(double[] outputs, double[] targets) {
    int out = network.out(network.layers() - 1);
    double[] gradient = new double[outputs.length];
    if (!network.entropy()) {
      for (int i = 0; i < outputs.length; i++) {
        gradient[i] = 2 * (outputs[i] - targets[i]) / outputs.length;
      }
      return gradient;
    }
    for (int i = 0; i < network.batch(); i++) {
      double sum = 0;
      for (int j = 0; j < out; j++) {
        sum += Math.exp(outputs[i * out + j]);
      }
      for (int j = 0; j < out; j++) {
        double share = Math.exp(outputs[i * out + j]) / sum;
        gradient[i * out + j] = (share - targets[i * out + j]) / network.batch();
      }
    }
    return gradient;
  }

  /** The gradient of a layer's input, before the activation that made it. */
  private double[] backward(ModelState state, int layer, double[] gradient, double[] input) {
    int in = network.in(layer);
    int out = network.out(layer);
    double[] w = state.tensor(Network.weight(layer));
    double[] passedOn = new double[input.length];
    for (int i = 0; i < network.batch(); i++) {
      for (int k = 0; k < in; k++) {
        double sum = 0;
        for (int j = 0; j < out; j++) {
          sum += gradient[i * out + j] * w[k * out + j];
        }
        passedOn[i * in + k] = input[i * in + k] > 0 ? sum : 0;
      }
    }
    return passedOn;
  }
}
