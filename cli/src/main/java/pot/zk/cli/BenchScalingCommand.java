package pot.zk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pot.zk.cli.bench.Machine;
import pot.zk.cli.bench.Network;
import pot.zk.cli.bench.Plotter;
import pot.zk.cli.json.JsonException;
import pot.zk.cli.json.JsonReader;
import pot.zk.error.UnusableRequestException;
import pot.zk.step.StepSize;

/** Measures steps of growing size, each in a process of its own. */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description = {
      "Prove and verify synthetic steps of growing size, each in a process of its own.",
      "A table; with -o a folder of scaling.md, scaling.json and, from a checkout, the diagram scaling.svg."
    },
    footer = {
      "",
      "Two linear layers with biases, ReLU between them, square or twice as wide as high; widths are",
      "powers of two, so that nothing is padded. Each size is one ./pot bench step: its help says what",
      "the times cover. A size whose proof needs more memory than the heap may have is left out;",
      "JDK_JAVA_OPTIONS=-Xmx.. gives it more.",
      "",
      "Example:",
      "  ./pot bench scaling --from 16 --to 22 -o scaling"
    })
final class BenchScalingCommand implements Callable<Integer> {
  private static final int LEAST_LOG2 = 4;
  private static final int MOST_LOG2 = 28;
  private static final int MAX_BATCH = 1 << 20;
  private static final int MAX_RUNS = 10_000;
  private static final int OPENINGS = 4;

  /** From this size on one run warms up what there is; each halving below takes one more. */
  private static final int WARM_AT_ONCE = 22;

  private static final int MOST_WARM_UPS = 6;

  @Option(
      names = "--from",
      paramLabel = "LOG2",
      defaultValue = "16",
      description = "the smallest has 2^LOG2 weights (default 16)")
  private int from;

  @Option(
      names = "--to",
      paramLabel = "LOG2",
      defaultValue = "25",
      description = "and the largest (default 25)")
  private int to;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "samples (default 64)")
  private int batch;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "3",
      description = "runs of each to take medians of (default 3)")
  private int repetitions;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "folder for scaling.md, .json and .svg, made if need be")
  private @Nullable Path folder;

  @Mixin private BenchOptions options = new BenchOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    int threads = options.threads();
    BenchOptions.check("--from", from, LEAST_LOG2, MOST_LOG2);
    BenchOptions.check("--to", to, from, MOST_LOG2);
    BenchOptions.check("--batch", batch, 1, MAX_BATCH);
    BenchOptions.check("--repetitions", repetitions, 1, MAX_RUNS);
    makeFolder();
    options.chooseKernels();
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ScalingReport report = new ScalingReport(Machine.here(), date, threads, batch, repetitions);
    PrintWriter out = spec.commandLine().getOut();
    if (!options.json()) {
      out.println(ScalingReport.HEAD);
      out.flush();
    }
    for (int log2 = from; log2 <= to; log2++) {
      measure(log2, threads, report, out);
    }
    if (report.isEmpty()) {
      throw new UnusableRequestException(
          "--from",
          "no size that could be measured",
          "one that fits " + (Runtime.getRuntime().maxMemory() >> 20) + " MB",
          "give Java more memory (JDK_JAVA_OPTIONS=-Xmx..), or begin with less");
    }
    if (options.json()) {
      out.println(report.json());
      out.flush();
    }
    write(report);
    return Main.OK;
  }

  private void measure(int log2, int threads, ScalingReport report, PrintWriter out) {
    Network network = Network.ofSize(log2, batch);
    String refusal = refusal(network);
    if (refusal.isEmpty()) {
      Child.Ended ended = Child.run(arguments(network, log2, threads));
      try {
        if (ended.status() == Main.OK) {
          ScalingReport.Size size = new ScalingReport.Size(log2, JsonReader.read(ended.out()));
          report.add(size);
          if (!options.json()) {
            out.println(size.row());
            out.flush();
          }
          return;
        }
        refusal = ended.err().lines().reduce("", (first, last) -> last);
      } catch (JsonException e) {
        refusal = Request.reason(e);
      }
    }
    ScalingReport.LeftOut none = new ScalingReport.LeftOut(log2, refusal);
    report.add(none);
    spec.commandLine().getErr().println(none.line());
  }

  /** Why a size cannot be measured here; empty if it can. */
  private static String refusal(Network network) {
    try {
      long needed = StepSize.of(network.hyperparameters(false, OPENINGS)).liveBytes();
      long limit = Runtime.getRuntime().maxMemory();
      return needed <= limit
          ? ""
          : String.format(
              Locale.ROOT,
              "the proof needs a heap of %,d MB, this Java gives %,d",
              needed >> 20,
              limit >> 20);
    } catch (UnusableRequestException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private List<String> arguments(Network network, int log2, int threads) {
    String layers = network.widths().stream().map(String::valueOf).collect(Collectors.joining(","));
    int warmUps = Math.clamp(WARM_AT_ONCE - log2, 1, MOST_WARM_UPS);
    List<String> arguments = new ArrayList<>(List.of("bench", "step", "--json"));
    arguments.addAll(List.of("--layers", layers, "--batch", Integer.toString(batch)));
    arguments.addAll(List.of("--openings", Integer.toString(OPENINGS)));
    arguments.addAll(List.of("--threads", Integer.toString(threads)));
    arguments.addAll(List.of("--warm-up", Integer.toString(warmUps)));
    arguments.addAll(List.of("--repetitions", Integer.toString(repetitions)));
    if (options.scalar()) {
      arguments.add("--scalar");
    }
    return arguments;
  }

  /** Before the work: what it gives must not be lost for want of a place. */
  private void makeFolder() {
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new IOException("it cannot be written");
      }
    } catch (IOException e) {
      throw new UnusableRequestException(
          "--output " + folder, Request.reason(e), "a folder to write to", "name another folder");
    }
  }

  private void write(ScalingReport report) {
    if (folder == null) {
      return;
    }
    String diagram = "scaling.svg";
    Optional<Plotter> plotter = ServiceLoader.load(Plotter.class).findFirst();
    if (plotter.isPresent()) {
      put(folder, diagram, plotter.get().svg(report.diagram()));
    } else {
      spec.commandLine().getErr().println("no diagram: only a checkout has what draws it");
    }
    put(folder, "scaling.md", report.markdown(plotter.isPresent() ? diagram : ""));
    put(folder, "scaling.json", report.json() + "\n");
  }

  private static void put(Path folder, String name, String text) {
    Output.writeFile(folder.resolve(name), Request.utf8(text), false);
  }
}
