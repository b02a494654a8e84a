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
import pot.zk.error.UnusableRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

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
      JsonNode run = Request.MAPPER.readTree(line);
      List<Integer> widths = run.required("layers").valueStream().map(JsonNode::asInt).toList();
      boolean entropy = run.required("loss").asString().equals("softmax_cross_entropy");
      return new Measured(
          new Network(widths, run.required("batch").asInt(), entropy),
          run.required("mode").asString(),
          run.required("openings").asInt(),
          run.required("threads").asInt(),
          run.required("prove_s").asDouble(),
          run.required("verify_s").asDouble(),
          run.required("proof_bytes").asLong(),
          run.required("first_peak_rss_mb").isNull()
              ? OptionalDouble.empty()
              : OptionalDouble.of(run.required("first_peak_rss_mb").asDouble()),
          run.required("heap_limit_mb").asDouble(),
          numbers(run.required("phases")),
          numbers(run.required("units")));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new UnusableRequestException(
          place, "no such line: " + Request.reason(e), "a line of bench step --json", "remove it");
    }
  }

  private static Map<String, Double> numbers(JsonNode object) {
    Map<String, Double> out = new LinkedHashMap<>();
    object.properties().forEach(e -> out.put(e.getKey(), e.getValue().asDouble()));
    return out;
  }
}
