package pot.zk.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** The most memory that this process has had resident, as Linux counts it. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmHWM:";

  private PeakMemory() {}

  /** In units of 2^20 bytes; empty where the system does not tell. */
  static OptionalDouble megabytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(KEY))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }
}
