package pot.zk.fixedpoint;

import java.util.Optional;

/**
 * The canonical step of one linear layer with mean squared error and plain SGD, in integers:
 * deterministic on every machine and for any number of threads. All matrices are padded, row-major.
 *
 * @param output Yhat, batch x out
 * @param gradient G, the loss gradient with the rate folded in, batch x out
 * @param weightGradient X^T G, in x out, in units of both formats' fractional bits together
 * @param biasGradient the column sums of G, 1 x out
 * @param weight W', in x out
 * @param bias b', 1 x out
 */
@SuppressWarnings("ArrayRecordComponent")
public record CanonicalStep(
    long[] output,
    long[] gradient,
    long[] weightGradient,
    long[] biasGradient,
    long[] weight,
    Optional<long[]> bias) {
  /** The padded sizes of a step. */
  public record Shape(int batch, int paddedBatch, int paddedIn, int paddedOut) {}

  /**
   * Forward pass, loss gradient, backward pass and update. Results may lie outside their formats:
   * the caller checks.
   *
   * @param x inputs, batch x in
   * @param y targets, batch x out
   * @param w weights, in x out
   * @param b biases, 1 x out
   */
  public static CanonicalStep run(
      StepArithmetic a, Shape shape, long[] x, long[] y, long[] w, Optional<long[]> b) {
    IntegerMatrix inputs = new IntegerMatrix(x, shape.paddedBatch(), shape.paddedIn());
    IntegerMatrix weights = new IntegerMatrix(w, shape.paddedIn(), shape.paddedOut());
    long[] sums = new long[shape.paddedBatch() * shape.paddedOut()];
    b.ifPresent(bias -> broadcast(sums, bias, shape.batch(), 1L << a.input().frac()));
    IntegerMatrix.addProduct(sums, inputs, weights);
    long[] output = new long[sums.length];
    for (int i = 0; i < sums.length; i++) {
      output[i] = roundHalfUp(sums[i], a.forwardShift());
    }

    int finest = Math.max(a.activation().frac(), a.target().frac());
    long[] gradient = new long[output.length];
    for (int i = 0; i < output.length; i++) {
      long difference =
          (output[i] << (finest - a.activation().frac())) - (y[i] << (finest - a.target().frac()));
      gradient[i] = roundHalfUp(a.lossFactor() * difference, a.lossShift());
    }

    long[] weightGradient = new long[w.length];
    IntegerMatrix gradients = new IntegerMatrix(gradient, shape.paddedBatch(), shape.paddedOut());
    IntegerMatrix.addProduct(weightGradient, inputs.transpose(), gradients);
    long[] newWeight = update(w, weightGradient, a.weightKappa());
    long[] biasGradient = columnSums(gradient, shape.paddedOut());
    Optional<long[]> newBias = b.map(bias -> update(bias, biasGradient, a.biasKappa()));
    return new CanonicalStep(output, gradient, weightGradient, biasGradient, newWeight, newBias);
  }

  /** floor(value / 2^bits + 1/2). */
  static long roundHalfUp(long value, int bits) {
    return (value + (1L << (bits - 1))) >> bits;
  }

  /** The w' for which 2^kappa (w' - w) + gradient + 2^(kappa-1) lies in [0, 2^kappa). */
  private static long[] update(long[] parameter, long[] gradient, int kappa) {
    long[] out = new long[parameter.length];
    long half = kappa == 0 ? 0 : 1L << (kappa - 1);
    for (int i = 0; i < out.length; i++) {
      out[i] = parameter[i] - ((gradient[i] + half) >> kappa);
    }
    return out;
  }

  private static void broadcast(long[] sums, long[] bias, int rows, long factor) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < bias.length; j++) {
        sums[i * bias.length + j] = factor * bias[j];
      }
    }
  }

  private static long[] columnSums(long[] matrix, int width) {
    long[] sums = new long[width];
    for (int i = 0; i < matrix.length; i++) {
      sums[i % width] += matrix[i];
    }
    return sums;
  }
}
