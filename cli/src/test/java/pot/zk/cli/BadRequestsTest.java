package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table of bad requests: each gets the one line that is written down for it, and its exit code.
 * A row has the raw text of a request, or changes a golden one: {@code set} and {@code remove} name
 * members by their path. Write the errors anew with {@code -Dpot.golden=write}, and read them.
 */
class BadRequestsTest {
  private static final Path TABLE = Path.of("src/test/resources/bad-requests.json");
  private static final boolean WRITE = "write".equals(System.getProperty("pot.golden"));
  private static final ArrayNode ROWS = read();

  private static ArrayNode read() {
    try {
      return (ArrayNode) Jackson.MAPPER.readTree(Files.readAllBytes(TABLE));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Stream<ObjectNode> rows() {
    return ROWS.valueStream().map(ObjectNode.class::cast);
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("rows")
  void theOneClearError(ObjectNode row) {
    Cli.Result plain = Cli.run(row.get("command").stringValue(), request(row));
    if (WRITE) {
      row.put("code", plain.status()).put("error", plain.err().strip());
      return;
    }
    assertThat(plain.err()).isEqualTo(row.get("error").stringValue() + System.lineSeparator());
    assertThat(plain.status()).isEqualTo(row.get("code").intValue());
    assertThat(plain.out()).isEmpty();
    Cli.Result json = Cli.run(row.get("command").stringValue(), request(row), "--format", "json");
    assertThat(json.err()).isEqualTo(plain.err());
    assertThat(json.status()).isEqualTo(plain.status());
    assertThat(Schemas.faults("error-answer", json.json())).isEmpty();
    assertThat("pot: " + json.json().get("error").get("message").stringValue())
        .isEqualToIgnoringNewLines(plain.err().strip());
  }

  private static byte[] request(ObjectNode row) {
    if (row.has("raw")) {
      return Request.utf8(row.get("raw").stringValue().repeat(row.path("times").asInt(1)));
    }
    ObjectNode request = Golden.read(row.get("base").stringValue()).completeRequest();
    row.path("set").properties().forEach(e -> put(request, e.getKey(), e.getValue()));
    row.path("remove")
        .forEach(path -> parent(request, path.stringValue()).remove(last(path.stringValue())));
    return Request.utf8(request.toString());
  }

  private static void put(ObjectNode request, String path, JsonNode value) {
    parent(request, path).set(last(path), value);
  }

  private static ObjectNode parent(ObjectNode request, String path) {
    List<String> names = List.of(path.split("/"));
    JsonNode node = request;
    for (String name : names.subList(0, names.size() - 1)) {
      node = node.isArray() ? node.get(Integer.parseInt(name)) : node.get(name);
    }
    return (ObjectNode) node;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @AfterAll
  static void write() throws IOException {
    if (WRITE) {
      List<String> lines = new ArrayList<>();
      ROWS.forEach(row -> lines.add(row.toString()));
      Files.writeString(TABLE, "[" + String.join(",\n", lines) + "]\n");
    }
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(ROWS.size()).isGreaterThanOrEqualTo(60);
    assertThat(rows().map(r -> r.get("error").stringValue()))
        .allSatisfy(
            e ->
                assertThat(e)
                    .startsWith("pot: ")
                    .contains(": found ", "; expected ")
                    .hasLineCount(1));
    assertThat(rows().map(r -> r.path("code").asInt())).allMatch(code -> code == 1 || code == 2);
  }
}
