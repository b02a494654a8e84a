package pot.zk.cli;

import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pot.zk.cli.bench.Estimate;
import pot.zk.cli.bench.Units;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.step.Progress;
import pot.zk.step.StepSize;

/** Says what a proof will cost before there is any data. */
@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    description = {
      "Estimate time, memory and proof size of a step from its declaration alone.",
      "A table; with --format json or -o as JSON."
    },
    footer = {
      "",
      "Times are of a process that has proven such steps before: the first one takes longer. The machine is",
      "timed for some three seconds first, so what else it does just now counts. docs/performance.md says how",
      "far such estimates have been off. A step that cannot be proven is refused.",
      "",
      "Request:",
      "  {\"hyperparameters\":{..}}",
      "",
      "Example:",
      "  ./pot estimate -i examples/digits-64-32-10.estimate.json"
    })
final class EstimateCommand extends JsonCommand {
  private static final double MEGABYTE = 1 << 20;
  private static final int MAX_THREADS = 1024;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "default: one for each processor")
  private int threads;

  @Override
  Answer answer(Request request, Progress progress) {
    request.members(Set.of("hyperparameters"), Set.of("version"));
    // The machine is timed for warm provers, whatever the step's size.
    VectorModule.load();
    Hyperparameters hp = StepRequest.hyperparameters(request);
    if (threads < 0 || threads > MAX_THREADS) {
      throw new UnusableRequestException(
          "--threads", Integer.toString(threads), "1 to " + MAX_THREADS, "choose another number");
    }
    int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    StepSize size = StepSize.of(hp);
    Estimate estimate = Estimate.of(size, Threads.run(used, () -> Units.measure(used)));
    double limit = Runtime.getRuntime().maxMemory();
    ObjectNode json = json(hp, used, size, estimate, limit);
    return Answer.of(json, Main.OK).withText(text(hp, used, size, estimate, limit));
  }

  private static ObjectNode json(
      Hyperparameters hp, int used, StepSize size, Estimate e, double limit) {
    ObjectNode answer = new ObjectNode();
    answer.put("params", size.parameters());
    answer.put("batch", hp.batch());
    answer.put("threads", used);
    answer.put("prove_s", rounded(e.prove()));
    answer.put("verify_s", rounded(e.verify()));
    answer.put("proof_bytes", Math.round(e.proofBytes()));
    answer.put("peak_rss_mb", Math.round(e.peakBytes(limit) / MEGABYTE));
    answer.put("live_heap_mb", Math.round(e.liveBytes() / MEGABYTE));
    answer.put("heap_limit_mb", Math.round(limit / MEGABYTE));
    ObjectNode phases = answer.putObject("phases");
    e.phases().forEach((name, seconds) -> phases.put(name.replace(' ', '_'), rounded(seconds)));
    return answer;
  }

  private static String text(
      Hyperparameters hp, int used, StepSize size, Estimate e, double limit) {
    StringBuilder out = new StringBuilder();
    line(out, "%,d parameters, batch %d, on %d threads", size.parameters(), hp.batch(), used);
    line(out, "");
    line(out, "  %-14s %,12.3f s", "prove", e.prove());
    line(out, "  %-14s %,12.3f s", "verify", e.verify());
    line(out, "  %-14s %,12.0f MB", "peak memory", e.peakBytes(limit) / MEGABYTE);
    line(out, "  %-14s %,12.0f bytes", "proof", e.proofBytes());
    if (e.liveBytes() > limit) {
      line(out, "");
      line(
          out,
          "It needs a heap of %,.0f MB, and this Java gives %,.0f: JDK_JAVA_OPTIONS=-Xmx.. sets another.",
          e.liveBytes() / MEGABYTE,
          limit / MEGABYTE);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }

  /** To a microsecond. */
  private static double rounded(double seconds) {
    return Math.round(seconds * 1e6) / 1e6;
  }
}
