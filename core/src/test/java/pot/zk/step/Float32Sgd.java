package pot.zk.step;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Model;
import pot.zk.model.Reduction;

/**
 * SGD in float32 by PyTorch's definitions (dampening 0), sharing no code with the fixed-point step:
 * every product and sum is rounded to a float, sums run in eight lanes as vectorised libraries have
 * them, and the state is floats between steps.
 */
class Float32Sgd {
  private static final int LANES = 8;

  private final Model model;
  private final Loss loss;
  private final Rule rule;

  /** The optimiser's numbers as a training script has them: floats, nearest to the decimals. */
  record Rule(float rate, float momentum, boolean nesterov, float decay) {
    static Rule of(String rate, String momentum, boolean nesterov, String decay) {
      return new Rule(
          Float.parseFloat(rate), Float.parseFloat(momentum), nesterov, Float.parseFloat(decay));
    }
  }

  Float32Sgd(Model model, Loss loss, Rule rule) {
    this.model = model;
    this.loss = loss;
    this.rule = rule;
  }

  /** One step; all values of the state before and of the batch must be floats. */
  final ModelState step(ModelState before, Batch batch) {
    Map<String, double[]> after = new LinkedHashMap<>();
    Deque<float[]> taken = new ArrayDeque<>();
    float[] x = floats(batch.inputs());
    int samples = x.length / model.input().getFirst();
    for (Layer layer : model.layers()) {
      taken.push(x);
      x = forward(layer, x, samples, before);
    }
    float[] g = lossGradient(x, floats(batch.targets()), samples);
    for (Layer layer : model.layers().reversed()) {
      g = backward(layer, taken.pop(), g, samples, before, after);
    }
    return inOrderOf(before, after);
  }

  /** The gradient of the loss by the model's outputs, samples x outputs. */
  float[] lossGradient(float[] outputs, float[] targets, int samples) {
    return switch (loss) {
      case Loss.Mse mse -> {
        float factor = mse.reduction() == Reduction.MEAN ? 2f / outputs.length : 1f / samples;
        float[] g = new float[outputs.length];
        for (int i = 0; i < g.length; i++) {
          g[i] = factor * (outputs[i] - targets[i]);
        }
        yield g;
      }
      case Loss.SoftmaxCrossEntropy s -> crossEntropyGradient(outputs, targets, samples);
    };
  }

  /** The gradient by what an activation took in. */
  float[] reluGradient(float[] taken, float[] g) {
    float[] below = new float[g.length];
    for (int i = 0; i < g.length; i++) {
      below[i] = taken[i] > 0 ? g[i] : 0;
    }
    return below;
  }

  private static float[] crossEntropyGradient(float[] outputs, float[] targets, int samples) {
    int classes = outputs.length / samples;
    float[] g = new float[outputs.length];
    for (int s = 0; s < samples; s++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < classes; j++) {
        largest = Math.max(largest, outputs[s * classes + j]);
      }
      float sum = 0;
      for (int j = 0; j < classes; j++) {
        g[s * classes + j] = (float) Math.exp(outputs[s * classes + j] - largest);
        sum += g[s * classes + j];
      }
      for (int j = 0; j < classes; j++) {
        int at = s * classes + j;
        g[at] = (g[at] / sum - targets[at]) / samples;
      }
    }
    return g;
  }

  private static float[] forward(Layer layer, float[] x, int samples, ModelState state) {
    return switch (layer) {
      case Layer.Relu relu -> {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
          y[i] = Math.max(0, x[i]);
        }
        yield y;
      }
      case Layer.Linear l -> {
        float[] w = floats(state.tensor(l.name() + ".weight"));
        float[] bias = l.bias() ? floats(state.tensor(l.name() + ".bias")) : new float[l.out()];
        float[] y = new float[samples * l.out()];
        for (int s = 0; s < samples; s++) {
          for (int j = 0; j < l.out(); j++) {
            float dot = dot(x, s * l.in(), 1, w, j, l.out(), l.in());
            y[s * l.out() + j] = dot + bias[j];
          }
        }
        yield y;
      }
    };
  }

  /** Updates the layer's parameters, and gives the gradient of its input. */
  private float[] backward(
      Layer layer,
      float[] x,
      float[] g,
      int samples,
      ModelState before,
      Map<String, double[]> after) {
    if (!(layer instanceof Layer.Linear l)) {
      return reluGradient(x, g);
    }
    float[] w = floats(before.tensor(l.name() + ".weight"));
    float[] below = new float[x.length];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < l.in(); i++) {
        below[s * l.in() + i] = dot(g, s * l.out(), 1, w, i * l.out(), 1, l.out());
      }
    }
    float[] weightGradient = new float[w.length];
    for (int i = 0; i < l.in(); i++) {
      for (int j = 0; j < l.out(); j++) {
        weightGradient[i * l.out() + j] = dot(x, i, l.in(), g, j, l.out(), samples);
      }
    }
    update(l.name() + ".weight", weightGradient, before, after);
    if (l.bias()) {
      float[] ones = new float[samples];
      java.util.Arrays.fill(ones, 1);
      float[] biasGradient = new float[l.out()];
      for (int j = 0; j < l.out(); j++) {
        biasGradient[j] = dot(ones, 0, 1, g, j, l.out(), samples);
      }
      update(l.name() + ".bias", biasGradient, before, after);
    }
    return below;
  }

  private void update(
      String name, float[] gradient, ModelState before, Map<String, double[]> after) {
    float[] w = floats(before.tensor(name));
    boolean buffered = rule.momentum() != 0;
    float[] v = buffered ? floats(before.tensor(name + ".momentum")) : new float[w.length];
    for (int i = 0; i < w.length; i++) {
      float g = rule.decay() == 0 ? gradient[i] : gradient[i] + rule.decay() * w[i];
      if (buffered) {
        v[i] = rule.momentum() * v[i] + g;
        g = rule.nesterov() ? g + rule.momentum() * v[i] : v[i];
      }
      w[i] = w[i] - rule.rate() * g;
    }
    after.put(name, doubles(w));
    if (buffered) {
      after.put(name + ".momentum", doubles(v));
    }
  }

  /** sum_k a[k] b[k] of two strided vectors: lane by lane, then the lanes from first to last. */
  private static float dot(
      float[] a, int atA, int strideA, float[] b, int atB, int strideB, int length) {
    float[] lanes = new float[LANES];
    for (int k = 0; k < length; k++) {
      lanes[k % LANES] += a[atA + k * strideA] * b[atB + k * strideB];
    }
    float sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  private static ModelState inOrderOf(ModelState before, Map<String, double[]> after) {
    Map<String, double[]> ordered = new LinkedHashMap<>();
    before.names().forEach(name -> ordered.put(name, after.getOrDefault(name, new double[0])));
    return new ModelState(ordered);
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
