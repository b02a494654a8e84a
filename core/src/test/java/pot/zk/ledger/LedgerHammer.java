package pot.zk.ledger;

import static pot.zk.ledger.LedgerFixture.hash;
import static pot.zk.ledger.LedgerFixture.spends;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import pot.zk.error.UnusableRequestException;

/**
 * Reserves openings of the roots "W" and "X" for distinct inputs until the budget is spent; as a
 * main program, in a process that may be killed at any moment.
 */
public final class LedgerHammer {
  private LedgerHammer() {}

  /** Prints "input nonce" only after each reservation has returned. */
  public static void main(String[] args) {
    run(
        args[0],
        args[1],
        Integer.parseInt(args[2]),
        line -> {
          System.out.println(line);
          System.out.flush();
        });
  }

  /** The same for a caller that has this class from another loader. */
  public static List<String> lines(String dir, String prefix, int budget) {
    List<String> lines = new ArrayList<>();
    run(dir, prefix, budget, lines::add);
    return lines;
  }

  private static void run(String dir, String prefix, int budget, Consumer<String> report) {
    FileOpeningLedger ledger = FileOpeningLedger.open(Path.of(dir));
    for (int i = 0; ; i++) {
      String input = prefix + i;
      try {
        byte[] nonce = ledger.reserve(hash(input), spends(budget, "W", "X")).nonce();
        report.accept(input + " " + HexFormat.of().formatHex(nonce));
      } catch (UnusableRequestException e) {
        return;
      }
    }
  }

  /** Starts it as a process of its own; its lines come on standard output. */
  static ProcessBuilder process(Path dir, String prefix, int budget) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            root(FileOpeningLedger.class) + File.pathSeparator + root(LedgerHammer.class),
            LedgerHammer.class.getName(),
            dir.toString(),
            prefix,
            Integer.toString(budget))
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** The folder a class was loaded from, however this JVM was started. */
  static Path root(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String url = String.valueOf(type.getResource("/" + name));
    try {
      return Path.of(new URI(url.substring(0, url.length() - name.length())));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url, e);
    }
  }
}
