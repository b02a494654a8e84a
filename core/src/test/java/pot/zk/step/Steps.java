package pot.zk.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;

/** Steps as users make them: real numbers in, a step done by other code than ours. */
final class Steps {
  private Steps() {}

  /** Random weights, a random batch. */
  record Data(ModelState before, Batch batch) {}

  static Data random(Hyperparameters hp, Random random) {
    Layer.Linear layer = layer(hp);
    Map<String, double[]> tensors = new LinkedHashMap<>();
    double scale = 0.5 / Math.sqrt(layer.in());
    tensors.put(layer.name() + ".weight", gaussian(random, layer.in() * layer.out(), scale));
    if (layer.bias()) {
      tensors.put(layer.name() + ".bias", gaussian(random, layer.out(), 0.1));
    }
    Batch batch =
        new Batch(
            gaussian(random, hp.batch() * layer.in(), 0.5),
            gaussian(random, hp.batch() * layer.out(), 1));
    return new Data(new ModelState(tensors), batch);
  }

  /** The step in double precision, textbook style; the factor is the rate times the reduction's. */
  static ModelState floatStep(Hyperparameters hp, Data data, double factor) {
    Layer.Linear layer = layer(hp);
    int in = layer.in();
    int out = layer.out();
    double[] w = data.before().tensor(layer.name() + ".weight");
    double[] x = data.batch().inputs();
    double[] newWeight = w.clone();
    double[] newBias =
        layer.bias() ? data.before().tensor(layer.name() + ".bias").clone() : new double[out];
    double[] bias = newBias.clone();
    for (int s = 0; s < hp.batch(); s++) {
      for (int j = 0; j < out; j++) {
        double y = bias[j];
        for (int i = 0; i < in; i++) {
          y += x[s * in + i] * w[i * out + j];
        }
        double g = factor * (y - data.batch().targets()[s * out + j]);
        newBias[j] -= g;
        for (int i = 0; i < in; i++) {
          newWeight[i * out + j] -= x[s * in + i] * g;
        }
      }
    }
    Map<String, double[]> tensors = new LinkedHashMap<>();
    tensors.put(layer.name() + ".weight", newWeight);
    if (layer.bias()) {
      tensors.put(layer.name() + ".bias", newBias);
    }
    return new ModelState(tensors);
  }

  static Layer.Linear layer(Hyperparameters hp) {
    return (Layer.Linear) hp.model().layers().get(0);
  }

  private static double[] gaussian(Random random, int count, double scale) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian() * scale;
    }
    return values;
  }
}
