package pot.zk.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import pot.zk.error.InternalFaultException;
import pot.zk.error.PotException;
import pot.zk.error.UnusableRequestException;
import pot.zk.error.UntrueStepException;

/** The program. */
@Command(
    name = "pot",
    mixinStandardHelpOptions = true,
    version = "PoT-ZK 0.1.0-SNAPSHOT",
    description = "Zero-knowledge proofs that SGD training steps were done right.",
    subcommands = QuickstartCommand.class,
    footer = {
      "",
      "  ./pot test                the whole test suite",
      "",
      "Exit codes: 0 done; 1 the step or the proof is not true; 2 the request is unusable; 3 internal error."
    })
final class Main {
  /** Exit codes. */
  static final int OK = 0;

  static final int NOT_TRUE = 1;
  static final int UNUSABLE = 2;
  static final int INTERNAL = 3;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (exception, command, parse) -> {
          command.getErr().println("pot: " + describe(exception));
          return exitCode(exception);
        });
    return line;
  }

  /** The checkout or installation that the launcher found itself in. */
  static Path home() {
    return Path.of(System.getProperty("pot.home", "."));
  }

  private static String describe(Exception exception) {
    return exception instanceof PotException
        ? String.valueOf(exception.getMessage())
        : "internal error, please report it: " + exception;
  }

  private static int exitCode(Exception exception) {
    return exception instanceof PotException e
        ? switch (e) {
          case UntrueStepException u -> NOT_TRUE;
          case UnusableRequestException u -> UNUSABLE;
          case InternalFaultException f -> INTERNAL;
        }
        : INTERNAL;
  }
}
