package pot.zk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import pot.zk.error.InternalFaultException;

/** This program once more, in a process of its own, with the same Java and the same options. */
final class Child {
  private Child() {}

  /** What it printed, and its exit status. */
  record Ended(int status, String out, String err) {}

  /** Runs a command to its end; interrupted, it ends too. */
  static Ended run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // As the jar's manifest has it, which a class path does not heed: see VectorModule.
    command.add("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).start();
      try (var _ = new AtExit(process::destroy)) {
        process.getOutputStream().close();
        CompletableFuture<String> err =
            CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
        String out = all(process.getInputStream());
        return new Ended(process.waitFor(), out, err.join());
      }
    } catch (IOException e) {
      throw fault(Request.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw fault("it was interrupted");
    }
  }

  private static InternalFaultException fault(String found) {
    return new InternalFaultException(
        "a process of this program", found, "one that runs to its end", "try again");
  }

  private static String all(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
