package pot.zk.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import pot.zk.simd.Kernels;

/**
 * What figures were measured on.
 *
 * @param memoryMegabytes empty where the system does not tell
 * @param kernels vector shape, or that and why there is none
 */
public record Machine(
    String cpu,
    int cores,
    OptionalLong memoryMegabytes,
    long heapLimitMegabytes,
    String kernels,
    String system,
    String jdk) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");

  /** This machine, for this process. */
  public static Machine here() {
    Runtime runtime = Runtime.getRuntime();
    return new Machine(
        value(CPUS, "model name").orElse(System.getProperty("os.arch")),
        runtime.availableProcessors(),
        value(MEMORY, "MemTotal")
            .map(v -> OptionalLong.of(Long.parseLong(v.replaceAll("[^0-9]", "")) >> 10))
            .orElse(OptionalLong.empty()),
        runtime.maxMemory() >> 20,
        Kernels.notice(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.version() + ", " + System.getProperty("java.vm.vendor"));
  }

  /** All of it, by name, as a person reads it. */
  public Map<String, String> described() {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("CPU", cpu);
    out.put("processors", Integer.toString(cores));
    out.put("arithmetic", kernels);
    memoryMegabytes.ifPresent(mb -> out.put("memory", mb + " MB"));
    out.put("heap limit", heapLimitMegabytes + " MB");
    out.put("system", system);
    out.put("JDK", jdk);
    return out;
  }

  /** The first value of a key, as Linux writes such files. */
  private static Optional<String> value(Path file, String key) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(key) && line.contains(":"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
