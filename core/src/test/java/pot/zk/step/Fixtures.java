package pot.zk.step;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import pot.zk.fixedpoint.CanonicalStep;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/** Hyper-parameters and honest traces for tests, all from a printed seed. */
final class Fixtures {
  static final Mode EXACT = new Mode.Exact();
  static final Mode ATTESTED = FormatPlanner.ATTESTED;

  private Fixtures() {}

  /** One linear layer, MSE, plain SGD at rate 0.01, default formats. */
  static Hyperparameters linear(
      int batch, int in, int out, boolean bias, Reduction reduction, Mode mode, int openings) {
    return FormatPlanner.complete(
        new HyperparametersDraft(
            batch,
            new Model(List.of(in), List.of(new Layer.Linear("fc1", in, out, bias))),
            new Loss.Mse(reduction),
            new Optimizer.Sgd(Dyadic.ofDecimal("0.01"), Dyadic.ZERO, false, Dyadic.ZERO),
            Optional.of(mode),
            Optional.empty(),
            Optional.of(new CommitmentSettings(1, openings))));
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
    trace.put(plan.circuit().targets(), gaussian(plan.circuit().targets(), 1, random));
    CanonicalStep step = builder.run(trace);
    builder.putIntermediate(trace, step);
    builder.putCanonicalState(trace, step);
    long units = plan.circuit().arithmetic().toleranceUnits();
    for (Parameter p : plan.circuit().parameters()) {
      deviate(trace.get(p.after()), p.after(), units, random);
    }
    List<String> faults = builder.putRemainders(trace, step);
    if (!faults.isEmpty()) {
      throw new AssertionError(faults);
    }
    return trace;
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
