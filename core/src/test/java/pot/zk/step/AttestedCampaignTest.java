package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import pot.zk.model.Loss;
import pot.zk.model.Reduction;
import pot.zk.step.AttestedCampaign.Outcome;
import pot.zk.step.DigitsRun.Configuration;

/**
 * Honest float32 steps are accepted under the planner's own tolerances.
 *
 * <p>The whole campaign, whose results are in docs/attested.md:
 *
 * <pre>
 *   ./pot test -Dtest=AttestedCampaignTest -Dpot.campaign=1000 -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * of one loss with {@code -Dpot.loss=mean}, {@code half_mean} or {@code softmax_cross_entropy}. It
 * writes its table to core/target/attested-LOSS.md.
 */
class AttestedCampaignTest {
  private static final int STEPS = Integer.getInteger("pot.campaign", 0);
  private static final int ORDINARY_STEPS = 50;

  /** Of so many steps, one is proven for real. */
  private static final int PROVEN = 250;

  private static final String ALL = "mean,half_mean,softmax_cross_entropy";

  private static final long SEED = Long.getLong("pot.seed", 1);

  private static final List<Integer> SHALLOW = List.of(64, 32, 10);
  private static final List<Integer> DEEP = List.of(64, 64, 32, 10);

  @TestFactory
  Stream<DynamicTest> honestStepsAreAccepted() {
    return Stream.of(
            new Configuration(SHALLOW, loss("half_mean"), "0.01", "0.9", false, "0.001"),
            new Configuration(DEEP, loss("half_mean"), "0.1", "0", false, "0.01"),
            new Configuration(DEEP, loss("softmax_cross_entropy"), "0.1", "0.9", true, "0"))
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.toString(),
                    () -> {
                      Outcome o = AttestedCampaign.run(c, ORDINARY_STEPS, ORDINARY_STEPS, SEED);
                      assertThat(o.refused()).as(o.row()).isZero();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> campaign() throws IOException {
    if (STEPS == 0) {
      return Stream.empty();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (String loss : System.getProperty("pot.loss", ALL).split(",", -1)) {
      Path table = Path.of("target/attested-" + loss + ".md");
      Files.deleteIfExists(table);
      for (Configuration c : configurations(loss(loss))) {
        tests.add(DynamicTest.dynamicTest(loss + ", " + c, () -> record(c, table)));
      }
    }
    return tests.stream();
  }

  private static void record(Configuration c, Path table) throws IOException {
    Outcome o = AttestedCampaign.run(c, STEPS, PROVEN, SEED);
    Files.writeString(table, o.row() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.out.println(o.row() + " out of range " + o.outOfRange());
    // Out of range is what no tolerance helps against.
    assertThat(1000 * (o.refused() - o.outOfRange())).as("refused").isLessThanOrEqualTo(STEPS);
  }

  private static Loss loss(String name) {
    return switch (name) {
      case "mean" -> new Loss.Mse(Reduction.MEAN);
      case "half_mean" -> new Loss.Mse(Reduction.HALF_MEAN);
      case "softmax_cross_entropy" -> new Loss.SoftmaxCrossEntropy(Reduction.MEAN);
      default -> throw new IllegalArgumentException("pot.loss is " + name);
    };
  }

  private static List<Configuration> configurations(Loss loss) {
    List<Configuration> all = new ArrayList<>();
    for (List<Integer> widths : List.of(SHALLOW, DEEP)) {
      for (String rate : List.of("0.1", "0.01", "0.001")) {
        all.add(new Configuration(widths, loss, rate, "0", false, "0"));
        all.add(new Configuration(widths, loss, rate, "0", false, "0.01"));
        all.add(new Configuration(widths, loss, rate, "0.9", false, "0"));
        all.add(new Configuration(widths, loss, rate, "0.9", false, "0.01"));
        all.add(new Configuration(widths, loss, rate, "0.9", true, "0.001"));
      }
    }
    return all;
  }
}
