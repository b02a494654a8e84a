package pot.zk.fixedpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.model.Dyadic;
import pot.zk.model.Formats;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.ModeDraft;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.model.TensorFormat;
import pot.zk.step.BlindingSeed;
import pot.zk.step.ModelState;
import pot.zk.step.ZkWitnessBuilder;

class AttestedPlannerTest {
  private static final Optional<Integer> NONE = Optional.empty();

  private static HyperparametersDraft draft(
      int width,
      Reduction reduction,
      String rate,
      String momentum,
      ModeDraft mode,
      Optional<Formats> formats) {
    List<Layer> layers =
        List.of(
            new Layer.Linear("fc1", 64, width, true),
            new Layer.Relu(),
            new Layer.Linear("fc2", width, 10, true));
    return new HyperparametersDraft(
        32,
        new Model(List.of(64), layers),
        new Loss.Mse(reduction),
        new Optimizer.Sgd(Dyadic.ofDecimal(rate), Dyadic.ofDecimal(momentum), false, Dyadic.ZERO),
        Optional.of(mode),
        formats,
        Optional.empty());
  }

  private static Mode mode(Reduction reduction, String rate, String momentum, ModeDraft declared) {
    return FormatPlanner.complete(draft(32, reduction, rate, momentum, declared, Optional.empty()))
        .mode();
  }

  /** Each column as docs/attested.md has it; 10 outputs. */
  @ParameterizedTest
  @CsvSource({
    "HALF_MEAN, 1, 0, -17, -17",
    "HALF_MEAN, 0.1, 0, -21, -21",
    "HALF_MEAN, 0.01, 0, -23, -23",
    "HALF_MEAN, 1e-6, 0, -23, -23",
    "HALF_MEAN, 0.1, 0.9, -21, -18",
    "HALF_MEAN, 0.01, 0.9, -23, -17",
    "HALF_MEAN, 0.001, 0.9, -23, -17",
    "HALF_MEAN, 0.001, 0.99, -23, -14",
    "MEAN, 1, 0, -20, -20",
    "MEAN, 0.1, 0, -23, -23",
    "MEAN, 0.001, 0, -23, -23",
    "MEAN, 0.1, 0.9, -23, -20",
    "MEAN, 0.01, 0.9, -23, -19",
    "MEAN, 0.001, 0.9, -23, -19",
  })
  void tolerancesFollowTheRate(
      Reduction reduction, String rate, String momentum, int tolerance, int buffers) {
    assertThat(mode(reduction, rate, momentum, ModeDraft.Attested.planned()))
        .isEqualTo(new Mode.Attested(tolerance, -18, buffers));
  }

  /** Cross-entropy has half the factor of the half mean. */
  @ParameterizedTest
  @CsvSource({"0.1, 0, -22, -22", "0.1, 0.9, -22, -19", "0.01, 0.9, -23, -18"})
  void crossEntropyToo(String rate, String momentum, int tolerance, int buffers) {
    HyperparametersDraft mse =
        draft(32, Reduction.MEAN, rate, momentum, ModeDraft.Attested.planned(), Optional.empty());
    HyperparametersDraft draft =
        new HyperparametersDraft(
            mse.batch(),
            mse.model(),
            new Loss.SoftmaxCrossEntropy(Reduction.MEAN),
            mse.optimizer(),
            mse.mode(),
            mse.formats(),
            mse.commitment());
    assertThat(FormatPlanner.complete(draft).mode())
        .isEqualTo(new Mode.Attested(tolerance, -18, buffers));
  }

