package pot.zk.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.ObjectNode;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.step.Progress;
import pot.zk.step.SoundnessReport;

/** Gives the error table of a step, from the code that chooses the parameters. */
@Command(
    name = "soundness",
    mixinStandardHelpOptions = true,
    description = {
      "Print the error table of a step.",
      "Of one linear layer of given sizes as a table, of the hyper-parameters in a request as JSON."
    },
    footer = {
      "",
      "Request:",
      "  {\"hyperparameters\":{..}}",
      "",
      "Examples:",
      "  ./pot soundness --in 1024 --out 1024 --batch 64",
      "  ./pot soundness -i request.json"
    })
final class SoundnessCommand extends JsonCommand {
  @ArgGroup(exclusive = false)
  private @Nullable Sizes sizes;

  /** One linear layer. */
  static final class Sizes {
    @Option(names = "--in", paramLabel = "N", required = true, description = "inputs")
    private int in;

    @Option(names = "--out", paramLabel = "N", required = true, description = "outputs")
    private int out;

    @Option(names = "--batch", paramLabel = "N", required = true, description = "samples")
    private int batch;

    @Option(
        names = "--openings",
        paramLabel = "N",
        defaultValue = "4",
        description = "budget (default 4)")
    private int openings = 4;

    @Option(names = "--no-bias", description = "a layer without bias")
    private boolean noBias;

    Hyperparameters hyperparameters() {
      return FormatPlanner.complete(
          new HyperparametersDraft(
              batch,
              new Model(List.of(in), List.of(new Layer.Linear("fc1", in, out, !noBias))),
              new Loss.Mse(Reduction.MEAN),
              new Optimizer.Sgd(Dyadic.ofDecimal("0.01"), Dyadic.ZERO, false, Dyadic.ZERO),
              Optional.empty(),
              Optional.empty(),
              Optional.of(new CommitmentSettings(1, openings))));
    }
  }

  @Override
  public Integer call() {
    if (sizes == null) {
      return super.call();
    }
    Hyperparameters hp = sizes.hyperparameters();
    if (output().json()) {
      return output().run(Console.of(spec().commandLine()), progress -> answer(hp));
    }
    print(SoundnessReport.of(hp), spec().commandLine().getOut());
    return Main.OK;
  }

  @Override
  Answer answer(Request request, Progress progress) {
    request.members(Set.of("hyperparameters"), Set.of("version"));
    return answer(StepRequest.hyperparameters(request));
  }

  private static Answer answer(Hyperparameters hp) {
    SoundnessReport report = SoundnessReport.of(hp);
    ObjectNode answer = new ObjectNode();
    answer.put("soundness_bits", StepRequest.tenths(report.bits()));
    answer.put("limb_width", report.limbWidth());
    answer.put("lookups", report.lookups());
    answer
        .putObject("commitment")
        .put("lane_length", 1 << report.laneVariables())
        .put("code_length", 1 << report.lengthVariables())
        .put("queries", report.queries())
        .put("blinding", report.blinding())
        .put("grinding_bits", report.grindingBits());
    ArrayNode errors = answer.putArray("errors");
    for (SoundnessReport.Row row : report.rows()) {
      errors.addObject().put("source", row.source()).put("log2", Math.ceil(10 * row.log2()) / 10);
    }
    return Answer.of(answer, Main.OK);
  }

  private static void print(SoundnessReport report, PrintWriter out) {
    out.printf(
        "C = 2^%d, n = 2^%d, q = %d, h = %d, g = %d; %d-bit limbs, %,d lookups%n%n",
        report.laneVariables(),
        report.lengthVariables(),
        report.queries(),
        report.blinding(),
        report.grindingBits(),
        report.limbWidth(),
        report.lookups());
    report
        .rows()
        .forEach(row -> out.printf(Locale.ROOT, "%-66s 2^%.1f%n", row.source(), row.log2()));
    out.printf(Locale.ROOT, "%-66s 2^-%.1f%n", "sum", report.bits());
  }
}
