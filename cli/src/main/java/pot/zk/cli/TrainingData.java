package pot.zk.cli;

import java.util.Arrays;
import java.util.Random;

/**
 * Samples to train on and samples held out, shuffled once by a seed.
 *
 * @param inputs samples x inputs, row-major
 * @param targets samples x outputs, row-major, one-hot for accuracy to mean anything
 * @param order places of the samples: the held-out ones last
 * @param heldOut how many of them
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainingData(
    double[] inputs, double[] targets, int inputWidth, int targetWidth, int[] order, int heldOut) {
  /** The digits that come with the project, targets one-hot. */
  static TrainingData digits(Digits digits, double heldOutShare, Random random) {
    int samples = digits.labels().length;
    double[] targets = new double[samples * Digits.CLASSES];
    for (int i = 0; i < samples; i++) {
      targets[i * Digits.CLASSES + digits.labels()[i]] = 1;
    }
    return of(digits.pixels(), targets, Digits.PIXELS, Digits.CLASSES, heldOutShare, random);
  }

  /** Samples in the order in which they come, shuffled. */
  static TrainingData of(
      double[] inputs,
      double[] targets,
      int inputWidth,
      int targetWidth,
      double heldOutShare,
      Random random) {
    int samples = targets.length / targetWidth;
    return new TrainingData(
        inputs,
        targets,
        inputWidth,
        targetWidth,
        shuffled(samples, random),
        (int) Math.round(samples * heldOutShare));
  }

  /** Whether every sample has one class: one target of one, the others zero. */
  boolean classes() {
    for (int i = 0; i < targets.length; i += targetWidth) {
      double[] row = Arrays.copyOfRange(targets, i, i + targetWidth);
      if (Arrays.stream(row).filter(v -> v == 1).count() != 1
          || Arrays.stream(row).anyMatch(v -> v != 0 && v != 1)) {
        return false;
      }
    }
    return true;
  }

  /** Samples to train on. */
  int trained() {
    return order.length - heldOut;
  }

  /** The inputs of some samples, row after row. */
  double[] inputs(int[] samples) {
    return rows(inputs, inputWidth, samples);
  }

  double[] targets(int[] samples) {
    return rows(targets, targetWidth, samples);
  }

  private static double[] rows(double[] from, int width, int[] samples) {
    double[] out = new double[samples.length * width];
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(from, samples[i] * width, out, i * width, width);
    }
    return out;
  }

  /** 0 to n - 1 in an order that the random numbers give (Fisher and Yates). */
  static int[] shuffled(int n, Random random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  @Override
  public String toString() {
    return "TrainingData[" + order.length + " samples]";
  }
}
