package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
