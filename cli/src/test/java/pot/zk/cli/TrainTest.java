package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training in the integers that are proven: it learns, it is repeatable, and its steps are
 * provable.
 */
class TrainTest {
  private static final String EXAMPLES = "../examples/";

  @TempDir Path folder;

  private static Cli.Result train(String... arguments) {
    // The program finds the digits beside the checkout that it runs in.
    System.setProperty("pot.home", "..");
    String[] all = new String[arguments.length + 1];
    all[0] = "train";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Cli.run(all);
  }

  private static double lastAccuracy(String out) {
    Matcher m = Pattern.compile("accuracy ([0-9.]+) %").matcher(out);
    double last = 0;
    while (m.find()) {
      last = Double.parseDouble(m.group(1));
    }
    return last;
  }

  /** Both declared networks, in exact mode, on the fifth that they have not seen. */
  @ParameterizedTest
  @ValueSource(strings = {"digits-64-32-10.json", "digits-64-64-32-10.json"})
  void itLearns(String declaration) {
    Cli.Result result = train(EXAMPLES + declaration, "--epochs", "60", "--seed", "2");
    assertThat(result.err()).isEmpty();
    assertThat(lastAccuracy(result.out())).isGreaterThanOrEqualTo(95);
  }

  @Test
  void theSameSeedGivesTheSameCheckpoints() throws IOException {
    String declaration = EXAMPLES + "digits-64-32-10.json";
    byte[][] checkpoints = new byte[3][];
    for (int i = 0; i < 3; i++) {
      Path out = folder.resolve("run" + i);
      String seed = i < 2 ? "7" : "8";
      train(declaration, "--epochs", "2", "--seed", seed, "-o", out.toString());
      checkpoints[i] = Files.readAllBytes(out.resolve("checkpoint-2.npz"));
    }
    assertThat(checkpoints[1]).isEqualTo(checkpoints[0]);
    assertThat(checkpoints[2]).isNotEqualTo(checkpoints[0]);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameCheckpoints() throws Exception {
    byte[][] checkpoints = new byte[2][];
    for (int i = 0; i < 2; i++) {
      Path out = folder.resolve("threads" + i);
      try (ForkJoinPool pool = new ForkJoinPool(i == 0 ? 1 : 3)) {
        pool.submit(
                () ->
                    train(
                        EXAMPLES + "digits-64-64-32-10.json",
                        "--epochs",
                        "1",
                        "-o",
                        out.toString()))
            .get();
      }
      checkpoints[i] = Files.readAllBytes(out.resolve("checkpoint-1.npz"));
    }
    assertThat(checkpoints[1]).isEqualTo(checkpoints[0]);
  }

  /** Any of the recorded steps can be proven later, from its file alone. */
  @Test
  void recordedStepsAreReadyToProve() throws IOException {
    Cli.Result result =
        train(
            EXAMPLES + "digits-64-32-10.json",
            "--epochs",
            "1",
            "--record",
            "2",
            "--prove",
            "1",
            "-o",
            folder.toString());
    assertThat(result.err()).isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("requests"))) {
      assertThat(files).singleElement().satisfies(f -> assertThat(provable(f)).isTrue());
    }
  }

  private static boolean provable(Path request) {
    return Cli.run("prove", "-i", request.toString()).status() == Main.OK;
  }

  /** Samples of the user's own: classes by label, and targets that are no classes. */
  @Test
  void otherSamples() throws IOException {
    Random random = new Random(1);
    double[] inputs = random.doubles(300 * 3, -1, 1).toArray();
    double[] labels = new double[300];
    double[] sums = new double[300];
    for (int i = 0; i < labels.length; i++) {
      sums[i] = inputs[3 * i] - 2 * inputs[3 * i + 1];
      labels[i] = sums[i] > 0 ? 1 : 0;
    }
    Path declaration = folder.resolve("mine.json");
    String text = Files.readString(Path.of(EXAMPLES + "digits-64-32-10.json"));
    text = text.replace("[64]", "[3]").replace("\"in\": 64", "\"in\": 3");
    Files.writeString(declaration, text.replace("\"out\": 10,", "\"out\": 2,"));
    Path classes = npz(new NamedTensor("inputs", 300, 3, inputs), flat("labels", labels));
    Cli.Result learned =
        train(declaration.toString(), "--data", classes.toString(), "--epochs", "20");
    assertThat(learned.err()).isEmpty();
    assertThat(lastAccuracy(learned.out())).isGreaterThan(95);

    Path values = npz(new NamedTensor("inputs", 300, 3, inputs), flat("targets", sums));
    assertThat(train(declaration.toString(), "--data", values.toString()).err())
        .contains("targets", "[samples, 2]");
    String squared =
        text.replace("softmax_cross_entropy", "mse").replace("\"out\": 10,", "\"out\": 1,");
    Files.writeString(declaration, squared);
    Cli.Result fitted = train(declaration.toString(), "--data", values.toString());
    assertThat(fitted.err()).isEmpty();
    assertThat(fitted.out()).contains("loss 0.00").doesNotContain("accuracy");
    Path labelless = npz(new NamedTensor("inputs", 300, 3, inputs));
    assertThat(train(declaration.toString(), "--data", labelless.toString()).err())
        .contains("targets or labels");
    Path others = npz(flat("inputs", inputs), flat("labels", labels));
    assertThat(train(declaration.toString(), "--data", others.toString()).err())
        .contains("[samples, 3]");
  }

  private static NamedTensor flat(String name, double[] values) {
    return new NamedTensor(name, 1, values.length, values);
  }

  private Path npz(NamedTensor... tensors) throws IOException {
    Path file = Files.createTempFile(folder, "samples", ".npz");
    Answer answer = Answer.of(new pot.zk.cli.json.ObjectNode(), Main.OK);
    Files.write(file, answer.withWeights(List.of(tensors)).toBinary());
    return file;
  }

  /** The last steps of an epoch: its last batch is smaller, and the chain of roots holds. */
  @Test
  void itsStepsAreAChain() {
    Cli.Result result =
        train(
            EXAMPLES + "digits-64-64-32-10.json",
            "--epochs",
            "1",
            "--prove",
            "3",
            "-o",
            folder.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("step 89 proven");
    Cli.Result chain = Cli.run("verify-chain", folder.toString());
    assertThat(chain.json().get("unbroken").booleanValue()).as(chain.out()).isTrue();
    assertThat(chain.json().get("steps").intValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs 0, epochs",
    "--held-out 1, held-out",
    "--prove 2, -o DIR",
    "--epochs 1 --prove -1, prove"
  })
  void optionsThatMakeNoSense(String options, String named) {
    String[] words = (EXAMPLES + "digits-64-32-10.json " + options).split(" ");
    Cli.Result result = train(words);
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.err()).startsWith("pot: ").contains(named).hasLineCount(1);
  }

  @Test
  void declarationsThatDoNotFit() throws IOException {
    assertThat(train("/nowhere.json").err()).contains("/nowhere.json", "no such file");
    Path other = folder.resolve("other.json");
    String text = Files.readString(Path.of(EXAMPLES + "digits-64-32-10.json"));
    Files.writeString(other, text.replace("\"out\": 10,", "\"out\": 9,"));
    assertThat(train(other.toString()).err()).contains("9 outputs");
    Files.writeString(other, text.replace("\"batch\": 16", "\"batch\": 5000"));
    assertThat(train(other.toString()).err()).contains("batch", "5000");
  }
}
