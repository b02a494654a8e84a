package pot.zk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pot.zk.error.UnusableRequestException;
import pot.zk.step.Progress;

/** A command that reads one JSON request and gives one answer. */
abstract class JsonCommand implements Callable<Integer> {
  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description = "read the request from FILE, not from standard input")
  private @Nullable Path input;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec spec;

  /**
   * The answer to a request.
   *
   * @param progress told of the phases of long work
   */
  abstract Answer answer(Request request, Progress progress);

  /** Reads what is given; a command may know other forms than JSON. */
  Request read(InputStream in) throws IOException {
    return Request.parse(in);
  }

  @Override
  public Integer call() {
    return run(Console.of(spec.commandLine()));
  }

  /**
   * Runs the command without the command line's library, which takes longer to start than small
   * work takes to do.
   *
   * @param from the request's file, standard input if null
   * @param to what the output options say
   */
  int runDirectly(@Nullable Path from, Output to, Console console) {
    input = from;
    output = to;
    return run(console);
  }

  private int run(Console console) {
    return output.run(
        console,
        reporter -> {
          reporter.phase("reading");
          Request request = read(console);
          reporter.phase("");
          return answer(request, reporter);
        });
  }

  Output output() {
    return output;
  }

  CommandSpec spec() {
    return spec;
  }

  private Request read(Console console) {
    if (input == null && Boolean.getBoolean("pot.typed")) {
      console
          .err()
          .println(
              "reading the request from the terminal; -i FILE reads a file, --help shows more");
    }
    try (InputStream in = input == null ? System.in : Files.newInputStream(input)) {
      return read(in);
    } catch (IOException e) {
      throw new UnusableRequestException(
          input == null ? "standard input" : "--input " + input,
          Request.reason(e),
          "a readable file",
          "name the request's file");
    }
  }
}
