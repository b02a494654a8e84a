package pot.zk.step;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.step.DigitsRun.Configuration;

/**
 * Ways of doing a float32 step otherwise than declared, the batch and the state being as stated.
 */
enum Cheat {
  GRADIENT_SCALED {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      return new Float32Sgd(c.model(), c.loss(), c.rule()) {
        @Override
        float[] lossGradient(float[] outputs, float[] targets, int samples) {
          float[] g = super.lossGradient(outputs, targets, samples);
          for (int i = 0; i < g.length; i++) {
            g[i] *= 1.01f;
          }
          return g;
        }
      }.step(before, batch);
    }
  },

  SAMPLE_DROPPED {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      return new Float32Sgd(c.model(), c.loss(), c.rule()) {
        @Override
        float[] lossGradient(float[] outputs, float[] targets, int samples) {
          float[] g = super.lossGradient(outputs, targets, samples);
          Arrays.fill(g, 0, Digits.CLASSES, 0);
          return g;
        }
      }.step(before, batch);
    }
  },

  LABEL_FLIPPED {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      double[] targets = batch.targets().clone();
      double last = targets[Digits.CLASSES - 1];
      System.arraycopy(targets, 0, targets, 1, Digits.CLASSES - 1);
      targets[0] = last;
      return sgd(c, c.rule()).step(before, new Batch(batch.inputs(), targets));
    }
  },

  LAYER_NOT_UPDATED {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      Map<String, double[]> tensors = tensors(sgd(c, c.rule()).step(before, batch));
      tensors.replaceAll((name, v) -> name.startsWith("fc1.") ? before.tensor(name) : v);
      return new ModelState(tensors);
    }
  },

  WRONG_RATE {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      Float32Sgd.Rule r = c.rule();
      return sgd(c, new Float32Sgd.Rule(1.1f * r.rate(), r.momentum(), r.nesterov(), r.decay()))
          .step(before, batch);
    }
  },

  GATE_IGNORED {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      return new Float32Sgd(c.model(), c.loss(), c.rule()) {
        @Override
        float[] reluGradient(float[] taken, float[] g) {
          return g;
        }
      }.step(before, batch);
    }
  },

  DECAY_SKIPPED {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      Float32Sgd.Rule r = c.rule();
      return sgd(c, new Float32Sgd.Rule(r.rate(), r.momentum(), r.nesterov(), 0))
          .step(before, batch);
    }
  },

  /** The buffers start anew. */
  MOMENTUM_FORGOTTEN {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      Map<String, double[]> tensors = tensors(before);
      tensors.replaceAll((name, v) -> isBuffer(name) ? new double[v.length] : v);
      return sgd(c, c.rule()).step(new ModelState(tensors), batch);
    }

    @Override
    boolean needsMomentum() {
      return true;
    }
  },

  /** The buffers are right, but weights move by the gradient alone. */
  MOMENTUM_NOT_USED {
    @Override
    ModelState step(Configuration c, ModelState before, Batch batch) {
      Map<String, double[]> tensors = tensors(sgd(c, c.rule()).step(before, batch));
      ModelState forgotten = MOMENTUM_FORGOTTEN.step(c, before, batch);
      tensors.replaceAll((name, v) -> isBuffer(name) ? v : forgotten.tensor(name));
      return new ModelState(tensors);
    }

    @Override
    boolean needsMomentum() {
      return true;
    }
  };

  /** The state after such a step. */
  abstract ModelState step(Configuration c, ModelState before, Batch batch);

  boolean needsMomentum() {
    return false;
  }

  static boolean isBuffer(String name) {
    return name.endsWith(".momentum");
  }

  private static Float32Sgd sgd(Configuration c, Float32Sgd.Rule rule) {
    return new Float32Sgd(c.model(), c.loss(), rule);
  }

  private static Map<String, double[]> tensors(ModelState state) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    state.names().forEach(name -> tensors.put(name, state.tensor(name)));
    return tensors;
  }
}
