package pot.zk.cli.bench;

import java.util.Arrays;

/**
 * How fast plain float32 training runs.
 *
 * @param stepSeconds median of one step
 * @param stepGigaflops of the step's matrix products over the whole step's time
 * @param matmulGigaflops of the product of two matrices of 1024 x 1024, median
 * @param peakGigaflops of fused multiply-adds on registers alone
 */
public record PlainRates(
    double stepSeconds, double stepGigaflops, double matmulGigaflops, double peakGigaflops) {
  private static final int SIZE = 1024;
  private static final double WARM_UP_SECONDS = 0.5;
  private static final double SECONDS = 0.5;
  private static final int LEAST = 5;

  /** Measures, in the pool it is called in. */
  static PlainRates measure(Network network, SyntheticStep data, int threads) {
    FloatStep step = new FloatStep(network, data.before(), data.batch(), threads);
    double stepSeconds = median(step::run);
    FloatMatmul matmul = new FloatMatmul(threads);
    FloatMatrix a = FloatMatrix.zeros(SIZE, SIZE);
    Arrays.fill(a.values(), 0.5f);
    FloatMatrix c = FloatMatrix.zeros(SIZE, SIZE);
    double matmulSeconds = median(() -> matmul.addProduct(c, 0.001f, a, a));
    return new PlainRates(
        stepSeconds,
        network.flops() / stepSeconds * 1e-9,
        2.0 * SIZE * SIZE * SIZE / matmulSeconds * 1e-9,
        FmaPeak.gigaflops(threads));
  }

  /** The median over half a second, after as long to warm up. */
  private static double median(Runnable work) {
    times(work, WARM_UP_SECONDS);
    return Medians.of(times(work, SECONDS));
  }

  private static double[] times(Runnable work, double seconds) {
    long start = System.nanoTime();
    double[] times = new double[1 << 10];
    int count = 0;
    while (count < LEAST || (System.nanoTime() - start) * 1e-9 < seconds) {
      long before = System.nanoTime();
      work.run();
      double time = (System.nanoTime() - before) * 1e-9;
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = time;
    }
    return Arrays.copyOf(times, count);
  }
}
