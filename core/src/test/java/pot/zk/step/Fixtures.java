package pot.zk.step;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.ModeDraft;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/** Hyper-parameters and honest traces for tests, all from a printed seed. */
final class Fixtures {
  static final Mode EXACT = new Mode.Exact();
  static final Mode ATTESTED = new Mode.Attested(-22, -14, -22);

  static final Loss CROSS_ENTROPY = new Loss.SoftmaxCrossEntropy(Reduction.MEAN);

  private Fixtures() {}

  /** One linear layer, MSE, plain SGD at rate 0.01, default formats. */
  static Hyperparameters linear(
      int batch, int in, int out, boolean bias, Reduction reduction, Mode mode, int openings) {
    Layer layer = new Layer.Linear("fc1", in, out, bias);
    return model(batch, in, List.of(layer), "0.01", reduction, mode, openings);
  }

  /** Any layers, MSE, plain SGD, default formats. */
  static Hyperparameters model(
      int batch,
      int in,
      List<Layer> layers,
      String rate,
      Reduction reduction,
      Mode mode,
      int openings) {
    return model(batch, in, layers, sgd(rate, "0", false, "0"), reduction, mode, openings);
  }

  static Optimizer sgd(String rate, String momentum, boolean nesterov, String decay) {
    return new Optimizer.Sgd(
        Dyadic.ofDecimal(rate), Dyadic.ofDecimal(momentum), nesterov, Dyadic.ofDecimal(decay));
  }

  /** Any layers and optimiser, MSE, default formats. */
  static Hyperparameters model(
      int batch,
      int in,
      List<Layer> layers,
      Optimizer optimizer,
      Reduction reduction,
      Mode mode,
      int openings) {
    return model(batch, in, layers, optimizer, new Loss.Mse(reduction), mode, openings);
  }

  /** Any model, default formats. */
  static Hyperparameters model(
      int batch,
      int in,
      List<Layer> layers,
      Optimizer optimizer,
      Loss loss,
      Mode mode,
      int openings) {
    return FormatPlanner.complete(
        new HyperparametersDraft(
            batch,
            new Model(List.of(in), layers),
            loss,
            optimizer,
            Optional.of(ModeDraft.of(mode)),
            Optional.empty(),
            Optional.of(new CommitmentSettings(1, openings))));
  }

  /** Two linear layers with an activation between them. */
  static Hyperparameters deep(Mode mode) {
    List<Layer> layers =
        List.of(
            new Layer.Linear("fc1", 5, 6, true),
            new Layer.Relu(),
            new Layer.Linear("fc2", 6, 3, false));
    return model(3, 5, layers, "0.1", Reduction.MEAN, mode, 1);
  }

  /** Two linear layers, with all that the optimiser can do. */
  static Hyperparameters moved(Mode mode, boolean nesterov) {
    List<Layer> layers =
        List.of(
            new Layer.Linear("fc1", 3, 5, true),
            new Layer.Relu(),
            new Layer.Linear("fc2", 5, 2, false));
    Mode withBuffers = mode instanceof Mode.Exact ? mode : new Mode.Attested(-22, -14, -19);
    Optimizer optimizer = sgd("0.1", "0.9", nesterov, "0.01");
    return model(3, 3, layers, optimizer, Reduction.MEAN, withBuffers, 1);
  }

  /** A classifier of three classes, with padding in every dimension. */
  static Hyperparameters classifier(Mode mode) {
    List<Layer> layers = List.of(new Layer.Linear("fc1", 5, 3, true));
    return model(3, 5, layers, sgd("0.1", "0", false, "0"), CROSS_ENTROPY, mode, 1);
  }

  /** A deep classifier whose outputs are activations. */
  static Hyperparameters deepClassifier(Mode mode) {
    List<Layer> layers =
        List.of(
            new Layer.Linear("fc1", 3, 4, true),
            new Layer.Relu(),
            new Layer.Linear("fc2", 4, 3, false),
            new Layer.Relu());
    return model(2, 3, layers, sgd("0.1", "0.9", true, "0"), CROSS_ENTROPY, mode, 1);
  }

  /** One linear layer with weight decay and no momentum. */
  static Hyperparameters decayed(Mode mode) {
    List<Layer> layers = List.of(new Layer.Linear("fc1", 3, 3, true));
    return model(2, 3, layers, sgd("0.1", "0", false, "0.01"), Reduction.MEAN, mode, 1);
  }

  /** Activations first, last and in a row, and linear layers side by side. */
  static Hyperparameters odd(Mode mode) {
    List<Layer> layers =
        List.of(
            new Layer.Relu(),
            new Layer.Linear("a", 3, 4, true),
            new Layer.Linear("b", 4, 5, false),
            new Layer.Relu(),
            new Layer.Relu(),
            new Layer.Linear("c", 5, 2, true),
            new Layer.Relu());
    return model(4, 3, layers, "0.1", Reduction.HALF_MEAN, mode, 1);
  }

  /** A small step with padding in every dimension, bias and all. */
  static Hyperparameters small(Mode mode) {
    return linear(3, 5, 3, true, Reduction.MEAN, mode, 1);
  }

  /**
   * Random data and the step done on it; in attested mode with random deviations inside the
   * tolerance.
   */
  static Trace honestTrace(StepPlan plan, Random random) {
    TraceBuilder builder = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.DATA);
    Trace trace = new Trace();
    for (Parameter p : plan.circuit().parameters()) {
      trace.put(p.before(), gaussian(p.before(), 0.2, random));
    }
    trace.put(plan.circuit().inputs(), gaussian(plan.circuit().inputs(), 1, random));
    trace.put(plan.circuit().targets(), targets(plan.circuit(), random));
    builder.run(trace);
    for (Parameter p : plan.circuit().inUpdateOrder()) {
      p.update().determine(trace);
      deviate(trace.get(p.after()), p.after(), p.toleranceUnits(), random);
    }
    List<String> faults = builder.putRemainders(trace);
    if (!faults.isEmpty()) {
      throw new AssertionError(faults);
    }
    return trace;
  }

  private static long[] targets(StepCircuit circuit, Random random) {
    TensorSpec spec = circuit.targets();
    if (circuit.arithmetic().softmax().isEmpty()) {
      return gaussian(spec, 1, random);
    }
    long[] bits = new long[spec.paddedSize()];
    for (int i = 0; i < spec.rows(); i++) {
      bits[i * spec.paddedColumns() + random.nextInt(spec.columns())] = 1;
    }
    return bits;
  }

  private static long[] gaussian(TensorSpec spec, double scale, Random random) {
    long[] values = new long[spec.paddedSize()];
    for (int i = 0; i < spec.rows(); i++) {
      for (int j = 0; j < spec.columns(); j++) {
        double value = random.nextGaussian() * scale;
        values[i * spec.paddedColumns() + j] = Math.round(Math.scalb(value, spec.frac()));
      }
    }
    return values;
  }

  private static void deviate(long[] values, TensorSpec spec, long units, Random random) {
    for (int i = 0; units > 1 && i < spec.rows(); i++) {
      for (int j = 0; j < spec.columns(); j++) {
        values[i * spec.paddedColumns() + j] += random.nextLong(1 - units, units);
      }
    }
  }
}
