package pot.zk.step;

import java.util.List;
import pot.zk.parallel.Workers;
import pot.zk.relation.LinearLayer;
import pot.zk.relation.ReluLayer;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * The forward pass in double precision, to learn which gates a floating-point step opened. It only
 * gives hints: a gate is proven to be legal whatever it was hinted to be.
 */
final class FloatForward {
  private static final int GRAIN = 1 << 12;

  private final StepCircuit circuit;

  FloatForward(StepCircuit circuit) {
    this.circuit = circuit;
  }

  /** Puts a hint for every gate. */
  void putHints(Trace trace, ModelState state, Batch batch) {
    int rows = circuit.inputs().rows();
    double[] values = batch.inputs();
    for (StepCircuit.Stage stage : circuit.stages()) {
      if (stage instanceof StepCircuit.Stage.Linear(LinearLayer layer)) {
        values = linear(layer, state, values, rows);
      } else if (stage instanceof StepCircuit.Stage.Relu(ReluLayer layer)) {
        values = relu(layer, values, rows, trace);
      }
    }
  }

  private static double[] linear(LinearLayer layer, ModelState state, double[] x, int rows) {
    int in = layer.weight().rows();
    int out = layer.weight().columns();
    double[] w = state.tensor(parameter(layer.weight()));
    List<double[]> bias = layer.bias().map(b -> state.tensor(parameter(b))).stream().toList();
    double[] y = new double[rows * out];
    Workers.forRanges(
        rows,
        Math.max(1, GRAIN / out),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            for (double[] b : bias) {
              System.arraycopy(b, 0, y, i * out, out);
            }
            for (int k = 0; k < in; k++) {
              double factor = x[i * in + k];
              for (int j = 0; j < out; j++) {
                y[i * out + j] += factor * w[k * out + j];
              }
            }
          }
        });
    return y;
  }

  private static double[] relu(ReluLayer layer, double[] x, int rows, Trace trace) {
    TensorSpec gate = layer.gate();
    boolean[] open = new boolean[gate.paddedSize()];
    double[] y = new double[x.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < gate.columns(); j++) {
        int at = i * gate.columns() + j;
        open[i * gate.paddedColumns() + j] = x[at] > 0;
        y[at] = Math.max(0, x[at]);
      }
    }
    trace.putHint(gate, open);
    return y;
  }

  /** The name that users know a parameter by. */
  private static String parameter(TensorSpec spec) {
    return spec.name().substring(spec.name().indexOf('/') + 1);
  }
}
