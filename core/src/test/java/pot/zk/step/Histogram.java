package pot.zk.step;

/**
 * Counts words by their top and by their bottom four bits, and says how unlikely the counts are.
 */
final class Histogram {
  private static final int BINS = 16;

  private final long[][] counts = new long[2][BINS];
  private long total;

  void add(long word) {
    counts[0][(int) (word >>> 60)]++;
    counts[1][(int) (word & 15)]++;
    total++;
  }

  void add(Histogram o) {
    for (int h = 0; h < 2; h++) {
      for (int i = 0; i < BINS; i++) {
        counts[h][i] += o.counts[h][i];
      }
    }
    total += o.total;
  }

  long total() {
    return total;
  }

  /**
   * How many standard deviations above its mean the chi-square statistic of uniform words is, at
   * worst.
   */
  double deviationFromUniform() {
    double worst = 0;
    for (long[] half : counts) {
      double statistic = 0;
      double expected = (double) total / BINS;
      for (long count : half) {
        statistic += (count - expected) * (count - expected) / expected;
      }
      worst = Math.max(worst, deviation(statistic));
    }
    return worst;
  }

  /** The same of the two-sample statistic, which asks whether both come from one distribution. */
  double deviationFrom(Histogram o) {
    double worst = 0;
    double ratio = Math.sqrt((double) o.total / total);
    for (int h = 0; h < 2; h++) {
      double statistic = 0;
      for (int i = 0; i < BINS; i++) {
        long both = counts[h][i] + o.counts[h][i];
        double difference = counts[h][i] * ratio - o.counts[h][i] / ratio;
        statistic += both == 0 ? 0 : difference * difference / both;
      }
      worst = Math.max(worst, deviation(statistic));
    }
    return worst;
  }

  /**
   * Wilson and Hilferty: the cube root of chi-square over its degrees of freedom is nearly normal.
   */
  private static double deviation(double chiSquare) {
    double degrees = BINS - 1;
    double variance = 2 / (9 * degrees);
    return (Math.cbrt(chiSquare / degrees) - (1 - variance)) / Math.sqrt(variance);
  }
}
