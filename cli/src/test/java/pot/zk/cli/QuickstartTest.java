package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The program as a user runs it, without the launcher. */
class QuickstartTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final String home = System.getProperty("pot.home", "");

  @BeforeEach
  void atTheRootOfTheCheckout() {
    System.setProperty("pot.home", System.getProperty("pot.test.home", ".."));
  }

  @AfterEach
  void back() {
    System.setProperty("pot.home", home);
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "16x4"})
  void provesVerifiesAndCatchesAllTampering(String example) {
    int status = run("quickstart", "--example", example);
    assertThat(err.toString()).isEmpty();
    assertThat(status).isEqualTo(Main.OK);
    assertThat(out.toString())
        .contains("VALID: proof of ")
        .contains("13 of 13 tamperings caught.")
        .contains("replayed under another step_nonce")
        .contains("units of 2^-24")
        .doesNotContain("PROVEN")
        .doesNotContain("this must not be");
  }

  @Test
  void anUnknownExampleIsOneClearLine() {
    assertThat(run("quickstart", "--example", "cats")).isEqualTo(Main.UNUSABLE);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("cats", "digits or 16x4").doesNotContain("Exception");
  }

  @Test
  void anUnknownOptionIsUnusable() {
    assertThat(run("quickstart", "--nonsense")).isEqualTo(Main.UNUSABLE);
  }

  @Test
  void aMissingFileIsNamed() {
    System.setProperty("pot.home", "/nowhere");
    assertThat(run("quickstart")).isEqualTo(Main.UNUSABLE);
    assertThat(err.toString())
        .contains("/nowhere/examples/digits.csv.gz")
        .contains("complete checkout");
  }

  @Test
  void soundnessPrintsItsTable() {
    assertThat(run("soundness", "--in", "64", "--out", "10", "--batch", "32")).isEqualTo(Main.OK);
    assertThat(out.toString()).contains("lookup identity", "queries", "sum");
  }

  @Test
  void helpNamesTheCommands() {
    assertThat(run("--help")).isEqualTo(Main.OK);
    assertThat(out.toString()).contains("quickstart", "soundness", "Exit status");
  }
}
