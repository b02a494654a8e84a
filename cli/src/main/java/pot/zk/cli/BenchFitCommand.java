package pot.zk.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import pot.zk.cli.bench.Fit;

/** Find the coefficients of ./pot estimate from measured steps, and print their table. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    description = {
      "Find the coefficients of ./pot estimate from measured steps, and print their table."
    },
    footer = {
      "",
      "Example:",
      "  ./pot bench step --layers 784,256,10 --batch 64 --warm-up 3 --json >> runs",
      "  ./pot bench fit runs > cli/src/main/resources/pot/zk/cli/bench/costs.properties"
    })
final class BenchFitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUNS", description = "lines of ./pot bench step --json")
  private Path runs = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    VectorModule.load();
    Fit.table(BenchLines.read(runs)).forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
    return Main.OK;
  }
}
