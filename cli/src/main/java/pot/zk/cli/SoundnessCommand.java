package pot.zk.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Dyadic;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.step.SoundnessReport;

/** Prints the error table of a step of given sizes, from the code that chooses the parameters. */
@Command(
    name = "soundness",
    mixinStandardHelpOptions = true,
    description = "Print the error table of a step of one linear layer.",
    footer = {"", "Example:", "  ./pot soundness --in 1024 --out 1024 --batch 64"})
final class SoundnessCommand implements Callable<Integer> {
  @Option(names = "--in", required = true, description = "inputs")
  private int in;

  @Option(names = "--out", required = true, description = "outputs")
  private int out;

  @Option(names = "--batch", required = true, description = "samples")
  private int batch;

  @Option(names = "--openings", defaultValue = "4", description = "budget (default 4)")
  private int openings;

  @Option(names = "--no-bias", description = "a layer without bias")
  private boolean noBias;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UnusableRequestException {
    SoundnessReport report =
        SoundnessReport.of(
            FormatPlanner.complete(
                new HyperparametersDraft(
                    batch,
                    new Model(List.of(in), List.of(new Layer.Linear("fc1", in, out, !noBias))),
                    new Loss.Mse(Reduction.MEAN),
                    new Optimizer.Sgd(Dyadic.ofDecimal("0.01"), Dyadic.ZERO, false, Dyadic.ZERO),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new CommitmentSettings(1, openings)))));
    PrintWriter o = spec.commandLine().getOut();
    o.printf(
        "C = 2^%d, n = 2^%d, q = %d, h = %d, g = %d; %d-bit limbs, %,d lookups%n%n",
        report.laneVariables(),
        report.lengthVariables(),
        report.queries(),
        report.blinding(),
        report.grindingBits(),
        report.limbWidth(),
        report.lookups());
    report.rows().forEach(row -> o.printf(Locale.ROOT, "%-66s 2^%.1f%n", row.source(), row.log2()));
    o.printf(Locale.ROOT, "%-66s 2^-%.1f%n", "sum", report.bits());
    return Main.OK;
  }
}
