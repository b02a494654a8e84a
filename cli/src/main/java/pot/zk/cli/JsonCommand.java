package pot.zk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import pot.zk.error.PotException;
import pot.zk.error.UnusableRequestException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A command that reads one JSON request and writes one JSON answer. */
abstract class JsonCommand implements Callable<Integer> {
  /** Larger requests are refused before they fill the memory. */
  private static final int MAX_REQUEST_BYTES = 1 << 30;

  static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description = "read the request from FILE, not from standard input")
  private @Nullable Path input;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write the answer to FILE, not to standard output")
  private @Nullable Path output;

  /** How answers are written. */
  enum Format {
    json
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "json: errors too are written as an answer, besides the line on standard error")
  private @Nullable Format format;

  @Spec private CommandSpec spec;

  /** An answer and the exit code that goes with it. */
  record Answer(ObjectNode json, int status) {}

  abstract Answer answer(Request request);

  @Override
  public Integer call() {
    VectorModule.load();
    try {
      Answer answer = answer(Request.parse(read()));
      write(answer.json());
      return answer.status();
    } catch (PotException e) {
      if (format == null) {
        throw e;
      }
      ObjectNode error = JSON.objectNode();
      error
          .putObject("error")
          .put("code", Main.exitCode(e))
          .put("field", e.field())
          .put("found", e.found())
          .put("expected", e.expected())
          .put("action", e.action());
      spec.commandLine().getOut().println(error);
      throw e;
    }
  }

  private byte[] read() {
    try (InputStream in = input == null ? System.in : Files.newInputStream(input)) {
      byte[] bytes = in.readNBytes(MAX_REQUEST_BYTES);
      if (bytes.length == MAX_REQUEST_BYTES) {
        throw new UnusableRequestException(
            "request", "2^30 bytes or more", "less than that", "give large tensors in files");
      }
      return bytes;
    } catch (IOException e) {
      throw new UnusableRequestException(
          String.valueOf(input), e.toString(), "a readable file", "name the request's file");
    }
  }

  /** A file appears whole or not at all. */
  private void write(ObjectNode json) {
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(json);
      out.flush();
      return;
    }
    try {
      Path directory =
          Optional.ofNullable(output.toAbsolutePath().getParent()).orElse(Path.of("."));
      Path temporary = Files.createTempFile(directory, ".pot", ".json");
      Files.writeString(temporary, json + System.lineSeparator());
      Files.move(temporary, output, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnusableRequestException(
          output.toString(), e.toString(), "a file that can be written", "name another file");
    }
  }
}
