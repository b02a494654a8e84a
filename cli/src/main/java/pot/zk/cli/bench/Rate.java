package pot.zk.cli.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How long work takes that several threads do at once, each its own: the least of all rounds, as
 * what else the machine does only ever slows.
 */
public final class Rate {
  /** Rounds that must bring nothing new. */
  private static final int STEADY_ROUNDS = 3;

  private static final int MOST_ROUNDS = 40;
  private static final double NEWS = 0.95;

  /** Of a round's time, what the compiler may still take. */
  private static final double COMPILING = 0.05;

  private final List<? extends Runnable> works;
  private double least = Double.POSITIVE_INFINITY;

  /**
   * @param works that run at once, at least one, all alike
   */
  public Rate(List<? extends Runnable> works) {
    this.works = works;
  }

  static Rate of(int threads, Supplier<? extends Runnable> work) {
    return new Rate(Stream.generate(work).limit(threads).toList());
  }

  /** Seconds of one run, of all threads together, in the best round so far. */
  public double seconds() {
    return least;
  }

  /**
   * One round, in the pool it is called in.
   *
   * @param duration seconds to spend
   */
  public void round(double duration) {
    double runsASecond =
        IntStream.range(0, works.size())
            .parallel()
            .mapToDouble(i -> runsASecond(works.get(i), duration))
            .sum();
    least = Math.min(least, 1 / runsASecond);
  }

  /**
   * Rounds over all of some rates in turn, until neither gets better any more and the compiler has
   * nothing left to do: vector code takes it seconds in a new process.
   *
   * @param duration seconds to spend on each in a round
   */
  public static void untilSteady(List<Rate> rates, double duration) {
    int steady = 0;
    for (int round = 0; steady < STEADY_ROUNDS && round < MOST_ROUNDS; round++) {
      long start = System.nanoTime();
      long compiled = compilerMillis();
      boolean news = false;
      for (Rate rate : rates) {
        double before = rate.least;
        rate.round(duration);
        news |= rate.least < NEWS * before;
      }
      double elapsed = (System.nanoTime() - start) * 1e-9;
      news |= (compilerMillis() - compiled) * 1e-3 > COMPILING * elapsed;
      steady = news ? 0 : steady + 1;
    }
  }

  private static long compilerMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }

  private static double runsASecond(Runnable work, double duration) {
    long start = System.nanoTime();
    long end = start + (long) (duration * 1e9);
    long runs = 0;
    while (runs == 0 || System.nanoTime() < end) {
      work.run();
      runs++;
    }
    return runs / ((System.nanoTime() - start) * 1e-9);
  }
}
