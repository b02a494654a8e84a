package pot.zk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import pot.zk.cli.json.JsonNode;
import pot.zk.cli.json.WordNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.step.Progress;
import pot.zk.step.RecentCommitments;

/**
 * Answers requests until the input ends. Several are worked on at once, each in a thread of its
 * own; the heavy loops of all of them share the library's workers.
 */
final class Server {
  /** What is committed here is often proven here right after, and continued from. */
  private static final RecentCommitments RECENT = new RecentCommitments();

  private static final Map<String, JsonCommand> COMMANDS =
      new TreeMap<>(
          Map.of(
              "commit", new CommitCommand(RECENT),
              "step", new StepCommand(),
              "check", new CheckCommand(),
              "prove", new ProveCommand(RECENT),
              "verify", new VerifyCommand(),
              "open", new OpenCommand(),
              "inspect", new InspectCommand(),
              "soundness", new SoundnessCommand()));

  private final ServerInput in;
  private final ServerOutput out;

  Server(InputStream in, ServerOutput out) {
    this.in = new ServerInput(in);
    this.out = out;
  }

  /** Serves to the end; the exit code. */
  int run() {
    out.ready();
    // As many at once as there are processors: more would only take more memory.
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      return readAll(workers);
    }
  }

  private int readAll(ExecutorService workers) {
    JsonNode nobody = WordNode.NULL;
    while (true) {
      try {
        Optional<ServerInput.Message> message = in.next();
        if (message.isEmpty()) {
          return Main.OK;
        }
        workers.execute(() -> serve(message.get()));
      } catch (ServerInput.BadMessage e) {
        out.error(e.id(), e.fault());
      } catch (UnusableRequestException e) {
        out.error(nobody, e);
        return Main.UNUSABLE;
      } catch (OutOfMemoryError e) {
        out.error(nobody, ErrorAnswer.outOfMemory());
        return Main.INTERNAL;
      } catch (IOException e) {
        out.error(nobody, ErrorAnswer.known(e));
        return Main.INTERNAL;
      }
    }
  }

  /** Whatever happens to one request, the server goes on. */
  private void serve(ServerInput.Message message) {
    JsonNode id = message.id();
    try {
      JsonCommand command = COMMANDS.get(message.command());
      if (command == null) {
        throw new UnusableRequestException(
            "command",
            Request.clip(message.command()),
            "one of " + new TreeSet<>(COMMANDS.keySet()),
            "name one of them");
      }
      Progress progress = phase -> out.progress(id, phase);
      Request request = Request.of(message.request(), message.frames());
      out.answer(id, command.answer(request, progress));
    } catch (OutOfMemoryError e) {
      out.error(id, ErrorAnswer.outOfMemory());
    } catch (StackOverflowError | RuntimeException e) {
      out.error(id, ErrorAnswer.known(e));
    }
  }
}