  @Test
  void numbersGivenAreKept() {
    Mode band =
        mode(Reduction.MEAN, "0.1", "0.9", new ModeDraft.Attested(NONE, Optional.of(-10), NONE));
    assertThat(band).isEqualTo(new Mode.Attested(-23, -10, -20));
    // What follows from the tolerance follows from the one given.
    Mode tolerance =
        mode(Reduction.MEAN, "0.1", "0.9", new ModeDraft.Attested(Optional.of(-22), NONE, NONE));
    assertThat(tolerance).isEqualTo(new Mode.Attested(-22, -18, -19));
    Mode plain =
        mode(Reduction.MEAN, "0.1", "0", new ModeDraft.Attested(Optional.of(-20), NONE, NONE));
    assertThat(plain).isEqualTo(new Mode.Attested(-20, -18, -20));
    Mode.Attested all = new Mode.Attested(-20, -10, -18);
    assertThat(mode(Reduction.MEAN, "0.1", "0.9", ModeDraft.of(all))).isEqualTo(all);
  }

  /** The planner's own numbers, written out, plan the same formats. */
  @ParameterizedTest
  @CsvSource({"0.1, 0", "0.01, 0.9", "1, 0"})
  void whatIsPlannedMayBeWrittenOut(String rate, String momentum) {
    Hyperparameters planned =
        FormatPlanner.complete(
            draft(
                32,
                Reduction.MEAN,
                rate,
                momentum,
                ModeDraft.Attested.planned(),
                Optional.empty()));
    Hyperparameters written =
        FormatPlanner.complete(
            draft(
                32,
                Reduction.MEAN,
                rate,
                momentum,
                ModeDraft.of(planned.mode()),
                Optional.empty()));
    assertThat(written).isEqualTo(planned);
    assertThat(Hyperparameters.parseCanonical(planned.canonicalBytes())).isEqualTo(planned);
  }

  /** So a chain may pass from one mode, or rate, to another. */
  @ParameterizedTest
  @CsvSource({"0", "0.9"})
  void rootsOfWeightsDoNotDependOnTheMode(String momentum) {
    List<ModeDraft> modes =
        List.of(
            new ModeDraft.Exact(),
            ModeDraft.Attested.planned(),
            ModeDraft.of(new Mode.Attested(-20, -10, momentum.equals("0") ? -20 : -15)));
    BlindingSeed seed = BlindingSeed.of(new byte[BlindingSeed.BYTES]);
    Set<String> roots = new HashSet<>();
    for (ModeDraft mode : modes) {
      for (String rate : List.of("1", "0.001")) {
        ZkWitnessBuilder builder =
            new ZkWitnessBuilder(
                FormatPlanner.complete(
                    draft(32, Reduction.MEAN, rate, momentum, mode, Optional.empty())));
        Map<String, double[]> zeros = new LinkedHashMap<>();
        builder.parameters().forEach(p -> zeros.put(p.name(), new double[p.rows() * p.columns()]));
        byte[] root = builder.extractWeightsForZk(new ModelState(zeros), seed).root();
        roots.add(HexFormat.of().formatHex(root));
      }
    }
    assertThat(roots).hasSize(1);
  }

  /** A layer of 8192 inputs takes them in with 14 fractional bits. */
  @Test
  void theBandFollowsTheCoarsestActivation() {
    Hyperparameters wide =
        FormatPlanner.complete(
            draft(
                8192, Reduction.MEAN, "0.1", "0", ModeDraft.Attested.planned(), Optional.empty()));
    assertThat(wide.mode()).isEqualTo(new Mode.Attested(-23, -12, -23));
  }

  /** Never less than two units of what is declared. */
  @Test
  void tolerancesFitDeclaredFormats() {
    TensorFormat weight = new TensorFormat(16, 24);
    Formats coarse =
        new Formats(
            weight,
            new TensorFormat(16, 24),
            new TensorFormat(16, 32),
            new TensorFormat(16, 32),
            new TensorFormat(24, 34),
            weight);
    Hyperparameters hp =
        FormatPlanner.complete(
            draft(
                32,
                Reduction.MEAN,
                "0.1",
                "0.9",
                ModeDraft.Attested.planned(),
                Optional.of(coarse)));
    assertThat(hp.mode()).isEqualTo(new Mode.Attested(-15, -14, -15));
  }
}
