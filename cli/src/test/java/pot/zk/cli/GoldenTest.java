package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every command's JSON is what it was, and what the schema says. After a wanted change write the
 * files anew with {@code ./pot test -Dtest=GoldenTest -Dpot.golden=write}, and read the difference.
 */
class GoldenTest {
  private static final boolean WRITE = "write".equals(System.getProperty("pot.golden"));

  static Stream<Golden> all() {
    return Golden.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theAnswerIsWhatItWas(Golden golden) throws IOException {
    Cli.Result result = golden.run();
    JsonNode answer = Golden.masked(result.json());
    if (WRITE) {
      write(golden, result.status(), answer);
      return;
    }
    assertThat(answer).isEqualTo(golden.answer());
    assertThat(result.status()).isEqualTo(golden.status());
    assertThat(result.out()).hasLineCount(1);
    assertThat(result.err().isEmpty()).isEqualTo(!answer.has("error"));
  }

  private static void write(Golden golden, int status, JsonNode answer) throws IOException {
    ObjectNode file = Jackson.NODES.objectNode();
    file.put("command", golden.command());
    if (!golden.arguments().isEmpty()) {
      golden.arguments().forEach(file.putArray("arguments")::add);
    }
    file.set("request", golden.request());
    file.put("status", status);
    file.set("answer", answer);
    Files.writeString(
        Golden.FOLDER.resolve(golden.name() + ".json"),
        Jackson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n");
  }

  @ParameterizedTest
  @MethodSource("all")
  void requestAndAnswerFollowTheSchema(Golden golden) {
    Cli.Result result = golden.run();
    boolean error = result.json().has("error");
    String definition = error ? "error-answer" : golden.command() + "-answer";
    assertThat(Schemas.faults(definition, result.json())).isEmpty();
    if (!error) {
      assertThat(Schemas.faults(golden.command() + "-request", golden.completeRequest())).isEmpty();
    }
  }

  /** The tests' own test: a schema that took anything would show nothing. */
  @Test
  void theSchemaRefusesOtherThings() {
    ObjectNode request = Golden.read("commit-weights").completeRequest();
    assertThat(Schemas.faults("commit-request", request.deepCopy().put("x", 1))).isNotEmpty();
    assertThat(Schemas.faults("commit-request", request.deepCopy().put("version", 2))).isNotEmpty();
    ObjectNode both = request.deepCopy();
    both.set("batch", Golden.read("commit-batch").request().get("batch"));
    assertThat(Schemas.faults("commit-request", both)).isNotEmpty();
    ObjectNode none = request.deepCopy();
    none.remove("hyperparameters");
    assertThat(Schemas.faults("commit-request", none)).isNotEmpty();
  }
}
