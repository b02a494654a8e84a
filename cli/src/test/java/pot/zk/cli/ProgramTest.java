package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The program as a process: its standard streams, its exit code, and what it does under floods. */
class ProgramTest {
  private static final Path EXAMPLE = Path.of("../examples/16x4.request.json");

  @TempDir Path state;

  private record Ended(int status, byte[] out, String err) {
    JsonNode json() {
      return Jackson.MAPPER.readTree(out);
    }

    /** One line of error and nothing else, never a stack trace. */
    void refused(int expected, String... parts) {
      assertThat(err).startsWith("pot: ").contains(parts).hasLineCount(1);
      assertThat(out).isEmpty();
      assertThat(status).isEqualTo(expected);
    }
  }

  /** Writes to a process until it has enough. */
  private interface Input {
    void writeTo(OutputStream out) throws IOException;
  }

  private Ended java(String heap, Input input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-Xmx" + heap, "--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "pot.zk.cli.Main"));
    command.addAll(List.of(arguments));
    Ended ended = run(command, input);
    // The option above makes the JVM itself print a line.
    return new Ended(
        ended.status(), ended.out(), ended.err().replaceFirst("WARNING: Using incubator.*\\R", ""));
  }

  private Ended run(List<String> command, Input input) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("POT_STATE", state.toString());
      Process process = builder.start();
      CompletableFuture<byte[]> out =
          CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
      CompletableFuture<byte[]> err =
          CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
      try (OutputStream in = process.getOutputStream()) {
        input.writeTo(in);
      } catch (IOException e) {
        // It has read enough and gone.
        assertThat(e).hasMessageContaining("roken pipe");
      }
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Ended(
          process.exitValue(), out.join(), new String(err.join(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] all(java.io.InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Kernels are chosen once for each process. */
  @Test
  void aBenchmarkOfTheScalarKernels() {
    Ended ended =
        java("1g", out -> {}, "bench step --layers 5,3 --batch 2 --scalar --json".split(" "));
    assertThat(ended.err()).isEmpty();
    assertThat(ended.json().get("kernels").stringValue()).isEqualTo("scalar");
  }

  private static ObjectNode verifyRequest(JsonNode proof) throws IOException {
    ObjectNode request = Jackson.NODES.objectNode();
    JsonNode example = Jackson.MAPPER.readTree(Files.readAllBytes(EXAMPLE));
    request.set("public_inputs", example.get("public_inputs"));
    request.set("proof", proof);
    return request;
  }

  /** The names that other programs call, with the request that comes with the project. */
  @Test
  void theReadyRequestThroughStandardInputAndOutput() throws IOException {
    byte[] example = Files.readAllBytes(EXAMPLE);
    assertThat(Schemas.faults("prove-request", Jackson.MAPPER.readTree(example))).isEmpty();
    Ended proven = run(List.of("../bin/prove_sgd_stdin"), out -> out.write(example));
    assertThat(proven.err()).isEmpty();
    assertThat(proven.status()).isZero();
    byte[] request = Request.utf8(verifyRequest(proven.json().get("proof")).toString());
    Ended verified = run(List.of("../bin/verify_sgd_stdin"), out -> out.write(request));
    assertThat(verified.err()).isEmpty();
    assertThat(verified.json().get("valid").booleanValue()).isTrue();
    assertThat(verified.status()).isZero();

    byte[] other =
        Request.utf8(
            new String(request, StandardCharsets.UTF_8).replace("\"epoch\":1", "\"epoch\":2"));
    Ended rejected = run(List.of("../bin/verify_sgd_stdin"), out -> out.write(other));
    assertThat(rejected.json().get("valid").booleanValue()).isFalse();
    assertThat(rejected.status()).isEqualTo(Main.NOT_TRUE);
  }

  @Test
  void binaryOnStandardOutput() throws IOException {
    byte[] example = Files.readAllBytes(EXAMPLE);
    Ended proven = java("1g", out -> out.write(example), "prove", "--format", "binary");
    assertThat(proven.err()).isEmpty();
    assertThat(Arrays.copyOf(proven.out(), 16))
        .containsExactly('P', 'o', 'T', 'Z', 'K', 'p', 'r', 'f', 1, 0, 0, 0, 0, 0, 0, 0);
    Ended inspected = java("1g", out -> out.write(proven.out()), "inspect");
    assertThat(inspected.json().get("proof_size").intValue()).isEqualTo(proven.out().length);
  }

  /** A gigabyte of anything is one clear error, in little memory. */
  @ParameterizedTest
  @CsvSource({"x", "' '", "'['", "'{'", "'\"'", "0", "'\0'"})
  void aFloodOfOneCharacter(String character) {
    byte[] chunk = character.repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    Input flood =
        out -> {
          for (int i = 0; i < 1024; i++) {
            out.write(chunk);
          }
        };
    java("512m", flood, "verify").refused(Main.UNUSABLE, "request: found");
  }

  /** JSON that is well-formed as far as it goes, but fills the memory before it ends. */
  @Test
  void aFloodOfNumbers() {
    byte[] chunk = "0.5,".repeat(1 << 18).getBytes(StandardCharsets.US_ASCII);
    Input flood =
        out -> {
          out.write(Request.utf8("{\"proof\":["));
          for (int i = 0; i < 1024; i++) {
            out.write(chunk);
          }
        };
    java("4g", flood, "verify").refused(Main.UNUSABLE, "more than 67108864 bytes");
    java("128m", flood, "verify").refused(Main.INTERNAL, "memory", "JAVA_TOOL_OPTIONS");
  }

  /** Before anything is read or computed: the files named here do not even exist. */
  @Test
  void aProofThatWouldNotFitIsNotBegun() {
    String request =
        """
        {"public_inputs":{"w_t_root":"HASH", "batch_root":"HASH", "hparams_hash":"HASH",
                          "w_t1_root":"HASH", "step_nonce":1, "step_number":1, "epoch":1},
         "hyperparameters":{"format":"pot-hparams/1", "batch":64,
           "model":{"input":[1024],
                    "layers":[{"op":"linear","name":"fc1","in":1024,"out":1024,"bias":true}]},
           "loss":{"op":"mse","reduction":"mean"},
           "optimizer":{"op":"sgd", "learning_rate":{"m":1,"e":-7}, "momentum":{"m":0,"e":0},
                        "nesterov":false, "weight_decay":{"m":0,"e":0}}},
         "witness":{"weights_before":{"file":"none.npz"}, "weights_after":{"file":"none.npz"},
                    "batch_inputs":{"file":"none.npy"}, "batch_targets":{"file":"none.npy"}},
         "blinding_seeds":{"w_t":"HASH", "w_t1":"HASH", "batch":"HASH"}}
        """
            .replace("HASH", "00".repeat(32));
    java("200m", out -> out.write(Request.utf8(request)), "prove")
        .refused(Main.UNUSABLE, "MB of memory at once", "JDK_JAVA_OPTIONS=-Xmx");
    java("200m", out -> {}, "bench", "step", "--layers", "4096,4096", "--batch", "64")
        .refused(Main.UNUSABLE, "MB of memory at once", "a smaller batch or model");
  }

  @Test
  void randomBytes() {
    byte[] bytes = new byte[1 << 16];
    new java.util.Random(3).nextBytes(bytes);
    java("512m", out -> out.write(bytes), "prove").refused(Main.UNUSABLE, "malformed JSON");
  }

  @Test
  void servingEndsWhenInputCloses() {
    Ended ended =
        java(
            "1g",
            out -> out.write(Request.utf8("{\"id\":1,\"command\":\"frob\",\"request\":{}}\n")),
            "serve",
            "--stdio");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
    List<JsonNode> events =
        new String(ended.out(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> (JsonNode) Jackson.MAPPER.readTree(line))
            .toList();
    assertThat(events)
        .extracting(e -> e.get("event").stringValue())
        .containsExactly("ready", "error");
  }

  @Test
  void servingNeedsToSayHow() {
    Ended ended = java("1g", out -> {}, "serve");
    assertThat(ended.status()).isEqualTo(Main.UNUSABLE);
    assertThat(ended.err()).contains("--stdio");
  }

  /** Every command explains itself, with an example. */
  @ParameterizedTest
  @CsvSource({
    "quickstart",
    "train",
    "check",
    "estimate",
    "step",
    "commit",
    "prove",
    "verify",
    "verify-chain",
    "open",
    "inspect",
    "soundness",
    "serve"
  })
  void helpHasAnExample(String command) {
    Cli.Result help = Cli.run(command, "--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Usage: pot " + command, "Example", "./pot " + command);
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(120));
  }
}
