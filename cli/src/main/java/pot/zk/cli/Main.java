package pot.zk.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import pot.zk.error.InternalFaultException;
import pot.zk.error.PotException;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;

/** The command {@code pot}: parses the command line and hands over to a subcommand. */
@Command(
    name = "pot",
    description = "Proves in zero knowledge that a training step was done as declared.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuickstartCommand.class,
      TrainCommand.class,
      EstimateCommand.class,
      BenchCommand.class,
      StepCommand.class,
      CommitCommand.class,
      CheckCommand.class,
      ProveCommand.class,
      VerifyCommand.class,
      VerifyChainCommand.class,
      OpenCommand.class,
      InspectCommand.class,
      SoundnessCommand.class,
      ServeCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "  ./pot test [Maven arguments] runs the whole test suite.",
      "  ./pot bundle DIR copies the program to DIR, as it runs without its sources.",
      "",
      "COMMAND --help shows a command's request; examples/16x4.request.json is a whole one for prove,",
      "docs/json.md describes them all.",
      "",
      "Exit status: 0 done; 1 the step or proof is not true; 2 the request is unusable;",
      "3 internal error, or the machine lacks something."
    })
public final class Main implements Runnable {
  static final int OK = 0;
  static final int NOT_TRUE = 1;
  static final int UNUSABLE = 2;
  static final int INTERNAL = 3;

  /** Requests in help texts are not broken across lines. */
  private static final int HELP_WIDTH = 112;

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(Direct.run(args).orElseGet(() -> commandLine().execute(args)));
  }

  /**
   * The command line with its exit codes: every fault of the library is one line on standard error.
   */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setExecutionExceptionHandler(
        (exception, command, parse) -> told(exception, command.getErr()));
    return line;
  }

  /** Does what gives an exit code; a fault is told, and gives its own. */
  static int guarded(PrintWriter err, IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (RuntimeException e) {
      return told(e, err);
    }
  }

  private static int told(Exception exception, PrintWriter err) {
    err.println("pot: " + oneLine(ErrorAnswer.known(exception)));
    return exitCode(exception);
  }

  /** The checkout or installation that the launcher found itself in. */
  static Path home() {
    return Path.of(System.getProperty("pot.home", "."));
  }

  /** Without a subcommand: help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Whatever a message quotes, it stays one line. */
  private static String oneLine(PotException exception) {
    return String.valueOf(exception.getMessage()).replaceAll("\\p{Cntrl}+", " ");
  }

  static int exitCode(Exception exception) {
    return exception instanceof PotException known
        ? switch (known) {
          case UntrueStepException e -> NOT_TRUE;
          case UnusableRequestException e -> UNUSABLE;
          case InternalFaultException e -> INTERNAL;
        }
        : INTERNAL;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }

    static String text() {
      var version = Main.class.getPackage().getImplementationVersion();
      return "pot-zk " + (version == null ? "(unpackaged)" : version);
    }
  }
}
