package pot.zk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command's request and what it answers, from a file under {@code golden}. Where a request needs
 * the proof that another one gives, it says {@code "@name"}; what differs from run to run is masked
 * in answers.
 */
record Golden(
    String name,
    String command,
    List<String> arguments,
    JsonNode request,
    int status,
    JsonNode answer) {
  static final Path FOLDER = Path.of("src/test/resources/golden");

  /**
   * Proofs depend on the build and the ledger, their size on the positions drawn, times on the day.
   */
  private static final Set<String> VARYING =
      Set.of(
          "proof",
          "proof_size",
          "prove_ms",
          "verification_time_ms",
          "prove_s",
          "verify_s",
          "peak_rss_mb",
          "heap_limit_mb",
          "threads",
          "phases");

  private static final Map<String, String> PROOFS = new ConcurrentHashMap<>();

  static Golden read(String name) {
    try {
      JsonNode file = Jackson.MAPPER.readTree(Files.readAllBytes(FOLDER.resolve(name + ".json")));
      return new Golden(
          name,
          file.get("command").stringValue(),
          file.path("arguments").valueStream().map(JsonNode::stringValue).toList(),
          file.get("request"),
          file.path("status").asInt(0),
          file.path("answer"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Golden> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(f -> f.getFileName().toString().replace(".json", ""))
          .sorted()
          .map(Golden::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The request with the proofs in it. */
  ObjectNode completeRequest() {
    ObjectNode complete = (ObjectNode) request.deepCopy();
    String proof = complete.path("proof").asString("");
    if (proof.startsWith("@")) {
      complete.put("proof", PROOFS.computeIfAbsent(proof.substring(1), Golden::prove));
    }
    return complete;
  }

  private static String prove(String name) {
    return Golden.read(name).run().json().get("proof").stringValue();
  }

  Cli.Result run() {
    return Cli.run(command, completeRequest(), arguments.toArray(String[]::new));
  }

  /** An answer with all that varies masked. */
  static JsonNode masked(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        object.set(
            name,
            VARYING.contains(name) ? Jackson.NODES.stringNode("*") : masked(object.get(name)));
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(Golden::masked);
    }
    return node;
  }

  @Override
  public String toString() {
    return name;
  }
}
