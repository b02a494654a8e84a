package pot.zk.step;

import java.util.LinkedHashMap;
import java.util.Map;
import pot.zk.fixedpoint.CanonicalStep;
import pot.zk.fixedpoint.StepArithmetic;
import pot.zk.model.Dyadic;
import pot.zk.model.Loss;
import pot.zk.model.Optimizer;
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
  /** The facts of a canonical step. */
  static StepFacts of(
      StepCircuit circuit, Trace trace, CanonicalStep step, Loss loss, Optimizer optimizer) {
    Dyadic rate = ((Optimizer.Sgd) optimizer).learningRate();
    StepArithmetic a = circuit.arithmetic();
    double perUnit = 1 / rate.toBigDecimal().doubleValue();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    int weightFrac = a.input().frac() + a.gradient().frac();
    for (int p = 0; p < circuit.parameters().size(); p++) {
      StepCircuit.Parameter parameter = circuit.parameters().get(p);
      double[] values =
          p == 0
              ? scaled(step.weightGradient(), parameter.before(), Math.scalb(perUnit, -weightFrac))
              : scaled(
                  step.biasGradient(),
                  parameter.before(),
                  Math.scalb(perUnit, -a.gradient().frac()));
      gradients.put(parameter.name(), values);
    }
    return new StepFacts(loss(circuit, trace, step, (Loss.Mse) loss), gradients);
  }

  private static double loss(StepCircuit circuit, Trace trace, CanonicalStep step, Loss.Mse loss) {
    double[] outputs =
        scaled(step.output(), circuit.output(), Math.scalb(1.0, -circuit.output().frac()));
    double[] targets =
        scaled(
            trace.get(circuit.targets()),
            circuit.targets(),
            Math.scalb(1.0, -circuit.targets().frac()));
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      double d = outputs[i] - targets[i];
      sum += d * d;
    }
    return switch (loss.reduction()) {
      case MEAN -> sum / outputs.length;
      case HALF_MEAN -> sum / 2 / circuit.output().rows();
    };
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
