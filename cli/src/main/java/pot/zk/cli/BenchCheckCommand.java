package pot.zk.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import pot.zk.cli.bench.Fit;

/** Put what ./pot estimate says of measured steps beside what was measured. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {"Put what ./pot estimate says of measured steps beside what was measured."},
    footer = {
      "",
      "Example:",
      "  ./pot bench step --layers 784,256,10 --batch 64 --warm-up 3 --json >> runs",
      "  ./pot bench check runs"
    })
final class BenchCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUNS", description = "lines of ./pot bench step --json")
  private Path runs = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    VectorModule.load();
    Fit.check(BenchLines.read(runs)).forEach(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().flush();
    return Main.OK;
  }
}
