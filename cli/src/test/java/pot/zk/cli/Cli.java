package pot.zk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Runs commands in this process, as the shell would. */
final class Cli {
  private Cli() {}

  /** What a command printed, and its exit code. */
  record Result(int status, String out, String err) {
    JsonNode json() {
      return Jackson.MAPPER.readTree(out);
    }
  }

  /** Runs a command line. */
  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int status = line.execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }

  /** Runs a command on a request. */
  static Result run(String command, byte[] request, String... options) {
    try {
      Path input = Files.createTempFile("request", ".json");
      try {
        Files.write(input, request);
        return run(
            Stream.concat(Stream.of(command, "-i", input.toString()), Stream.of(options))
                .toArray(String[]::new));
      } finally {
        Files.delete(input);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Result run(String command, JsonNode request, String... options) {
    return run(command, Request.utf8(request.toString()), options);
  }
}
