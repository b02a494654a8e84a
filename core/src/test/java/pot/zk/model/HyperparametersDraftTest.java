package pot.zk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperparametersDraftTest {
  private static final String SHORT =
      """
      {
        "format": "pot-hparams/1",
        "batch": 1,
        "model": {"layers": [{"op": "linear", "name": "layer1", "in": 16, "out": 4, "bias": false}],
                  "input": [16]},
        "loss": {"op": "mse", "reduction": "half_mean"},
        "optimizer": {"op": "sgd", "learning_rate": {"m": 671089, "e": -26},
                      "momentum": {"m": 0, "e": 0}, "nesterov": false,
                      "weight_decay": {"m": 0, "e": 0}}
      }
      """;

  private static HyperparametersDraft parse(String json) {
    return HyperparametersDraft.parse(Examples.bytes(json));
  }

  @Test
  void whatIsPlannedMayBeLeftOut() {
    Hyperparameters h = Examples.linear();
    HyperparametersDraft draft = parse(SHORT);
    assertThat(draft)
        .isEqualTo(HyperparametersDraft.of(h.batch(), h.model(), h.loss(), h.optimizer()));
    assertThat(draft.complete(h.formats(), h.mode(), h.commitment())).isEqualTo(h);
  }

  @Test
  void whatIsPlannedMayBeDeclared() {
    Hyperparameters h = Examples.digits();
    HyperparametersDraft draft = parse(Examples.DIGITS_JSON);
    assertThat(draft)
        .isEqualTo(
            new HyperparametersDraft(
                h.batch(),
                h.model(),
                h.loss(),
                h.optimizer(),
                Optional.of(ModeDraft.of(h.mode())),
                Optional.of(h.formats()),
                Optional.of(h.commitment())));
    assertThat(draft.complete(h.formats(), h.mode(), h.commitment())).isEqualTo(h);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|-23|-18|-23",
        ", \"tolerance_log2\": -20|-20|-18|-20",
        ", \"gate_band_log2\": -10|-23|-10|-23",
        ", \"buffer_tolerance_log2\": -20, \"tolerance_log2\": -20|-20|-18|-20",
      })
  void numbersOfAttestedModeMayBeLeftOut(String numbers, int tolerance, int band, int buffer) {
    HyperparametersDraft draft =
        parse(
            SHORT.replace(
                "\"batch\": 1", "\"batch\": 1, \"mode\": {\"op\": \"attested\"" + numbers + "}"));
    Mode whole = new Mode.Attested(tolerance, band, buffer);
    assertThat(draft.mode().orElseThrow().agreesWith(whole)).isTrue();
    assertThat(draft.mode().orElseThrow().agreesWith(new Mode.Exact())).isFalse();
    assertThat(draft.mode().orElseThrow().agreesWith(new Mode.Attested(-1, -1, -1)))
        .isEqualTo(numbers.isEmpty());
  }

  @Test
  void whatIsDeclaredStands() {
    Hyperparameters h = Examples.digits();
    HyperparametersDraft draft = parse(Examples.DIGITS_JSON);
    Hyperparameters other = Examples.linear();
    Refusals.refused(
        "hyperparameters.mode", () -> draft.complete(h.formats(), other.mode(), h.commitment()));
    Refusals.refused(
        "hyperparameters.formats", () -> draft.complete(other.formats(), h.mode(), h.commitment()));
    Refusals.refused(
        "hyperparameters.commitment",
        () -> draft.complete(h.formats(), h.mode(), other.commitment()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"batch\": 1,|``|.batch",
        "\"batch\": 1,|\"batch\": 1, \"mode\": null,|.mode",
        "\"batch\": 1,|\"batch\": 1, \"mode\": {},|.mode.op",
        "\"batch\": 1,|\"batch\": 1, \"mode\": {\"op\": \"attested\", \"tolerance\": 1},"
            + "|.mode.tolerance",
        "\"batch\": 1,|\"batch\": 1, \"mode\": {\"op\": \"attested\", \"tolerance_log2\": 63},"
            + "|.mode.tolerance_log2",
        "\"batch\": 1,|\"batch\": 1, \"formats\": {},|.formats",
        "\"batch\": 1,|\"batch\": 1, \"commitment\": {\"profile\": 1},|.commitment.openings",
        "\"batch\": 1,|\"batch\": 1, \"epochs\": 3,|.epochs",
        "\"nesterov\": false,|``|.optimizer.nesterov",
        "\"format\": \"pot-hparams/1\",|``|.format",
        "{\"m\": 671089, \"e\": -26}|0.01|.optimizer.learning_rate",
        "{\"m\": 671089, \"e\": -26}|{\"m\": 671089, \"e\": -26, \"x\":"
            + " 0}|.optimizer.learning_rate.x",
      })
  void aFaultyDraftIsRefusedByItsField(String part, String replacement, String field) {
    assertThat(SHORT).containsOnlyOnce(part);
    Refusals.refused("hyperparameters" + field, () -> parse(SHORT.replace(part, replacement)));
  }

  @Test
  void unknownMembersAreRefusedWithWhatIsAllowed() {
    assertThat(
            Refusals.refused(
                    "hyperparameters.epochs",
                    () -> parse(SHORT.replace("\"batch\": 1", "\"batch\": 1, \"epochs\": 3")))
                .expected())
        .isEqualTo(
            "the members format, batch, model, loss, optimizer;"
                + " optional: mode, formats, commitment");
  }

  @Test
  void anEmptyDraftIsToldAllThatIsMissing() {
    assertThat(Refusals.refused("hyperparameters", () -> parse(" { } ")).found())
        .isEqualTo("no format, batch, model, loss, optimizer");
  }

  @Test
  void aDraftOfNoSampleCannotBeMade() {
    Hyperparameters h = Examples.linear();
    for (int batch : new int[] {Integer.MIN_VALUE, -1, 0, Hyperparameters.MAX_BATCH + 1}) {
      Refusals.refused(
          "hyperparameters.batch",
          () -> HyperparametersDraft.of(batch, h.model(), h.loss(), h.optimizer()));
    }
  }
}
