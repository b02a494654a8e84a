package pot.zk.cli;

import static pot.zk.cli.BenchOptions.line;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pot.zk.cli.bench.Network;
import pot.zk.cli.bench.StepBench;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.simd.Kernels;

/** Measures the proof of one synthetic step, and plain training beside it. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = {
      "Prove and verify a synthetic step of a multilayer perceptron, and do the same step in float32.",
      "Linear layers with biases, ReLU between them, plain SGD; data from a fixed seed."
    },
    footer = {
      "",
      "prove_s     the plan, the witness, the commitments to W', the batch and all intermediate values,",
      "            the proof, and its verification before release. The prover has the commitment to W, as",
      "            one has that has proven the step before.",
      "commit_s    a commitment to the weights, from the numbers",
      "verify_s    from the bytes of statement and proof",
      "plain_*     the same step in float32, by matrix products in vector code, whatever --scalar says",
      "",
      "The process is warm after the first runs, which are not counted; small steps need more of them.",
      "Seconds are medians; the phases are those of the repetition with the median of prove_s.",
      "",
      "Example:",
      "  ./pot bench step --layers 784,1024,256,10 --batch 64 --json"
    })
final class BenchStepCommand implements Callable<Integer> {
  private static final int MAX_WIDTHS = 64;
  private static final int MAX_RUNS = 10_000;

  @Option(
      names = "--layers",
      paramLabel = "N,N,..",
      required = true,
      description = "inputs, then the outputs of each linear layer")
  private String layers = "";

  @Option(names = "--batch", paramLabel = "N", required = true, description = "samples")
  private int batch;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "exact",
      description = "exact (default) or attested")
  private String mode = "exact";

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      defaultValue = "mse",
      description = "mse (default) or softmax_cross_entropy")
  private String loss = "mse";

  @Option(
      names = "--openings",
      paramLabel = "N",
      defaultValue = "4",
      description = "budget of each commitment (default 4)")
  private int openings;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "3",
      description = "runs to take medians of (default 3)")
  private int repetitions;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1",
      description = "runs before them (default 1)")
  private int warmUps;

  @Mixin private BenchOptions options = new BenchOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    int used = options.threads();
    BenchOptions.check("--repetitions", repetitions, 1, MAX_RUNS);
    BenchOptions.check("--warm-up", warmUps, 1, MAX_RUNS);
    boolean attested = choice("--mode", mode, "exact", "attested");
    boolean entropy = choice("--loss", loss, "mse", "softmax_cross_entropy");
    Network network = new Network(widths(), batch, entropy);
    Hyperparameters hp = network.hyperparameters(attested, openings);
    options.chooseKernels();

    StepBench.Figures figures = measure(network, hp, used);
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(json(network, used, figures));
    } else {
      print(network, used, figures, out);
    }
    out.flush();
    return Main.OK;
  }

  private StepBench.Figures measure(Network network, Hyperparameters hp, int used) {
    Path state = temporary();
    try (var _ = new AtExit(() -> delete(state))) {
      return Threads.run(
          used, () -> new StepBench(network, hp, used, state).run(warmUps, repetitions));
    }
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (String width : layers.split(",", -1)) {
      if (!width.matches("[0-9]{1,9}") || Integer.parseInt(width) == 0) {
        throw new UnusableRequestException(
            "--layers", layers, "whole numbers from 1, with commas", "for example 784,256,10");
      }
      widths.add(Integer.parseInt(width));
    }
    if (widths.size() < 2 || widths.size() > MAX_WIDTHS) {
      throw new UnusableRequestException(
          "--layers",
          widths.size() + " widths",
          "2 to " + MAX_WIDTHS,
          "give the inputs and the outputs of each layer");
    }
    return widths;
  }

  /** Whether the second of two words was chosen. */
  private static boolean choice(String option, String value, String first, String second) {
    if (!value.equals(first) && !value.equals(second)) {
      throw new UnusableRequestException(
          option, value, first + " or " + second, "choose one of these");
    }
    return value.equals(second);
  }

  private ObjectNode json(Network network, int used, StepBench.Figures f) {
    ObjectNode answer = new ObjectNode();
    network.widths().forEach(answer.putArray("layers")::add);
    answer.put("params", network.parameters());
    answer.put("batch", batch);
    answer.put("mode", mode);
    answer.put("loss", loss);
    answer.put("openings", openings);
    answer.put("threads", used);
    answer.put("kernels", Kernels.best().name());
    answer.put("warm_up", warmUps);
    answer.put("repetitions", repetitions);
    answer.put("commit_s", rounded(f.commit()));
    answer.put("prove_s", rounded(f.prove()));
    answer.put("first_prove_s", rounded(f.firstProve()));
    answer.put("verify_s", rounded(f.verify()));
    answer.put("proof_bytes", f.proofBytes());
    putMegabytes(answer, "first_peak_rss_mb", f.firstPeakMegabytes());
    putMegabytes(answer, "peak_rss_mb", f.peakMegabytes());
    answer.put("heap_limit_mb", Runtime.getRuntime().maxMemory() >> 20);
    answer.put("plain_step_s", rounded(f.plain().stepSeconds()));
    answer.put("plain_gflops", BenchOptions.rounded(f.plain().stepGigaflops(), 1));
    answer.put("matmul_gflops", BenchOptions.rounded(f.plain().matmulGigaflops(), 1));
    answer.put("fma_peak_gflops", BenchOptions.rounded(f.plain().peakGigaflops(), 1));
    ObjectNode phases = answer.putObject("phases");
    f.phases().forEach((name, seconds) -> phases.put(name.replace(' ', '_'), rounded(seconds)));
    f.units().byName().forEach(answer.putObject("units")::put);
    return answer;
  }

  private static void putMegabytes(ObjectNode answer, String name, OptionalDouble megabytes) {
    if (megabytes.isPresent()) {
      answer.put(name, Math.round(megabytes.getAsDouble()));
    } else {
      answer.putNull(name);
    }
  }

  private void print(Network network, int used, StepBench.Figures f, PrintWriter out) {
    line(
        out,
        "%s, batch %d, %s, %s, %d openings: %,d parameters",
        layers,
        batch,
        mode,
        loss,
        openings,
        network.parameters());
    line(
        out,
        "%d threads, %s; medians of %d after %d to warm up",
        used,
        Kernels.notice(),
        repetitions,
        warmUps);
    line(out, "");
    seconds(out, "commit to the weights", f.commit());
    seconds(out, "prove", f.prove());
    f.phases().forEach((name, seconds) -> seconds(out, "  " + name, seconds));
    seconds(out, "prove, the first time", f.firstProve());
    seconds(out, "verify", f.verify());
    line(out, "  %-26s %,12d bytes", "proof", f.proofBytes());
    megabytes(out, "peak memory, first time", f.firstPeakMegabytes());
    megabytes(out, "peak memory", f.peakMegabytes());
    seconds(out, "plain step in float32", f.plain().stepSeconds());
    line(out, "  %-26s %,12.1f times a plain step", "prove", f.prove() / f.plain().stepSeconds());
    gflops(out, "plain step", f.plain().stepGigaflops());
    gflops(out, "matrices of 1024 x 1024", f.plain().matmulGigaflops());
    gflops(out, "fused multiply-adds", f.plain().peakGigaflops());
    line(out, "");
    line(out, "The prover has the commitment to the weights before: the step before made it.");
  }

  private static void seconds(PrintWriter out, String name, double seconds) {
    line(out, "  %-26s %,12.2f ms", name, 1000 * seconds);
  }

  private static void megabytes(PrintWriter out, String name, OptionalDouble megabytes) {
    megabytes.ifPresent(mb -> line(out, "  %-26s %,12.0f MB", name, mb));
  }

  private static void gflops(PrintWriter out, String name, double gflops) {
    line(out, "  %-26s %,12.1f GFLOP/s", name, gflops);
  }

  /** To a nanosecond. */
  private static double rounded(double seconds) {
    return BenchOptions.rounded(seconds, 9);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("pot-bench");
    } catch (IOException e) {
      throw new UnusableRequestException(
          "the directory for temporary files",
          Request.reason(e),
          "one that can be written",
          "set java.io.tmpdir");
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
