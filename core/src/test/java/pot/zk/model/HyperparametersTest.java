package pot.zk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.error.UnusableRequestException;

class HyperparametersTest {
  private static final String ROOT = "hyperparameters";

  private static String json(Hyperparameters h) {
    return new String(h.canonicalBytes(), java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static UnusableRequestException refused(String field, String json) {
    return Refusals.refused(field, () -> Hyperparameters.parseCanonical(Examples.bytes(json)));
  }

  /** The digits with one part of their document replaced. */
  private static String changed(String part, String replacement) {
    assertThat(Examples.DIGITS_JSON).containsOnlyOnce(part);
    return Examples.DIGITS_JSON.replace(part, replacement);
  }

  private static Dyadic random(Random random, int least, int most) {
    return new Dyadic(random.nextLong(1 << 19) * 2 + 1, random.nextInt(least, most));
  }

  private static Hyperparameters random(Random random) {
    int input = random.nextInt(1, 1 << 24);
    int size = input;
    List<Layer> layers = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      if (random.nextBoolean()) {
        int out = random.nextInt(1, 1 << 24);
        layers.add(new Layer.Linear("l_." + i, size, out, random.nextBoolean()));
        size = out;
      } else {
        layers.add(new Layer.Relu());
      }
    }
    boolean momentum = random.nextBoolean();
    int tolerance = random.nextInt(-24, 10);
    return new Hyperparameters(
        random.nextInt(1, 1 << 24),
        new Model(List.of(input), layers),
        random.nextBoolean()
            ? new Loss.SoftmaxCrossEntropy(Reduction.MEAN)
            : new Loss.Mse(Reduction.values()[random.nextInt(2)]),
        new Optimizer.Sgd(
            random(random, -1074, 1024),
            momentum ? random(random, -1074, -20) : Dyadic.ZERO,
            momentum && random.nextBoolean(),
            random.nextBoolean() ? random(random, -1074, 1024) : Dyadic.ZERO),
        random.nextBoolean()
            ? new Mode.Exact()
            : new Mode.Attested(
                tolerance, random.nextInt(-16, 16), momentum ? random.nextInt(-24, 62) : tolerance),
        Examples.formats(
            new TensorFormat(random.nextInt(63), random.nextInt(1, 63)),
            new TensorFormat(random.nextInt(63), random.nextInt(1, 63))),
        new CommitmentSettings(1, random.nextInt(1, 65)));
  }

  @Test
  void bytesAndHashAreThoseOfPython() {
    assertThat(json(Examples.digits())).isEqualTo(Examples.DIGITS_JSON);
    assertThat(json(Examples.linear())).isEqualTo(Examples.LINEAR_JSON);
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(Examples.digits().hash())).isEqualTo(Examples.DIGITS_HASH);
    assertThat(hex.formatHex(Examples.linear().hash())).isEqualTo(Examples.LINEAR_HASH);
  }

