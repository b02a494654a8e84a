package pot.zk.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.ModeDraft;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;

/** A multilayer perceptron trained on the digits by float32 steps, batches of 32. */
final class DigitsRun {
  private static final int BATCH = 32;

  private final Configuration configuration;
  private final Hyperparameters hyperparameters;
  private final Digits digits;
  private ModelState state;

  /**
   * What is trained, and how; the optimiser's numbers as decimals.
   *
   * @param widths of the layers, the inputs first; an activation follows each layer but the last
   */
  record Configuration(
      List<Integer> widths,
      Loss loss,
      String rate,
      String momentum,
      boolean nesterov,
      String decay) {
    Model model() {
      List<Layer> layers = new ArrayList<>();
      for (int l = 1; l < widths.size(); l++) {
        if (l > 1) {
          layers.add(new Layer.Relu());
        }
        layers.add(new Layer.Linear("fc" + l, widths.get(l - 1), widths.get(l), true));
      }
      return new Model(List.of(widths.getFirst()), layers);
    }

    Optimizer.Sgd optimizer() {
      return (Optimizer.Sgd) Fixtures.sgd(rate, momentum, nesterov, decay);
    }

    /** Attested mode with the planner's own numbers. */
    Hyperparameters planned() {
      return FormatPlanner.complete(
          new HyperparametersDraft(
              BATCH,
              model(),
              loss,
              optimizer(),
              Optional.of(ModeDraft.Attested.planned()),
              Optional.empty(),
              Optional.empty()));
    }

    Float32Sgd.Rule rule() {
      return Float32Sgd.Rule.of(rate, momentum, nesterov, decay);
    }

    boolean hasMomentum() {
      return !optimizer().momentum().isZero();
    }

    @Override
    public String toString() {
      return widths.stream().map(String::valueOf).collect(Collectors.joining("-"))
          + ", rate "
          + rate
          + (hasMomentum() ? ", " + (nesterov ? "Nesterov " : "momentum ") + momentum : "")
          + (optimizer().weightDecay().isZero() ? "" : ", decay " + decay);
    }
  }

  /** A step as it was done. */
  record Done(ModelState before, ModelState after, Batch batch) {}

  DigitsRun(Configuration configuration, long seed) {
    Random random = new Random(seed);
    this.configuration = configuration;
    this.hyperparameters = configuration.planned();
    this.digits = new Digits(random);
    this.state = initial(random);
  }

  Configuration configuration() {
    return configuration;
  }

  Hyperparameters hyperparameters() {
    return hyperparameters;
  }

  ModelState state() {
    return state;
  }

  Batch batch() {
    return digits.batch(BATCH);
  }

  /** Goes on by one step on a new batch. */
  Done step(Float32Sgd sgd) {
    Batch batch = batch();
    Done done = new Done(state, sgd.step(state, batch), batch);
    state = done.after();
    return done;
  }

  /** Goes on by so many honest steps. */
  void train(int steps) {
    for (int i = 0; i < steps; i++) {
      step(honest());
    }
  }

  Float32Sgd honest() {
    return new Float32Sgd(configuration.model(), configuration.loss(), configuration.rule());
  }

  /** He's initialisation in floats, biases and buffers zero. */
  private ModelState initial(Random random) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (Layer.Linear l : Steps.linear(hyperparameters)) {
      double[] w = new double[l.in() * l.out()];
      double scale = Math.sqrt(2.0 / l.in());
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (random.nextGaussian() * scale);
      }
      tensors.put(l.name() + ".weight", w);
      tensors.put(l.name() + ".bias", new double[l.out()]);
      if (configuration.hasMomentum()) {
        tensors.put(l.name() + ".weight.momentum", new double[w.length]);
        tensors.put(l.name() + ".bias.momentum", new double[l.out()]);
      }
    }
    return new ModelState(tensors);
  }
}
