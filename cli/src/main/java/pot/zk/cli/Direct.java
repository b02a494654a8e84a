package pot.zk.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * {@code prove} and {@code verify} as other programs call them, with no options but the plainest:
 * understood here, the command line's library need not start. Whatever else is given is left to it.
 */
final class Direct {
  private @Nullable Path input;
  private @Nullable Path output;
  private boolean verbose;

  private Direct() {}

  /** The exit code, if this was such a call. */
  static OptionalInt run(String... args) {
    if (args.length == 0) {
      return OptionalInt.empty();
    }
    Optional<JsonCommand> command =
        switch (args[0]) {
          case "prove" -> Optional.of(new ProveCommand());
          case "verify" -> Optional.of(new VerifyCommand());
          default -> Optional.empty();
        };
    Direct options = new Direct();
    if (command.isEmpty() || !options.understand(List.of(args).subList(1, args.length))) {
      return OptionalInt.empty();
    }
    WarmUp.hashing();
    Console console =
        new Console(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    return OptionalInt.of(
        Main.guarded(
            console.err(),
            () ->
                command
                    .get()
                    .runDirectly(
                        options.input, Output.of(options.output, options.verbose), console)));
  }

  private boolean understand(List<String> args) {
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      if (option.equals("-v") && !verbose) {
        verbose = true;
      } else if (option.equals("-i") && input == null && rest.hasNext()) {
        input = path(rest.next());
        if (input == null) {
          return false;
        }
      } else if (option.equals("-o") && output == null && rest.hasNext()) {
        output = path(rest.next());
        if (output == null) {
          return false;
        }
      } else {
        return false;
      }
    }
    return true;
  }

  /** Null for what may be meant as an option, or cannot be a path. */
  private static @Nullable Path path(String text) {
    if (text.isEmpty() || text.startsWith("-")) {
      return null;
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
