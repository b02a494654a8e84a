package pot.zk.cli;

import static pot.zk.cli.BenchOptions.line;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pot.zk.cli.bench.Machine;
import pot.zk.cli.bench.MachineLimits;
import pot.zk.cli.bench.MachineLimits.Bound;
import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.ObjectNode;
import pot.zk.cli.kernels.Kernel;
import pot.zk.cli.kernels.KernelBench;
import pot.zk.error.UnusableRequestException;
import pot.zk.simd.Kernels;

/** Measures the prover's loops one by one, beside what the machine can do. */
@Command(
    name = "kernels",
    mixinStandardHelpOptions = true,
    description = {
      "Time each loop of the prover by itself, beside the least time that this machine allows it."
    },
    footer = {
      "",
      "ns     nanoseconds an element, of all threads together, the least of several rounds",
      "limit  the larger of two times: multiplying and hashing, and moving its bytes. The machine is",
      "       timed first: products of 32-bit halves on registers, each with one other operation;",
      "       blocks of SHA-256 in a long message; arrays summed up, and added to others. A product in F",
      "       needs four products of halves, one in K twelve. Carries and reductions are not counted,",
      "       so that a loop that multiplies does not reach 1.0.",
      "by     which limit it is",
      "times  ns over limit",
      "",
      "First with vectors in the first-level cache, a set for each thread, then with long ones, divided",
      "among the threads. With --scalar the limit is that of vector code all the same.",
      "",
      "Example:",
      "  ./pot bench kernels --threads 1"
    })
final class BenchKernelsCommand implements Callable<Integer> {
  private static final int LEAST_LOG2 = Integer.numberOfTrailingZeros(Kernel.LEAST_LENGTH);
  private static final int MOST_LOG2 = 24;
  private static final double MAX_SECONDS = 60;
  private static final int NANO = 1_000_000_000;

  @Option(
      names = "--cached",
      paramLabel = "LOG2",
      defaultValue = "9",
      description = "elements of a vector in the cache (default 9: 2^9)")
  private int cached;

  @Option(
      names = "--large",
      paramLabel = "LOG2",
      defaultValue = "22",
      description = "elements of a long one (default 22)")
  private int large;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.5",
      description = "to spend on each figure (default 0.5)")
  private double seconds;

  @Mixin private BenchOptions options = new BenchOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    int threads = options.threads();
    BenchOptions.check("--cached", cached, LEAST_LOG2, MOST_LOG2);
    BenchOptions.check("--large", large, LEAST_LOG2, MOST_LOG2);
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new UnusableRequestException(
          "--seconds",
          Double.toString(seconds),
          "more than 0, at most 60",
          "choose another number");
    }
    options.chooseKernels();
    MachineLimits limits =
        Threads.run(threads, () -> MachineLimits.measure(threads, 1 << large, seconds));
    List<KernelBench.Row> rows =
        Threads.run(
            threads,
            () ->
                new KernelBench(Kernels.best(), threads, seconds)
                    .run(limits, 1 << cached, 1 << large));
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(json(threads, limits, rows));
    } else {
      print(threads, limits, rows, out);
    }
    out.flush();
    return Main.OK;
  }

  private ObjectNode json(int threads, MachineLimits limits, List<KernelBench.Row> rows) {
    ObjectNode answer = new ObjectNode();
    answer.set("machine", BenchOptions.json(Machine.here()));
    answer.put("threads", threads);
    answer.put("kernels", Kernels.best().name());
    answer.put("cached_elements", 1 << cached);
    answer.put("large_elements", 1 << large);
    ObjectNode machine = answer.putObject("limits");
    machine.put("product_ns", nanos(limits.product()));
    machine.put("hash_block_ns", nanos(limits.block()));
    machine.put("cache_gb_per_s", gigabytes(limits.cacheByte()));
    machine.put("memory_gb_per_s", gigabytes(limits.memoryByte()));
    ArrayNode list = answer.putArray("rows");
    for (KernelBench.Row row : rows) {
      ObjectNode one = list.addObject();
      one.put("kernel", row.kernel().title());
      one.set("cached", json(row.cached()));
      one.set("large", json(row.large()));
    }
    return answer;
  }

  private static ObjectNode json(KernelBench.Figure figure) {
    ObjectNode out = new ObjectNode();
    out.put("ns", nanos(figure.seconds()));
    out.put("limit_ns", nanos(figure.least().seconds()));
    out.put("bound", name(figure.least().bound()));
    out.put("ratio", BenchOptions.rounded(figure.ratio(), 2));
    return out;
  }

  private void print(
      int threads, MachineLimits limits, List<KernelBench.Row> rows, PrintWriter out) {
    Machine.here().described().forEach((name, value) -> line(out, "%-11s %s", name, value));
    line(out, "%-11s %d, whose times are taken together", "threads", threads);
    line(
        out,
        "%-11s a product %.4f ns, a block of SHA-256 %.2f ns, %.0f GB/s cached, %.0f GB/s beyond",
        "limits",
        nanos(limits.product()),
        nanos(limits.block()),
        gigabytes(limits.cacheByte()),
        gigabytes(limits.memoryByte()));
    line(out, "");
    line(out, "%-32s | vectors of 2^%-19d | vectors of 2^%d", "", cached, large);
    String head = String.format(Locale.ROOT, "| %8s %8s %-8s %5s", "ns", "limit", "by", "times");
    line(out, "%-32s %s %s", "an element of", head, head);
    for (KernelBench.Row row : rows) {
      line(out, "%-32s %s %s", row.kernel().title(), cells(row.cached()), cells(row.large()));
    }
  }

  private static String cells(KernelBench.Figure figure) {
    return String.format(
        Locale.ROOT,
        "| %8.3f %8.3f %-8s %5.1f",
        figure.seconds() * NANO,
        figure.least().seconds() * NANO,
        name(figure.least().bound()),
        figure.ratio());
  }

  private static String name(Bound bound) {
    return bound.name().toLowerCase(Locale.ROOT);
  }

  /** To a millionth. */
  private static double nanos(double seconds) {
    return BenchOptions.rounded(seconds * NANO, 6);
  }

  private static double gigabytes(double secondsByByte) {
    return BenchOptions.rounded(1 / secondsByByte / NANO, 1);
  }
}