  @Test
  void canonicalBytesReadBack() {
    assertThat(Hyperparameters.parseCanonical(Examples.bytes(Examples.DIGITS_JSON)))
        .isEqualTo(Examples.digits());
    assertThat(Hyperparameters.parseCanonical(Examples.bytes(Examples.LINEAR_JSON)))
        .isEqualTo(Examples.linear());
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Hyperparameters h = random(random);
      Hyperparameters back = Hyperparameters.parseCanonical(h.canonicalBytes());
      assertThat(back).isEqualTo(h);
      assertThat(back.canonicalBytes()).isEqualTo(h.canonicalBytes());
    }
  }

  @Test
  void hashIsTheCallersToChange() {
    Hyperparameters h = Examples.linear();
    h.hash()[0] ^= 1;
    h.canonicalBytes()[0] ^= 1;
    assertThat(h.hash()).isEqualTo(HexFormat.of().parseHex(Examples.LINEAR_HASH));
  }

  /** Each row: what stands in the document, what stands there instead, and the field to blame. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      value = {
        "\"batch\":32|\"batch\":0|.batch",
        "\"batch\":32|\"batch\":-1|.batch",
        "\"batch\":32|\"batch\":16777217|.batch",
        "\"batch\":32|\"batch\":4294967328|.batch",
        "\"batch\":32|\"batch\":9007199254740991|.batch",
        "\"batch\":32|\"batch\":9007199254740992|.batch",
        "\"batch\":32|\"batch\":32.0|.batch",
        "\"batch\":32|\"batch\":null|.batch",
        "\"batch\":32|\"batch\":\"32\"|.batch",
        "\"batch\":32|\"batch\":true|.batch",
        "\"batch\":32|\"batch\":32,\"batch\":32|.batch",
        "\"batch\":32,|``|.batch",
        "\"batch\":32,|\"batch\":32,\"colour\":1,|.colour",
        "\"batch\":32,|\"BATCH\":32,|``",
        "\"commitment\":{\"openings\":4,\"profile\":1}|\"commitment\":[]|.commitment",
        "\"commitment\":{\"openings\":4,\"profile\":1},|``|.commitment",
        "\"openings\":4|\"openings\":0|.commitment.openings",
        "\"openings\":4|\"openings\":65|.commitment.openings",
        "\"openings\":4|\"openings\":4294967300|.commitment.openings",
        "\"openings\":4,|``|.commitment.openings",
        "\"profile\":1|\"profile\":2|.commitment.profile",
        "\"profile\":1|\"profile\":0|.commitment.profile",
        "\"profile\":1|\"profile\":1,\"queries\":9|.commitment.queries",
        "\"format\":\"pot-hparams/1\"|\"format\":\"pot-hparams/2\"|.format",
        "\"format\":\"pot-hparams/1\"|\"format\":1|.format",
        "\"format\":\"pot-hparams/1\",|``|.format",
        "\"activation\":{\"bits\":32|\"activation\":{\"bits\":0|.formats.activation.bits",
        "\"activation\":{\"bits\":32|\"activation\":{\"bits\":63|.formats.activation.bits",
        "\"target\":{\"bits\":2,\"frac\":0}|\"target\":{\"bits\":2,\"frac\":-1}|.formats.target.frac",
        "\"target\":{\"bits\":2,\"frac\":0}|\"target\":{\"bits\":2,\"frac\":63}|.formats.target.frac",
        "\"target\":{\"bits\":2,\"frac\":0}|\"target\":{\"bits\":2}|.formats.target.frac",
        "\"target\":{\"bits\":2,\"frac\":0}|\"target\":{}|.formats.target",
        "\"target\":{\"bits\":2,\"frac\":0}|\"target\":2|.formats.target",
        "\"target\":{\"bits\":2,\"frac\":0},|``|.formats.target",
        "\"softmax_cross_entropy\"|\"hinge\"|.loss.op",
        "\"softmax_cross_entropy\",\"reduction\":\"mean\"|\"mse\",\"reduction\":\"sum\"|.loss.reduction",
        "\"reduction\":\"mean\"|\"reduction\":\"half_mean\"|.loss.reduction",
        "\"op\":\"softmax_cross_entropy\",|``|.loss.op",
        "\"loss\":{|\"loss\":{\"clip\":1,|.loss.clip",
        "\"op\":\"attested\"|\"op\":\"lenient\"|.mode.op",
        "\"op\":\"attested\"|\"op\":\"exact\"|.mode",
        "\"gate_band_log2\":-14,|``|.mode.gate_band_log2",
        "\"gate_band_log2\":-14|\"gate_band_log2\":-17|.mode.gate_band_log2",
        "\"gate_band_log2\":-14|\"gate_band_log2\":16|.mode.gate_band_log2",
        "\"tolerance_log2\":-22}|\"tolerance_log2\":-25}|.mode.tolerance_log2",
        "\"tolerance_log2\":-22}|\"tolerance_log2\":63}|.mode.tolerance_log2",
        "\"buffer_tolerance_log2\":-19|\"buffer_tolerance_log2\":-25|.mode.buffer_tolerance_log2",
        "\"input\":[64]|\"input\":[]|.model.input",
        "\"input\":[64]|\"input\":[64,64]|.model.input",
        "\"input\":[64]|\"input\":64|.model.input",
        "\"input\":[64]|\"input\":[0]|.model.input[0]",
        "\"input\":[64]|\"input\":[16777217]|.model.input[0]",
        "\"input\":[64]|\"input\":[\"64\"]|.model.input[0]",
        "\"input\":[64]|\"input\":[63]|.model.layers[0].in",
        "\"in\":32|\"in\":33|.model.layers[2].in",
        "\"in\":32|\"in\":0|.model.layers[2].in",
        "\"in\":32|\"in\":16777217|.model.layers[2].in",
        "\"out\":10|\"out\":0|.model.layers[2].out",
        "\"out\":10|\"out\":16777217|.model.layers[2].out",
        "\"out\":10|\"out\":[10]|.model.layers[2].out",
        "\"name\":\"fc2\"|\"name\":\"fc1\"|.model.layers[2].name",
        "\"name\":\"fc2\"|\"name\":\"\"|.model.layers[2].name",
        "\"name\":\"fc2\"|\"name\":\"fc 2\"|.model.layers[2].name",
        "\"name\":\"fc2\"|\"name\":\"fc/2\"|.model.layers[2].name",
        "\"name\":\"fc2\"|\"name\":2|.model.layers[2].name",
        "\"name\":\"fc2\",|``|.model.layers[2].name",
        "{\"bias\":true,\"in\":32|{\"bias\":1,\"in\":32|.model.layers[2].bias",
        "{\"bias\":true,\"in\":32|{\"in\":32|.model.layers[2].bias",
        "{\"op\":\"relu\"}|{\"op\":\"gelu\"}|.model.layers[1].op",
        "{\"op\":\"relu\"}|{}|.model.layers[1].op",
        "{\"op\":\"relu\"}|{\"op\":\"relu\",\"slope\":1}|.model.layers[1].slope",
        "{\"op\":\"relu\"}|\"relu\"|.model.layers[1]",
        "{\"e\":-23,\"m\":838861}|{\"e\":0,\"m\":0}|.optimizer.learning_rate",
        "{\"e\":-23,\"m\":838861}|{\"e\":-23,\"m\":838860}|.optimizer.learning_rate.m",
        "{\"e\":-23,\"m\":838861}|{\"e\":-23,\"m\":-838861}|.optimizer.learning_rate.m",
        "{\"e\":-23,\"m\":838861}|{\"e\":-23,\"m\":1048577}|.optimizer.learning_rate.m",
        "{\"e\":-23,\"m\":838861}|{\"e\":-1075,\"m\":838861}|.optimizer.learning_rate.e",
        "{\"e\":-23,\"m\":838861}|{\"e\":1024,\"m\":838861}|.optimizer.learning_rate.e",
        "{\"e\":-23,\"m\":838861}|{\"e\":4294967273,\"m\":838861}|.optimizer.learning_rate.e",
        "{\"e\":-23,\"m\":838861}|{\"e\":-23}|.optimizer.learning_rate.m",
        "{\"e\":-23,\"m\":838861}|\"0.1\"|.optimizer.learning_rate",
        "{\"e\":-23,\"m\":838861}|1|.optimizer.learning_rate",
        "{\"e\":-23,\"m\":838861}|0.1|.optimizer.learning_rate",
        "{\"e\":-19,\"m\":471859}|{\"e\":0,\"m\":1}|.optimizer.momentum",
        "{\"e\":-19,\"m\":471859}|{\"e\":1,\"m\":0}|.optimizer.momentum.e",
        "{\"e\":-19,\"m\":471859}|{\"e\":0,\"m\":0}|.optimizer.nesterov",
        "{\"e\":-33,\"m\":858993}|{\"e\":-33,\"m\":-1}|.optimizer.weight_decay.m",
        "\"nesterov\":true|\"nesterov\":1|.optimizer.nesterov",
        "\"nesterov\":true,|``|.optimizer.nesterov",
        "\"op\":\"sgd\"|\"op\":\"adam\"|.optimizer.op",
        "\"op\":\"sgd\",|\"op\":\"sgd\",\"dampening\":0,|``",
      })
  void aFaultyDocumentIsRefusedByItsField(String part, String replacement, String field) {
    String json = changed(part, replacement);
    refused(ROOT + field, json);
  }

  @Test
  void wrongSizesAreTiedToTheLayersByName() {
    assertThat(refused(ROOT + ".model.layers[2].in", changed("\"in\":32", "\"in\":33")))
        .hasMessageContaining("33 for layer fc2")
        .hasMessageContaining("32, the size of the output of layer fc1");
  }

  @Test
  void allThatIsMissingOrUnknownIsToldInOneMessage() {
    String json = "{\"batch\":1,\"colour\":1,\"format\":\"pot-hparams/1\"}";
    assertThat(refused(ROOT, json).found())
        .isEqualTo("no model, loss, optimizer, mode, formats, commitment and unknown colour");
  }

  @Test
  void faultsOfSeveralPartsAreToldTogether() {
    String json =
        changed("\"batch\":32", "\"batch\":0")
            .replace("\"in\":64", "\"in\":0")
            .replace("\"relu\"", "\"gelu\"")
            .replace("\"m\":471859", "\"m\":471858")
            .replace("\"bits\":2,", "\"bits\":99,")
            .replace("\"profile\":1", "\"profile\":7");
    assertThat(refused(ROOT, json).found())
        .startsWith("6 faults: ")
        .contains(
            "(1) hyperparameters.batch: ",
            "(2) hyperparameters.model.layers[0].in: ",
            "(3) hyperparameters.model.layers[1].op: ",
            "(4) hyperparameters.optimizer.momentum.m: ",
            "(5) hyperparameters.formats.target.bits: ",
            "(6) hyperparameters.commitment.profile: ");
  }

  @Test
  void aDecimalRateIsRefusedWithTheFormToWrite() {
    String rate = "{\"e\":-23,\"m\":838861}";
    String field = ROOT + ".optimizer.learning_rate";
    assertThat(refused(field, changed(rate, "\"0.1\"")).action()).contains(rate);
    assertThat(refused(field, changed(rate, "0.1")).action()).contains(rate);
    assertThat(refused(field, changed(rate, "3")).action()).contains("{\"e\":0,\"m\":3}");
  }

  @Test
  void aVerifierReadsNoOtherForm() {
    String json = Examples.DIGITS_JSON;
    refused(ROOT, " " + json);
    refused(ROOT, json + "\n");
    refused(ROOT, json.replace("{\"batch\":32,", "{").replaceAll("}$", ",\"batch\":32}"));
    refused(ROOT, "[" + json + "]");
    refused(ROOT, "");
    refused(ROOT, "1");
    refused(ROOT, "{}");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] json = Examples.bytes(Examples.DIGITS_JSON);
    for (int length = 0; length < json.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(json, length);
      Refusals.refused(() -> Hyperparameters.parseCanonical(cut));
    }
  }

  @Test
  void aChangedByteIsRefusedOrAnotherDeclaration() {
    byte[] original = Examples.bytes(Examples.DIGITS_JSON);
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] json = original.clone();
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      try {
        assertThat(Hyperparameters.parseCanonical(json).canonicalBytes()).isEqualTo(json);
      } catch (UnusableRequestException refused) {
        assertThat(refused.field()).startsWith(ROOT);
        assertThat(refused.getMessage()).matches("[ -~]+");
      }
    }
  }

  @Test
  void documentsOfManyPartsAreRefusedBriefly() {
    String layer = "{\"op\":\"relu\"}";
    String many = layer + ("," + layer).repeat(255);
    assertThat(
            Hyperparameters.parseCanonical(
                    Examples.bytes(changed("{\"op\":\"relu\"}", layer + ("," + layer).repeat(253))))
                .model()
                .layers())
        .hasSize(256);
    refused(ROOT + ".model.layers", changed("{\"op\":\"relu\"}", many));
    String faulty = ("\"" + "x".repeat(1000) + "\",").repeat(250) + layer;
    refused(ROOT, changed("{\"op\":\"relu\"}", faulty));
    StringBuilder unknown = new StringBuilder();
    for (int i = 10_000; i < 20_000; i++) {
      unknown.append("\"c").append(i).append("\":0,");
    }
    refused(ROOT, changed("\"commitment\"", unknown + "\"commitment\""));
    String name = "c".repeat(100_000);
    refused(
        ROOT + "." + "c".repeat(64) + "...",
        changed("\"commitment\"", "\"" + name + "\":0,\"commitment\""));
  }

  @Test
  void attestedModeMustFitTheFormats() {
    Hyperparameters h = Examples.digits();
    with(h, new Mode.Attested(-24, -16, -24));
    with(h, new Mode.Attested(-24, 15, 62));
    Refusals.refused(ROOT + ".mode.tolerance_log2", () -> with(h, new Mode.Attested(-25, 0, 0)));
    Refusals.refused(ROOT + ".mode.gate_band_log2", () -> with(h, new Mode.Attested(0, -17, 0)));
    Refusals.refused(ROOT + ".mode.gate_band_log2", () -> with(h, new Mode.Attested(0, 16, 0)));
    Refusals.refused(
        ROOT + ".mode.buffer_tolerance_log2", () -> with(h, new Mode.Attested(0, 0, -25)));
    Hyperparameters plain = Examples.linear();
    with(plain, new Mode.Attested(-22, -14, -22));
    Refusals.refused(
        ROOT + ".mode.buffer_tolerance_log2", () -> with(plain, new Mode.Attested(-22, -14, -21)));
  }

  private static Hyperparameters with(Hyperparameters h, Mode mode) {
    return new Hyperparameters(
        h.batch(), h.model(), h.loss(), h.optimizer(), mode, h.formats(), h.commitment());
  }
}
