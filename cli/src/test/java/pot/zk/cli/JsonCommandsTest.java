package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * commit, prove and verify as a program would use them: JSON in, JSON out, an exit code, one line
 * of error.
 */
class JsonCommandsTest {
  private static final int IN = 4;
  private static final int OUT = 2;

  @TempDir static Path files;

  private static ObjectNode proveRequest;
  private static ObjectNode verifyRequest;

  private static Cli.Result run(String command, String request, String... options) {
    return Cli.run(command, Request.utf8(request), options);
  }

  private static ObjectNode parse(String json) {
    return (ObjectNode) Jackson.MAPPER.readTree(json.replace('\'', '"'));
  }

  private static ObjectNode hyperparameters() {
    return parse(
        "{'format':'pot-hparams/1','batch':1,'model':{'input':[4],'layers':[{'op':'linear','name':'fc',"
            + "'in':4,'out':2,'bias':true}]},'loss':{'op':'mse','reduction':'half_mean'},'optimizer':{"
            + "'op':'sgd','learning_rate':{'m':671089,'e':-26},'momentum':{'m':0,'e':0},"
            + "'nesterov':false,'weight_decay':{'m':0,'e':0}},'mode':{'op':'attested'}}");
  }

  /** The numbers of the mode are left to the planner; answers have them. */
  @Test
  void answersHaveTheWholeMode() {
    JsonNode metadata = run("verify", verifyRequest.toString()).json().get("metadata");
    assertThat(metadata.get("hyperparameters").get("mode"))
        .isEqualTo(
            parse(
                "{'buffer_tolerance_log2':-23,'gate_band_log2':-18,'op':'attested','tolerance_log2':-23}"));
  }

  private static ArrayNode list(double... values) {
    ArrayNode list = Jackson.NODES.arrayNode();
    for (double v : values) {
      list.add(v);
    }
    return list;
  }

  @BeforeAll
  static void commitAndProve() {
    double[] w = new Random(1).doubles(IN * OUT, -0.5, 0.5).toArray();
    double[] b = {0.25, -0.125};
    double[] x = {1, -0.5, 0.25, 2};
    double[] y = {0.5, -1};
    double[] w1 = w.clone();
    double[] b1 = b.clone();
    for (int j = 0; j < OUT; j++) {
      double g = b[j] - y[j];
      for (int i = 0; i < IN; i++) {
        g += x[i] * w[i * OUT + j];
      }
      b1[j] -= 0.01 * g;
      for (int i = 0; i < IN; i++) {
        w1[i * OUT + j] -= 0.01 * g * x[i];
      }
    }
    ObjectNode before = Jackson.NODES.objectNode();
    before.set("fc", list(w));
    before.set("fc.bias", list(b));
    ObjectNode batch = Jackson.NODES.objectNode();
    batch.putArray("inputs").add(list(x));
    batch.set("targets", list(y));
    double[] flat = new double[IN * OUT + OUT];
    System.arraycopy(w1, 0, flat, 0, w1.length);
    System.arraycopy(b1, 0, flat, w1.length, OUT);

    JsonNode wt = commit("weights", before);
    JsonNode wt1 = commit("weights", list(flat));
    JsonNode data = commit("batch", batch);
    ObjectNode inputs = Jackson.NODES.objectNode();
    inputs.set("w_t_root", wt.get("root"));
    inputs.put("w_t1_root", "0x" + wt1.get("root").stringValue());
    inputs.set("batch_root", data.get("root"));
    inputs.set("hparams_hash", wt.get("hparams_hash"));
    inputs.put("step_nonce", 1).put("step_number", 2).put("epoch", 3);

    proveRequest = Jackson.NODES.objectNode();
    proveRequest.set("public_inputs", inputs);
    proveRequest.set("hyperparameters", hyperparameters());
    ObjectNode witness = proveRequest.putObject("witness");
    witness.set("weights_before", before);
    witness.set("weights_after", list(flat));
    witness.set("batch_inputs", list(x));
    witness.set("batch_targets", list(y));
    ObjectNode seeds = proveRequest.putObject("blinding_seeds");
    seeds.set("w_t", wt.get("opening").get("blinding_seed"));
    seeds.set("w_t1", wt1.get("opening").get("blinding_seed"));
    seeds.set("batch", data.get("opening").get("blinding_seed"));

    Cli.Result proven = run("prove", proveRequest.toString());
    assertThat(proven.err()).isEmpty();
    verifyRequest = Jackson.NODES.objectNode();
    verifyRequest.set("public_inputs", inputs);
    verifyRequest.set("proof", proven.json().get("proof"));
  }

  private static JsonNode commit(String what, JsonNode data) {
    ObjectNode request = Jackson.NODES.objectNode();
    request.set("hyperparameters", hyperparameters());
    request.set(what, data);
    Cli.Result result = run("commit", request.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(Main.OK);
    return result.json();
  }

  @Test
  void aValidProof() {
    Cli.Result result = run("verify", verifyRequest.toString());
    assertThat(result.status()).isEqualTo(Main.OK);
    assertThat(result.json().get("valid").booleanValue()).isTrue();
    assertThat(result.json().get("metadata").get("hyperparameters").get("batch").intValue())
        .isEqualTo(1);
    assertThat(result.json().get("metadata").get("soundness_bits").doubleValue())
        .isGreaterThanOrEqualTo(100);
  }

  /** The same request gives the same proof, through a file as well. */
  @Test
  void theSameRequestAgain() throws IOException {
    Path output = files.resolve("proof.json");
    Cli.Result result = run("prove", proveRequest.toString(), "-o", output.toString());
    assertThat(result.status()).isEqualTo(Main.OK);
    assertThat(result.out()).isEmpty();
    assertThat(Jackson.MAPPER.readTree(Files.readString(output)).get("proof"))
        .isEqualTo(verifyRequest.get("proof"));
  }

  @Test
  void aProofOfAnotherEpoch() {
    ObjectNode other = verifyRequest.deepCopy();
    ((ObjectNode) other.get("public_inputs")).put("epoch", 4);
    Cli.Result result = run("verify", other.toString());
    assertThat(result.status()).isEqualTo(Main.NOT_TRUE);
    assertThat(result.json().get("valid").booleanValue()).isFalse();
    assertThat(result.json().get("reason").stringValue()).isNotBlank();
  }

  @Test
  void bytesThatAreNoProof() {
    ObjectNode other = verifyRequest.deepCopy();
    other.put("proof", "aGVsbG8=");
    assertThat(run("verify", other.toString()).status()).isEqualTo(Main.NOT_TRUE);
  }

  @Test
  void aStepThatIsNotTrue() {
    ObjectNode other = proveRequest.deepCopy();
    ((ArrayNode) other.get("witness").get("weights_after")).set(3, 0.75);
    Cli.Result result = run("prove", other.toString(), "--format", "json");
    assertThat(result.status()).isEqualTo(Main.NOT_TRUE);
    assertThat(result.err()).contains("weights_after.fc.weight[1, 1]").hasLineCount(1);
    assertThat(result.json().get("error").get("code").intValue()).isEqualTo(Main.NOT_TRUE);
  }

  @Test
  void aMissingFile() {
    Cli.Result result = Cli.run("verify", "-i", "/nowhere/x.json");
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.err()).contains("/nowhere/x.json", "no such file").hasLineCount(1);
  }
}
