package pot.zk.cli;

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
    return new TrainingData(
        digits.pixels(),
        targets,
        Digits.PIXELS,
        Digits.CLASSES,
        shuffled(samples, random),
        (int) Math.round(samples * heldOutShare));
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
