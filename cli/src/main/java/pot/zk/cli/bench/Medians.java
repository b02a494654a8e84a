package pot.zk.cli.bench;

import java.util.Arrays;

/** Medians; of an even number of values the lower of the two in the middle. */
final class Medians {
  private Medians() {}

  /**
   * @param values at least one
   */
  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
