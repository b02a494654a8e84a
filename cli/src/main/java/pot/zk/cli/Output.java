package pot.zk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.InternalFaultException;
import pot.zk.error.PotException;
import pot.zk.error.UnusableRequestException;

/** The options that say where and how an answer is written, and the writing. */
final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write the answer to FILE, not to standard output")
  private @Nullable Path file;

  /** How answers are written. */
  enum Format {
    json,
    binary
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "json: an error goes to standard output too, as JSON",
        "binary: only the proof, the root, or the weights as .npz"
      })
  private @Nullable Format format;

  @Option(
      names = {"-v", "--verbose"},
      description = "phases and their times on standard error")
  private boolean verbose;

  /** As the options of these names. */
  static Output of(@Nullable Path file, boolean verbose) {
    Output output = new Output();
    output.file = file;
    output.verbose = verbose;
    return output;
  }

  /** Whether {@code --format json} was given. */
  boolean json() {
    return format == Format.json;
  }

  /** Whether {@code --format binary} was given. */
  boolean binary() {
    return format == Format.binary;
  }

  /** Does the work, writes its answer or its error; the exit code. */
  int run(Console console, Function<Reporter, Answer> work) {
    checkWritable();
    try (Reporter reporter = new Reporter(console.err(), verbose)) {
      Answer answer = guarded(() -> work.apply(reporter), console.err());
      reporter.close();
      write(answer, console.out());
      return answer.status();
    } catch (PotException e) {
      if (json()) {
        ObjectNode error = new ObjectNode();
        error.set("error", ErrorAnswer.of(e));
        console.out().println(error);
      }
      throw e;
    }
  }

  /** What the machine or we ourselves do wrong is a fault like others, with its trace if asked. */
  private Answer guarded(Supplier<Answer> work, PrintWriter err) {
    try {
      return work.get();
    } catch (OutOfMemoryError e) {
      throw ErrorAnswer.outOfMemory();
    } catch (StackOverflowError | RuntimeException e) {
      if (e instanceof PotException known && !(known instanceof InternalFaultException)) {
        throw known;
      }
      if (verbose) {
        e.printStackTrace(err);
      }
      throw ErrorAnswer.known(e);
    }
  }

  /** Before the work: what it gives must not be lost for want of a place. */
  private void checkWritable() {
    if (file == null) {
      return;
    }
    Path directory = directory(file);
    String fault =
        Files.isDirectory(file)
            ? "a folder"
            : !Files.isDirectory(directory)
                ? "no folder " + directory
                : !Files.isWritable(directory) ? "a folder that cannot be written" : "";
    if (!fault.isEmpty()) {
      throw new UnusableRequestException(
          "--output " + file, fault, "a file that can be written", "name another file");
    }
  }

  private void write(Answer answer, PrintWriter out) {
    byte[] bytes = binary() ? answer.toBinary() : answer.toJson();
    if (file != null) {
      writeFile(file, bytes, answer.secret());
    } else if (format == null && answer.text().isPresent()) {
      out.print(answer.text().get());
      out.flush();
    } else if (binary() && answer.bytes().isPresent() || binary() && !answer.weights().isEmpty()) {
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    } else {
      out.print(new String(bytes, StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /** The file appears whole or not at all; one with secrets is its owner's alone. */
  static void writeFile(Path file, byte[] bytes, boolean secret) {
    Path temporary =
        directory(file).resolve("." + file.getFileName() + ".part" + ProcessHandle.current().pid());
    // An interrupted program leaves nothing.
    temporary.toFile().deleteOnExit();
    try {
      Files.deleteIfExists(temporary);
      if (secret && Files.getFileStore(directory(file)).supportsFileAttributeView("posix")) {
        Files.createFile(
            temporary,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.write(temporary, bytes);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnusableRequestException(
          "--output " + file, Request.reason(e), "a file that can be written", "name another file");
    } finally {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // It is gone, or its folder is: there is nothing left to do.
      }
    }
  }

  private static Path directory(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of(".") : parent;
  }
}
