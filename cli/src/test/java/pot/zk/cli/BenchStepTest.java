package pot.zk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.simd.Kernels;
import tools.jackson.databind.JsonNode;

/** What the benchmark prints is whole and consistent; how fast it is, is not for a test. */
class BenchStepTest {
  /** Times are printed to the nanosecond. */
  private static final double ROUNDING = 2e-8;

  private static Cli.Result bench(String options) {
    return Cli.run(("bench step " + options).split(" "));
  }

  private static long leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("pot-bench")).count();
    }
  }

  @Test
  void theJsonIsWholeAndConsistent() throws IOException {
    long before = leftBehind();
    // More runs than openings: each has commitments of its own.
    Cli.Result result =
        bench("--layers 5,4,3 --batch 2 --openings 1 --repetitions 2 --threads 1 --json");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).hasLineCount(1);
    JsonNode answer = result.json();
    assertThat(answer.get("params").intValue()).isEqualTo(5 * 4 + 4 + 4 * 3 + 3);
    assertThat(answer.get("threads").intValue()).isEqualTo(1);
    assertThat(answer.get("repetitions").intValue()).isEqualTo(2);
    assertThat(answer.get("loss").stringValue()).isEqualTo("mse");
    for (String member :
        new String[] {
          "commit_s",
          "prove_s",
          "first_prove_s",
          "verify_s",
          "proof_bytes",
          "plain_step_s",
          "plain_gflops",
          "matmul_gflops",
          "fma_peak_gflops"
        }) {
      assertThat(answer.get(member).doubleValue()).as(member).isPositive();
    }
    JsonNode phases = answer.get("phases");
    assertThat(phases.propertyNames())
        .containsExactly(
            "plan",
            "witness",
            "commit_weights_before",
            "commit_weights_after",
            "commit_batch",
            "reservation",
            "commit_auxiliary",
            "relations",
            "lookup",
            "opening",
            "verification");
    double sum = phases.valueStream().mapToDouble(JsonNode::doubleValue).sum();
    assertThat(answer.get("prove_s").doubleValue()).isCloseTo(sum, within(ROUNDING));
    // As in a chain, where the step before has made it.
    assertThat(phases.get("commit_weights_before").doubleValue())
        .isLessThan(phases.get("commit_weights_after").doubleValue());
    assertThat(leftBehind()).isEqualTo(before);
  }

  @Test
  void aTableOfAnAttestedClassifier() {
    Cli.Result result =
        bench("--layers 7,5,3 --batch 3 --mode attested --loss softmax_cross_entropy");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("attested", "softmax_cross_entropy", "58 parameters", "commit weights after")
        .contains("lookup", "peak memory", "GFLOP/s", "times a plain step");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layers 5 --batch 1 | --layers",
        "--layers 5,x --batch 1 | 5,x",
        "--layers 5,,3 --batch 1 | --layers",
        "--layers 5,0 --batch 1 | --layers",
        "--layers 5,3 --batch 0 | batch",
        "--layers 5,3 --batch 1 --mode fuzzy | exact or attested",
        "--layers 5,3 --batch 1 --loss hinge | softmax_cross_entropy",
        "--layers 5,3 --batch 1 --openings 65 | openings",
        "--layers 5,3 --batch 1 --repetitions 0 | --repetitions",
        "--layers 5,3 --batch 1 --warm-up 0 | --warm-up",
        "--layers 5,3 --batch 1 --threads -1 | --threads",
        "--layers 9999999,9999999 --batch 1 | hyperparameters"
      })
  void optionsThatMakeNoSense(String options, String named) {
    Cli.Result result = bench(options);
    assertThat(result.status()).isEqualTo(Main.UNUSABLE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("pot: ").contains(named).hasLineCount(1);
  }

  @Test
  void scalarKernelsNeedAProcessOfTheirOwn() {
    String chosen = System.getProperty("pot.kernels", "");
    try {
      assertThat(Kernels.best().name()).isNotEqualTo("scalar");
      Cli.Result result = bench("--layers 5,3 --batch 1 --scalar");
      assertThat(result.status()).isEqualTo(Main.UNUSABLE);
      assertThat(result.err()).contains("--scalar", "new process").hasLineCount(1);
    } finally {
      System.setProperty("pot.kernels", chosen);
    }
  }

  @Test
  void helpShowsAnExample() {
    assertThat(bench("--help").out()).contains("./pot bench step --layers", "prove_s");
    assertThat(Cli.run("bench").out()).contains("step");
  }
}
