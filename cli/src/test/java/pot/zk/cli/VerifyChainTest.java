package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A chain holds, and where it does not, the place is named. */
class VerifyChainTest {
  private static final int STEPS = 3;
  private static final List<ObjectNode> LINKS = new ArrayList<>();

  @TempDir Path folder;

  /** Three steps of the golden model, one after another. */
  @BeforeAll
  static void prove() {
    JsonNode weights = Golden.read("step").request().get("weights");
    for (int i = 0; i < STEPS; i++) {
      ObjectNode step = Golden.read("step").completeRequest();
      step.set("weights", weights);
      JsonNode after = Cli.run("step", step).json().get("weights");
      ObjectNode request = Golden.read("prove").completeRequest();
      ObjectNode witness = (ObjectNode) request.get("witness");
      witness.set("weights_before", weights);
      witness.set("weights_after", after);
      witness.remove("loss_value");
      ObjectNode seeds = (ObjectNode) request.get("blinding_seeds");
      ObjectNode inputs = (ObjectNode) request.get("public_inputs");
      inputs.put("step_nonce", 100 + i).put("step_number", 5 + i);
      inputs.put("w_t_root", commit(weights, "0" + i, seeds, "w_t"));
      inputs.put("w_t1_root", commit(after, "0" + (i + 1), seeds, "w_t1"));
      Cli.Result proven = Cli.run("prove", request);
      assertThat(proven.err()).isEmpty();
      ObjectNode link = Jackson.NODES.objectNode();
      link.set("public_inputs", inputs);
      link.set("proof", proven.json().get("proof"));
      LINKS.add(link);
      weights = after;
    }
  }

  private static String commit(JsonNode weights, String seed, ObjectNode seeds, String member) {
    ObjectNode request = Golden.read("commit-weights").completeRequest();
    request.set("weights", weights);
    request.put("blinding_seed", seed.repeat(32));
    seeds.put(member, seed.repeat(32));
    return Cli.run("commit", request).json().get("root").stringValue();
  }

  @BeforeEach
  void writeAll() throws IOException {
    for (int i = 0; i < STEPS; i++) {
      // In an order of names that is not that of the steps.
      write("step-" + (9 - i) + ".json", LINKS.get(i));
    }
    Files.writeString(folder.resolve("notes.txt"), "not a link");
  }

  private void write(String name, JsonNode link) throws IOException {
    Files.writeString(folder.resolve(name), link.toString());
  }

  private JsonNode verdict(int status) {
    Cli.Result result = Cli.run("verify-chain", folder.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(status);
    assertThat(Schemas.faults("verify-chain-answer", result.json())).isEmpty();
    return result.json();
  }

  private void brokenAt(int number, String file, String reason) {
    JsonNode broken = verdict(Main.NOT_TRUE).get("broken_at");
    assertThat(broken.get("step_number").intValue()).isEqualTo(number);
    assertThat(broken.get("file").stringValue()).isEqualTo(file);
    assertThat(broken.get("reason").stringValue()).contains(reason);
  }

  private static ObjectNode changed(int link, Consumer<ObjectNode> change) {
    ObjectNode copy = LINKS.get(link).deepCopy();
    change.accept((ObjectNode) copy.get("public_inputs"));
    return copy;
  }

  @Test
  void unbroken() {
    JsonNode answer = verdict(Main.OK);
    assertThat(answer.get("unbroken").booleanValue()).isTrue();
    assertThat(answer.get("steps").intValue()).isEqualTo(STEPS);
    assertThat(answer.get("first_step").intValue()).isEqualTo(5);
    assertThat(answer.get("last_step").intValue()).isEqualTo(7);
  }

  @Test
  void aStepMissing() throws IOException {
    Files.delete(folder.resolve("step-8.json"));
    brokenAt(7, "step-7.json", "does not follow 5");
  }

  @Test
  void aStepTwice() throws IOException {
    write("twice.json", LINKS.get(1));
    brokenAt(6, "twice.json", "step_nonce 101 is that of step-8.json");
  }

  @Test
  void aProofOfSomethingElse() throws IOException {
    write("step-8.json", changed(1, inputs -> inputs.put("epoch", 1)));
    brokenAt(6, "step-8.json", "not valid");
  }

  /**
   * Each proof valid, numbers and nonces right, but the weights are not those of the step before.
   */
  @Test
  void anotherModelInBetween() throws IOException {
    ObjectNode other = Golden.read("prove").completeRequest();
    ((ObjectNode) other.get("public_inputs")).put("step_number", 6).put("step_nonce", 55);
    ObjectNode link = Jackson.NODES.objectNode();
    link.set("public_inputs", other.get("public_inputs"));
    link.set("proof", Cli.run("prove", other).json().get("proof"));
    write("step-8.json", link);
    brokenAt(6, "step-8.json", "w_t_root is not the w_t1_root of the step before");
  }

  @Test
  void filesThatAreNoLinks() throws IOException {
    write("step-8.json", changed(1, inputs -> inputs.remove("epoch")));
    Cli.Result result = Cli.run("verify-chain", folder.toString());
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.err()).contains("step-8.json: public_inputs", "no epoch").hasLineCount(1);
    Files.writeString(folder.resolve("step-8.json"), "garbage");
    assertThat(Cli.run("verify-chain", folder.toString()).err()).contains("step-8.json: request");
  }

  @Test
  void foldersThatAreNone(@TempDir Path empty) {
    assertThat(Cli.run("verify-chain", empty.toString()).err()).contains("no *.json");
    Cli.Result missing = Cli.run("verify-chain", "/nowhere", "--format", "json");
    assertThat(missing.status()).isEqualTo(Main.UNUSABLE);
    assertThat(Schemas.faults("error-answer", missing.json())).isEmpty();
  }
}
