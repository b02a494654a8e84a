package pot.zk.cli.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import pot.zk.cli.bench.MachineLimits;
import pot.zk.cli.bench.MachineLimits.Least;
import pot.zk.cli.bench.Rate;
import pot.zk.simd.FieldKernels;

/** Runs every kernel by itself, in the first-level cache and beyond the caches. */
public final class KernelBench {
  private static final int ROUNDS = 5;

  private final FieldKernels kernels;
  private final int threads;
  private final double seconds;

  /**
   * @param threads of the pool that it is run in
   * @param seconds to spend on each figure
   */
  public KernelBench(FieldKernels kernels, int threads, double seconds) {
    this.kernels = kernels;
    this.threads = threads;
    this.seconds = seconds;
  }

  /** Every kernel there is. */
  public static List<Kernel> all() {
    return Stream.<Kernel[]>of(FieldKernel.values(), IntegerKernel.values(), ProverKernel.values())
        .flatMap(Stream::of)
        .toList();
  }

  /**
   * One kernel at one size: seconds an element, of all threads together.
   *
   * @param least by the machine's limits
   */
  public record Figure(double seconds, Least least) {
    /** How many times the limit it takes. */
    public double ratio() {
      return seconds / least.seconds();
    }
  }

  /** A kernel's figures, one for each size. */
  public record Row(Kernel kernel, Figure cached, Figure large) {}

  /**
   * Measures all kernels.
   *
   * @param cachedLength of vectors, one set for each thread
   * @param largeLength of vectors, of all threads together
   */
  public List<Row> run(MachineLimits limits, int cachedLength, int largeLength) {
    List<Measurement> cached =
        all().stream().map(k -> new Measurement(k, cachedLength, threads)).toList();
    Rate.untilSteady(cached.stream().map(m -> m.rate).toList(), seconds / ROUNDS);
    int share = Math.max(Kernel.LEAST_LENGTH, Integer.highestOneBit(largeLength / threads));
    List<Row> rows = new ArrayList<>();
    for (Measurement c : cached) {
      Kernel kernel = c.kernel;
      // One at a time: long vectors would not all fit the memory together.
      Measurement l =
          kernel.parallel()
              ? new Measurement(kernel, largeLength, 1)
              : new Measurement(kernel, share, threads);
      Rate.untilSteady(List.of(l.rate), seconds / ROUNDS);
      rows.add(new Row(kernel, c.figure(limits, true), l.figure(limits, false)));
    }
    return rows;
  }

  /** A kernel at one size. */
  private final class Measurement {
    final Kernel kernel;
    final Rate rate;
    private final Kernel.Prepared one;

    Measurement(Kernel kernel, int length, int copies) {
      List<Kernel.Prepared> prepared =
          Stream.generate(() -> kernel.prepare(kernels, length)).limit(copies).toList();
      this.kernel = kernel;
      this.rate = new Rate(prepared);
      this.one = prepared.get(0);
    }

    Figure figure(MachineLimits limits, boolean cached) {
      Least least = limits.least(one.products(), one.blocks(), one.bytes(), cached);
      return new Figure(
          rate.seconds() / one.elements(),
          new Least(least.seconds() / one.elements(), least.bound()));
    }
  }
}
