package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is printed and written of several sizes is whole; how it grows, is not for a test. */
class BenchScalingTest {
  @TempDir Path folder;

  private static Cli.Result bench(String options) {
    return Cli.run(("bench scaling " + options).split(" "));
  }

  @Test
  void aFolderWithTableAndJson() throws IOException {
    Path made = folder.resolve("a/b");
    Cli.Result result = bench("--from 5 --to 6 --batch 2 --repetitions 1 --threads 1 -o " + made);
    assertThat(result.status()).as(result.err()).isZero();
    // The plotting library is not on this class path.
    assertThat(result.err()).startsWith("no diagram").hasLineCount(1);
    assertThat(made.toFile().list()).containsExactlyInAnyOrder("scaling.md", "scaling.json");

    String table = Files.readString(made.resolve("scaling.md"));
    assertThat(result.out()).contains("| 40 | 4-4-4 |", "| 76 | 4-8-4 |");
    assertThat(table).contains(result.out()).contains("CPU:", "JDK:", "date: 20", "batch 2");

    JsonNode answer = Jackson.MAPPER.readTree(made.resolve("scaling.json"));
    assertThat(answer.propertyNames())
        .containsExactly("date", "machine", "threads", "batch", "repetitions", "sizes", "left_out");
    assertThat(answer.get("left_out").isEmpty()).isTrue();
    assertThat(answer.get("sizes").valueStream().map(s -> s.get("log2_params").intValue()))
        .containsExactly(5, 6);
    for (JsonNode size : answer.get("sizes")) {
      assertThat(size.propertyNames())
          .containsExactly(
              "log2_params",
              "params",
              "prove_s",
              "ns_per_param",
              "commit_s",
              "lookup_s",
              "opening_s",
              "verify_s",
              "proof_bytes",
              "peak_rss_mb",
              "step");
      double prove = size.get("prove_s").doubleValue();
      double params = size.get("params").doubleValue();
      assertThat(size.get("ns_per_param").doubleValue())
          .isCloseTo(prove * 1e9 / params, within(0.001));
      assertThat(size.get("commit_s").doubleValue()).isBetween(0.0, prove);
      assertThat(size.get("step").get("warm_up").intValue()).isEqualTo(6);
    }
  }

  /** No machine has the memory for these. */
  @Test
  void whatDoesNotFitIsLeftOut() {
    Cli.Result result = bench("--from 28 --to 28 --batch 65536 --json");
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("2^28 parameters: not measured").contains("pot: --from");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from 3 | --from",
        "--from 20 --to 19 | --to",
        "--to 29 | --to",
        "--batch 0 | --batch",
        "--repetitions 0 | --repetitions",
        "--threads 1025 | --threads",
        "-o /dev/null/none | --output"
      })
  void optionsThatMakeNoSense(String options, String named) {
    Cli.Result result = bench(options);
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("pot: ").contains(named).hasLineCount(1);
  }

  /** All measurements explain themselves. */
  @ParameterizedTest
  @CsvSource({"step", "kernels", "scaling", "fit", "check"})
  void helpHasAnExample(String command) {
    Cli.Result help = Cli.run("bench", command, "--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Usage: pot bench " + command, "Example:", "./pot bench ");
    assertThat(help.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(112));
    assertThat(Cli.run("bench").out()).contains(command, "./pot bench jmh");
  }
}
