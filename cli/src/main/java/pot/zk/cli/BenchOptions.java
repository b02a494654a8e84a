package pot.zk.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Option;
import pot.zk.cli.bench.Machine;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.InternalFaultException;
import pot.zk.error.UnusableRequestException;
import pot.zk.simd.Kernels;

/** What all measurements have in common. */
final class BenchOptions {
  private static final int MAX_THREADS = 1024;
  private static final String SCALAR = "scalar";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "default: one for each processor")
  private int threads;

  @Option(names = "--scalar", description = "the prover's loops in plain Java")
  private boolean scalar;

  @Option(names = "--json", description = "one line of JSON instead of a table")
  private boolean json;

  int threads() {
    int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    check("--threads", used, 1, MAX_THREADS);
    return used;
  }

  boolean scalar() {
    return scalar;
  }

  boolean json() {
    return json;
  }

  /** Loads the vector module, without which nothing is measured, and settles the kernels. */
  void chooseKernels() {
    if (scalar) {
      System.setProperty("pot.kernels", SCALAR);
    }
    if (!VectorModule.load()) {
      throw new InternalFaultException(
          VectorModule.NAME,
          "no such module in this Java",
          "it, for what the machine can do at most",
          "run on a JDK that has it");
    }
    if (scalar && !Kernels.best().name().equals(SCALAR)) {
      throw new UnusableRequestException(
          "--scalar",
          "a process that has chosen " + Kernels.best().name(),
          "a new process",
          "run ./pot bench by itself");
    }
  }

  static void check(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new UnusableRequestException(
          option, Long.toString(value), least + " to " + most, "choose another number");
    }
  }

  /** What was measured on. */
  static ObjectNode json(Machine machine) {
    ObjectNode out = new ObjectNode();
    out.put("cpu", machine.cpu());
    out.put("processors", machine.cores());
    machine
        .memoryMegabytes()
        .ifPresentOrElse(mb -> out.put("memory_mb", mb), () -> out.putNull("memory_mb"));
    out.put("heap_limit_mb", machine.heapLimitMegabytes());
    out.put("arithmetic", machine.kernels());
    out.put("system", machine.system());
    out.put("jdk", machine.jdk());
    return out;
  }

  static void line(PrintWriter out, String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  /** To so many decimal places. */
  static double rounded(double value, int places) {
    double unit = Math.pow(10, places);
    return Math.round(value * unit) / unit;
  }
}
