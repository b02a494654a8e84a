package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.cli.kernels.Kernel;
import pot.zk.cli.kernels.KernelBench;
import tools.jackson.databind.JsonNode;

/** What is printed of the kernels is whole; how fast they are, is not for a test. */
class BenchKernelsTest {
  private static final String TINY = "--cached 6 --large 8 --seconds 0.001 --threads 2";

  private static Cli.Result bench(String options) {
    return Cli.run(("bench kernels " + options).split(" "));
  }

  @Test
  void theJsonIsWhole() {
    Cli.Result result = bench(TINY + " --json");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).hasLineCount(1);
    JsonNode answer = result.json();
    assertThat(answer.propertyNames())
        .containsExactly(
            "machine", "threads", "kernels", "cached_elements", "large_elements", "limits", "rows");
    assertThat(answer.get("threads").intValue()).isEqualTo(2);
    assertThat(answer.get("cached_elements").intValue()).isEqualTo(64);
    assertThat(answer.get("large_elements").intValue()).isEqualTo(256);
    assertThat(answer.get("limits").valueStream())
        .allSatisfy(limit -> assertThat(limit.doubleValue()).isPositive());
    assertThat(answer.get("rows").valueStream().map(row -> row.get("kernel").stringValue()))
        .containsExactlyElementsOf(KernelBench.all().stream().map(Kernel::title).toList());
    for (JsonNode row : answer.get("rows")) {
      for (String size : new String[] {"cached", "large"}) {
        assertThat(row.get(size).propertyNames())
            .containsExactly("ns", "limit_ns", "bound", "ratio");
        assertThat(row.get(size).get("ns").doubleValue()).isPositive();
        assertThat(row.get(size).get("bound").stringValue()).isIn("multiply", "hash", "memory");
      }
    }
  }

  @Test
  void theTableNamesLimitsAndKernels() {
    Cli.Result result = bench(TINY);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("processors", "vectors of 2^6", "vectors of 2^8", "GB/s")
        .contains("crossRound", "Merkle node", "multiply", "hash");
    assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(112));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cached 5 | --cached",
        "--large 25 | --large",
        "--seconds 0 | --seconds",
        "--seconds NaN | --seconds",
        "--threads -1 | --threads"
      })
  void optionsThatMakeNoSense(String options, String named) {
    Cli.Result result = bench(options);
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("pot: ").contains(named).hasLineCount(1);
  }
}
