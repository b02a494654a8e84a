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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
    Running running = new Running();
    try (var _ = new AtExit(running)) {
      Process process = running.start(new ProcessBuilder(command));
      process.getOutputStream().close();
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
      String out = all(process.getInputStream());
      return new Ended(process.waitFor(), out, err.join());
    } catch (IOException e) {
      throw fault(Request.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw fault("it was interrupted");
    }
  }

  /** Ends a process, with what it cleans up, or keeps it from starting. */
  private static final class Running implements Runnable {
    private static final int SECONDS = 10;

    private @Nullable Process process;
    private boolean over;

    synchronized Process start(ProcessBuilder builder) throws IOException {
      if (over) {
        throw new IOException("the program is ending");
      }
      process = builder.start();
      return process;
    }

    @Override
    public synchronized void run() {
      over = true;
      if (process != null && process.isAlive()) {
        process.destroy();
        try {
          process.waitFor(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
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
