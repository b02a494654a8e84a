package pot.zk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static pot.zk.ledger.LedgerFixture.hash;
import static pot.zk.ledger.LedgerFixture.spends;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pot.zk.ledger.OpeningLedger.Reservation;

/** Threads, class loaders and processes against one ledger, and processes killed at any moment. */
@Timeout(120)
class LedgerRaceTest {
  @TempDir Path dir;

  @Test
  void threadsWithLedgersOfTheirOwnSpendExactlyTheBudget() throws Exception {
    List<Callable<List<String>>> hammers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String prefix = "thread" + i + "-";
      hammers.add(() -> LedgerHammer.lines(dir.toString(), prefix, 100));
    }
    checkExactly(100, inThreads(hammers));
  }

  @Test
  void threadsOnOneLedgerWithOneInputSpendOne() throws Exception {
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    List<Callable<Reservation>> same = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      same.add(() -> ledger.reserve(hash("a"), spends(1, "W")));
    }
    List<Reservation> all = inThreads(same);
    assertThat(all.stream().filter(r -> !r.repeated())).hasSize(1);
    assertThat(all.stream().map(r -> HexFormat.of().formatHex(r.nonce())).distinct()).hasSize(1);
  }

  /** Two copies of the classes share no lock object, only the file's. */
  @Test
  void classLoadersInOneJvmSpendExactlyTheBudget() throws Exception {
    URL[] path = {
      LedgerHammer.root(FileOpeningLedger.class).toUri().toURL(),
      LedgerHammer.root(LedgerHammer.class).toUri().toURL()
    };
    try (URLClassLoader a = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
        URLClassLoader b = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      checkExactly(60, inThreads(List.of(copy(a, "a"), copy(a, "b"), copy(b, "c"), copy(b, "d"))));
    }
  }

  @SuppressWarnings("unchecked")
  private Callable<List<String>> copy(ClassLoader loader, String prefix) throws Exception {
    var lines =
        loader
            .loadClass(LedgerHammer.class.getName())
            .getMethod("lines", String.class, String.class, int.class);
    return () -> (List<String>) lines.invoke(null, dir.toString(), prefix, 60);
  }

  @Test
  void processesSpendExactlyTheBudget() throws Exception {
    List<Callable<List<String>>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Process process = LedgerHammer.process(dir, "process" + i + "-", 200).start();
      readers.add(
          () -> {
            List<String> lines = process.inputReader().lines().toList();
            assertThat(process.waitFor()).isZero();
            return lines;
          });
    }
    checkExactly(200, inThreads(readers));
  }

  @Test
  void killedProcessesLoseNoOpeningAndNoNonce() throws Exception {
    int budget = 5000;
    Random random = new Random();
    List<String> reported = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      Process process = LedgerHammer.process(dir, "round" + round + "-", budget).start();
      Process other = LedgerHammer.process(dir, "other" + round + "-", budget).start();
      try {
        reported.addAll(linesUntilKilled(process, random.nextInt(1, 30)));
        reported.addAll(linesUntilKilled(other, 1));
      } finally {
        kill(process);
        kill(other);
      }
    }
    FileOpeningLedger ledger = FileOpeningLedger.open(dir);
    int entries = ledger.spent(hash("W"));
    assertThat(entries).isBetween(reported.size(), budget);
    assertThat(ledger.spent(hash("X"))).isBetween(reported.size(), entries);
    checkDistinct(reported);
    for (String line : reported) {
      String input = line.substring(0, line.indexOf(' '));
      byte[] nonce = HexFormat.of().parseHex(line.substring(input.length() + 1));
      assertThat(ledger.reserve(hash(input), spends(budget, "W", "X")))
          .isEqualTo(new Reservation(nonce, true));
    }
    assertThat(ledger.spent(hash("W"))).isEqualTo(entries);
  }

  /** Kills after some lines; those still in the pipe were reported as well. */
  private static List<String> linesUntilKilled(Process process, int lines) throws Exception {
    List<String> all = new ArrayList<>();
    try (BufferedReader reader = process.inputReader()) {
      for (int i = 0; i < lines; i++) {
        all.add(nextLine(reader));
      }
      kill(process);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.add(line);
      }
    }
    if (!all.getLast().matches("\\S+ [0-9a-f]{64}")) { // cut off by the kill
      all.removeLast();
    }
    return all;
  }

  /** Process.destroyForcibly would also throw away what is still in the pipe. */
  private static void kill(Process process) throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  private static String nextLine(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new AssertionError("the process ended by itself");
    }
    return line;
  }

  private void checkExactly(int budget, List<List<String>> lines) {
    List<String> all = lines.stream().flatMap(Collection::stream).toList();
    assertThat(all).hasSize(budget);
    checkDistinct(all);
    assertThat(FileOpeningLedger.open(dir).spent(hash("W"))).isEqualTo(budget);
    assertThat(FileOpeningLedger.open(dir).spent(hash("X"))).isEqualTo(budget);
  }

  private static void checkDistinct(List<String> lines) {
    Set<String> inputs = new HashSet<>();
    Set<String> nonces = new HashSet<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      inputs.add(line.substring(0, space));
      nonces.add(line.substring(space + 1));
    }
    assertThat(inputs).hasSize(lines.size());
    assertThat(nonces).hasSize(lines.size());
  }

  private static <T> List<T> inThreads(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
    }
    return results;
  }
}
