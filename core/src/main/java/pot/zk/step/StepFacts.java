package pot.zk.step;

import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.model.Dyadic;
import pot.zk.model.Loss;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * What a step computes on its way, in real numbers: not proven, of use to who knows the data.
 *
 * @param loss before the step, in the declared reduction
 * @param gradients of the loss, by parameter, row-major and unpadded
 */
public record StepFacts(double loss, Map<String, double[]> gradients) {
  /** The facts of a step whose gradients are in the trace. */
  static StepFacts of(StepCircuit circuit, Trace trace, Loss loss, Optimizer optimizer) {
    Dyadic rate = ((Optimizer.Sgd) optimizer).learningRate();
    double rateInverse = 1 / rate.doubleValue();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    for (StepCircuit.Parameter p : circuit.parameters()) {
      if (p.gradient().isPresent()) {
        StepCircuit.Gradient g = p.gradient().get();
        long[] sums = p.update().evaluate(g.term(), trace);
        double unit = Math.scalb(g.timesRate() ? rateInverse : 1, -g.frac());
        gradients.put(p.name(), scaled(sums, p.before(), unit));
      }
    }
    return new StepFacts(loss(circuit, trace, loss), gradients);
  }

  private static double loss(StepCircuit circuit, Trace trace, Loss loss) {
    TensorSpec targets = circuit.targets();
    double outputUnit = Math.scalb(1.0, -circuit.output().frac());
    double[] outputs = scaled(trace.get(circuit.output()), targets, outputUnit);
    double[] wanted = real(trace.get(targets), targets);
    return loss instanceof Loss.Mse(Reduction reduction)
        ? squaredError(outputs, wanted, reduction, targets.rows())
        : crossEntropy(outputs, wanted, targets.columns());
  }

  private static double squaredError(
      double[] outputs, double[] wanted, Reduction reduction, int samples) {
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      double d = outputs[i] - wanted[i];
      sum += d * d;
    }
    return switch (reduction) {
      case MEAN -> sum / outputs.length;
      case HALF_MEAN -> sum / 2 / samples;
    };
  }

  /** The mean over samples of log sum_j exp(y_j) - y_target; the same on every machine. */
  private static double crossEntropy(double[] outputs, double[] oneHot, int classes) {
    double sum = 0;
    for (int row = 0; row < outputs.length; row += classes) {
      double maximum = Double.NEGATIVE_INFINITY;
      double target = 0;
      for (int j = row; j < row + classes; j++) {
        maximum = Math.max(maximum, outputs[j]);
        target += oneHot[j] * outputs[j];
      }
      double total = 0;
      for (int j = row; j < row + classes; j++) {
        total += StrictMath.exp(outputs[j] - maximum);
      }
      sum += maximum + StrictMath.log(total) - target;
    }
    return sum / (outputs.length / classes);
  }

  /** The declared part of a padded tensor as real numbers. */
  static double[] real(long[] padded, TensorSpec spec) {
    return scaled(padded, spec, Math.scalb(1.0, -spec.frac()));
  }

  private static double[] scaled(long[] padded, TensorSpec spec, double unit) {
    double[] out = new double[spec.rows() * spec.columns()];
    for (int i = 0; i < spec.rows(); i++) {
      for (int j = 0; j < spec.columns(); j++) {
        out[i * spec.columns() + j] = unit * padded[i * spec.paddedColumns() + j];
      }
    }
    return out;
  }
}
