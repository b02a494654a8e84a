package pot.zk.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import pot.zk.cli.bench.Measured;
import pot.zk.cli.bench.Network;
import pot.zk.cli.json.JsonNode;
import pot.zk.cli.json.JsonReader;
import pot.zk.error.UnusableRequestException;

/** Reads what {@code bench step --json} printed, a line each. */
final class BenchLines {
  private BenchLines() {}

  static List<Measured> read(Path file) {
    List<Measured> runs = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          runs.add(measured(line, file + ", line " + (runs.size() + 1)));
        }
      }
    } catch (IOException e) {
      throw new UnusableRequestException(
          file.toString(), Request.reason(e), "a readable file", "name the file of the runs");
    }
    if (runs.isEmpty()) {
      throw new UnusableRequestException(
          file.toString(), "no line", "at least one", "append what bench step --json prints");
    }
    return runs;
  }

  private static Measured measured(String line, String place) {
    try {
      JsonNode run = JsonReader.read(line);
      List<Integer> widths = run.required("layers").valueStream().map(JsonNode::intValue).toList();
      boolean entropy = run.required("loss").asString().equals("softmax_cross_entropy");
      return new Measured(
          new Network(widths, run.required("batch").intValue(), entropy),
          run.required("mode").asString(),
          run.required("openings").intValue(),
          run.required("threads").intValue(),
          run.required("prove_s").doubleValue(),
          run.required("verify_s").doubleValue(),
          run.required("proof_bytes").longValue(),
          run.required("first_peak_rss_mb").isNull()
              ? OptionalDouble.empty()
              : OptionalDouble.of(run.required("first_peak_rss_mb").doubleValue()),
          run.required("heap_limit_mb").doubleValue(),
          numbers(run.required("phases")),
          numbers(run.required("units")));
    } catch (IllegalArgumentException e) {
      throw new UnusableRequestException(
          place, "no such line: " + Request.reason(e), "a line of bench step --json", "remove it");
    }
  }

  private static Map<String, Double> numbers(JsonNode object) {
    Map<String, Double> out = new LinkedHashMap<>();
    object.properties().forEach((name, value) -> out.put(name, value.doubleValue()));
    return out;
  }
}
