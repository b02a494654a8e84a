package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Estimates are whole and consistent; how good they are is in docs/performance.md. */
class EstimateTest {
  private static final Path EXAMPLE = Path.of("../examples/digits-64-32-10.estimate.json");

  @TempDir Path folder;

  @Test
  void aTableAndJson() {
    Cli.Result table = Cli.run("estimate", "-i", EXAMPLE.toString());
    assertThat(table.err()).isEmpty();
    assertThat(table.out()).contains("2,410 parameters", "prove", "peak memory", "bytes");
    Cli.Result json =
        Cli.run("estimate", "-i", EXAMPLE.toString(), "--format", "json", "--threads", "1");
    JsonNode answer = json.json();
    assertThat(answer.get("params").intValue()).isEqualTo(2410);
    assertThat(answer.get("threads").intValue()).isEqualTo(1);
    JsonNode phases = answer.get("phases");
    double sum = phases.valueStream().mapToDouble(JsonNode::doubleValue).sum();
    double known = phases.get("commit_weights_before").doubleValue();
    assertThat(answer.get("prove_s").doubleValue()).isCloseTo(sum - known, within(2e-5));
    assertThat(answer.get("verify_s")).isEqualTo(phases.get("verification"));
  }

  @Test
  void aStepThatCannotBeProvenIsRefused() throws IOException {
    ObjectNode request = (ObjectNode) Jackson.MAPPER.readTree(Files.readAllBytes(EXAMPLE));
    ObjectNode hp = (ObjectNode) request.get("hyperparameters");
    hp.put("batch", 1 << 24);
    Cli.Result refused = Cli.run("estimate", request);
    assertThat(refused.status()).isEqualTo(Main.UNUSABLE);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).startsWith("pot: hyperparameters").hasLineCount(1);
    assertThat(Cli.run("estimate", request, "--threads", "-1").status()).isEqualTo(Main.UNUSABLE);
  }

  @Test
  void linesOfAnotherKindAreRefused() throws IOException {
    Path runs = folder.resolve("runs");
    Files.writeString(runs, "{\"layers\":[5,4]}\n");
    for (String command : new String[] {"fit", "check"}) {
      Cli.Result refused = Cli.run("bench", command, runs.toString());
      assertThat(refused.status()).isEqualTo(Main.UNUSABLE);
      assertThat(refused.err()).contains("line 1").hasLineCount(1);
    }
    Files.writeString(runs, "");
    assertThat(Cli.run("bench", "fit", runs.toString()).err()).contains("no line");
    assertThat(Cli.run("bench", "fit", folder.resolve("none").toString()).err())
        .contains("no such file");
  }

  /** What one command prints, the others read. */
  @Test
  void fromMeasuringToTheTable() throws IOException {
    Path runs = folder.resolve("runs");
    String line = Cli.run("bench step --layers 5,4 --batch 2 --json".split(" ")).out();
    Files.writeString(runs, line);
    Cli.Result table = Cli.run("bench", "fit", runs.toString());
    assertThat(table.err()).isEmpty();
    assertThat(table.out()).contains("lookup.leaves = ", "memory.live = ");
    assertThat(Cli.run("bench", "check", runs.toString()).out()).contains("| 5-4 | 2 | exact |");
  }
}
