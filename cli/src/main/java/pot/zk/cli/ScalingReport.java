package pot.zk.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import pot.zk.cli.bench.Machine;
import pot.zk.cli.bench.Plotter;
import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.JsonNode;
import pot.zk.cli.json.ObjectNode;

/** What {@code bench scaling} has found: as a table, as JSON and as a diagram. */
final class ScalingReport {
  static final String HEAD =
      "| parameters | layers | prove s | ns a parameter | commit s | lookup s | opening s | verify ms |"
          + " proof bytes | peak MB |\n"
          + "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|";

  private static final double NANO = 1e9;

  private final Machine machine;
  private final String date;
  private final int threads;
  private final int batch;
  private final int repetitions;
  private final List<Size> sizes = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  ScalingReport(Machine machine, String date, int threads, int batch, int repetitions) {
    this.machine = machine;
    this.date = date;
    this.threads = threads;
    this.batch = batch;
    this.repetitions = repetitions;
  }

  /**
   * One size.
   *
   * @param step what {@code bench step --json} printed
   */
  record Size(int log2, JsonNode step) {
    double of(String member) {
      return step.required(member).doubleValue();
    }

    double phase(String name) {
      return step.required("phases").required(name).doubleValue();
    }

    /** All but the one to the weights before, which the step before has made. */
    double commitments() {
      return phase("commit_weights_after") + phase("commit_batch") + phase("commit_auxiliary");
    }

    double nanosByParameter(double seconds) {
      return seconds * NANO / of("params");
    }

    String layers() {
      return step.required("layers")
          .valueStream()
          .map(JsonNode::asString)
          .collect(Collectors.joining("-"));
    }

    /** The row of the table. */
    String row() {
      JsonNode peak = step.required("first_peak_rss_mb");
      return String.format(
          Locale.ROOT,
          "| %,.0f | %s | %.3f | %.0f | %.3f | %.3f | %.3f | %.1f | %,.0f | %s |",
          of("params"),
          layers(),
          of("prove_s"),
          nanosByParameter(of("prove_s")),
          commitments(),
          phase("lookup"),
          phase("opening"),
          1000 * of("verify_s"),
          of("proof_bytes"),
          peak.isNull() ? "?" : peak.asString());
    }

    ObjectNode json() {
      ObjectNode out = new ObjectNode();
      out.put("log2_params", log2);
      out.set("params", step.required("params"));
      out.set("prove_s", step.required("prove_s"));
      out.put("ns_per_param", BenchOptions.rounded(nanosByParameter(of("prove_s")), 3));
      out.put("commit_s", BenchOptions.rounded(commitments(), 9));
      out.put("lookup_s", phase("lookup"));
      out.put("opening_s", phase("opening"));
      out.set("verify_s", step.required("verify_s"));
      out.set("proof_bytes", step.required("proof_bytes"));
      out.set("peak_rss_mb", step.required("first_peak_rss_mb"));
      out.set("step", step);
      return out;
    }
  }

  /** A size that was not measured. */
  record LeftOut(int log2, String reason) {
    String line() {
      return "2^" + log2 + " parameters: not measured: " + reason;
    }
  }

  void add(Size size) {
    sizes.add(size);
  }

  void add(LeftOut size) {
    leftOut.add(size);
  }

  boolean isEmpty() {
    return sizes.isEmpty();
  }

  ObjectNode json() {
    ObjectNode out = new ObjectNode();
    out.put("date", date);
    out.set("machine", BenchOptions.json(machine));
    out.put("threads", threads);
    out.put("batch", batch);
    out.put("repetitions", repetitions);
    ArrayNode measured = out.putArray("sizes");
    sizes.forEach(s -> measured.add(s.json()));
    ArrayNode others = out.putArray("left_out");
    leftOut.forEach(s -> others.addObject().put("log2_params", s.log2()).put("reason", s.reason()));
    return out;
  }

  /**
   * A document in Markdown.
   *
   * @param diagram the name of its file, or empty
   */
  String markdown(String diagram) {
    List<String> lines = new ArrayList<>();
    lines.add("# What a step costs, by size");
    lines.add("");
    machine.described().forEach((name, value) -> lines.add("- " + name + ": " + value));
    lines.add("- threads: " + threads);
    lines.add("- date: " + date);
    lines.add("");
    lines.add(
        "Two linear layers with biases, ReLU between them, batch "
            + batch
            + ", exact mode, mean squared error. Medians of "
            + repetitions
            + "; peak memory is that of a process that proves one step.");
    lines.add("");
    lines.add(HEAD);
    sizes.forEach(s -> lines.add(s.row()));
    lines.add("");
    if (!leftOut.isEmpty()) {
      leftOut.forEach(s -> lines.add("- " + s.line()));
      lines.add("");
    }
    if (!diagram.isEmpty()) {
      lines.add("![Proving time by parameters](" + diagram + ")");
      lines.add("");
    }
    lines.add(
        "The prover has the commitment to the weights before, which the step before made; commit,"
            + " lookup and opening are parts of prove.");
    return String.join("\n", lines) + "\n";
  }

  /** Time a parameter over parameters. */
  Plotter.Diagram diagram() {
    String title = "Proving one SGD step, batch %d".formatted(batch);
    List<String> caption =
        List.of(
            "%s, %d processors, %s; %d threads"
                .formatted(machine.cpu(), machine.cores(), machine.kernels(), threads),
            "memory %s MB, heap limit %d MB; JDK %s; %s"
                .formatted(
                    machine.memoryMegabytes().isPresent()
                        ? Long.toString(machine.memoryMegabytes().getAsLong())
                        : "unknown",
                    machine.heapLimitMegabytes(),
                    machine.jdk(),
                    date),
            "Two linear layers with biases, ReLU between them, exact mode; medians of "
                + repetitions
                + " in a warm process.",
            "Lookup, commitments and opening are parts of prove.");
    return new Plotter.Diagram(
        title,
        caption,
        "parameters",
        "nanoseconds a parameter",
        List.of(
            curve("prove", s -> s.of("prove_s")),
            curve("lookup", s -> s.phase("lookup")),
            curve("commitments", Size::commitments),
            curve("opening", s -> s.phase("opening"))));
  }

  private Plotter.Curve curve(String name, ToDoubleFunction<Size> seconds) {
    return new Plotter.Curve(
        name,
        sizes.stream().map(s -> s.of("params")).toList(),
        sizes.stream().map(s -> s.nanosByParameter(seconds.applyAsDouble(s))).toList());
  }
}
