package pot.zk.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measurements. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Measure this machine.",
    footer = {
      "",
      "  ./pot bench jmh [PATTERN] [JMH options] runs the JMH benchmarks, in a checkout."
    },
    subcommands = {
      BenchStepCommand.class,
      BenchKernelsCommand.class,
      BenchScalingCommand.class,
      BenchFitCommand.class,
      BenchCheckCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Without a subcommand: help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
