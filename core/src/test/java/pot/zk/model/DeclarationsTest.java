package pot.zk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What code, not JSON, declares: each part refuses by itself what a document may not say. */
class DeclarationsTest {
  private static final Layer RELU = new Layer.Relu();
  private static final Dyadic ONE = new Dyadic(1, 0);
  private static final Dyadic HALF = new Dyadic(1, -1);

  private static Layer linear(String name, int in, int out) {
    return new Layer.Linear(name, in, out, true);
  }

  private static void refused(String field, List<Integer> input, List<Layer> layers) {
    Refusals.refused("hyperparameters.model." + field, () -> new Model(input, layers));
  }

  @Test
  void modelsMustFitTogether() {
    refused("input", List.of(), List.of(RELU));
    refused("input", List.of(3, 3), List.of(RELU));
    refused("input[0]", List.of(0), List.of(RELU));
    refused("input[0]", List.of(Model.MAX_DIMENSION + 1), List.of(RELU));
    refused("layers", List.of(3), List.of());
    refused("layers", List.of(3), Collections.nCopies(Model.MAX_LAYERS + 1, RELU));
    refused("layers[1].in", List.of(3), List.of(RELU, linear("a", 4, 4)));
    refused("layers[1].in", List.of(3), List.of(linear("a", 3, 4), linear("b", 3, 4)));
    refused("layers[2].name", List.of(3), List.of(linear("a", 3, 3), RELU, linear("a", 3, 3)));
    assertThat(new Model(List.of(3), Collections.nCopies(Model.MAX_LAYERS, RELU)).layers())
        .hasSize(Model.MAX_LAYERS);
  }

  @Test
  void modelsKeepNoListOfTheCaller() {
    List<Integer> input = new ArrayList<>(List.of(3));
    List<Layer> layers = new ArrayList<>(List.of(RELU));
    Model model = new Model(input, layers);
    input.clear();
    layers.clear();
    assertThat(model).isEqualTo(new Model(List.of(3), List.of(RELU)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.b_c-9", "-", "."})
  void plainNamesAreNames(String name) {
    linear(name, 1, 1);
    linear("n".repeat(Layer.Linear.MAX_NAME_CHARS), 1, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a/b", "a\n", "a\u0000", "\u00e4", "\u0430", "a\"", "a\\"})
  void otherNamesAreRefused(String name) {
    Refusals.refused(() -> linear(name, 1, 1));
    Refusals.refused(() -> linear("n".repeat(Layer.Linear.MAX_NAME_CHARS + 1), 1, 1));
  }

  @Test
  void sizesOfLayersAreCapped() {
    linear("a", Model.MAX_DIMENSION, Model.MAX_DIMENSION);
    String path = "hyperparameters.model.layers.a.";
    Refusals.refused(path + "in", () -> linear("a", 0, 1));
    Refusals.refused(path + "in", () -> linear("a", Model.MAX_DIMENSION + 1, 1));
    Refusals.refused(path + "out", () -> linear("a", 1, -1));
    Refusals.refused(path + "out", () -> linear("a", 1, Integer.MAX_VALUE));
  }

  @Test
  void ratesHaveTheirRanges() {
    String path = "hyperparameters.optimizer.";
    new Optimizer.Sgd(ONE, HALF, true, ONE);
    new Optimizer.Sgd(ONE, Dyadic.ZERO, false, Dyadic.ZERO);
    Refusals.refused(
        path + "learning_rate", () -> new Optimizer.Sgd(Dyadic.ZERO, HALF, false, Dyadic.ZERO));
    Refusals.refused(path + "momentum", () -> new Optimizer.Sgd(ONE, ONE, false, Dyadic.ZERO));
    Refusals.refused(
        path + "nesterov", () -> new Optimizer.Sgd(ONE, Dyadic.ZERO, true, Dyadic.ZERO));
  }

  @Test
  void crossEntropyHasOneReduction() {
    new Loss.SoftmaxCrossEntropy(Reduction.MEAN);
    Refusals.refused(
        "hyperparameters.loss.reduction", () -> new Loss.SoftmaxCrossEntropy(Reduction.HALF_MEAN));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, frac", "63, 1, frac", "0, 0, bits", "0, 63, bits"})
  void formatsHaveTheirRanges(int frac, int bits, String field) {
    Refusals.refused("format." + field, () -> new TensorFormat(frac, bits));
  }

  @ParameterizedTest
  @CsvSource({"0, 4, profile", "2, 4, profile", "1, 0, openings", "1, 65, openings"})
  void commitmentSettingsHaveTheirRanges(int profile, int openings, String field) {
    Refusals.refused(
        "hyperparameters.commitment." + field, () -> new CommitmentSettings(profile, openings));
  }

  @ParameterizedTest
  @CsvSource({
    "-63, 0, 0, tolerance_log2",
    "63, 0, 0, tolerance_log2",
    "0, -63, 0, gate_band_log2",
    "0, 63, 0, gate_band_log2",
    "0, 0, -63, buffer_tolerance_log2",
    "0, 0, 63, buffer_tolerance_log2",
  })
  void attestedModeHasItsRanges(int tolerance, int band, int buffer, String field) {
    Refusals.refused(
        "hyperparameters.mode." + field, () -> new Mode.Attested(tolerance, band, buffer));
  }
}
