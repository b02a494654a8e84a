package pot.zk.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/**
 * Two documents with all there is in them. Their bytes and hashes were made by Python: {@code
 * json.dumps(o, sort_keys=True, separators=(",", ":"))} and {@code hashlib.sha256}.
 */
final class Examples {
  /** Two layers, softmax, momentum, attested. */
  static final String DIGITS_JSON =
      "{\"batch\":32,\"commitment\":{\"openings\":4,\"profile\":1},\"format\":\"pot-hpar"
          + "ams/1\",\"formats\":{\"activation\":{\"bits\":32,\"frac\":16},\"buffer\":{\"bits\":"
          + "32,\"frac\":24},\"gradient\":{\"bits\":40,\"frac\":30},\"input\":{\"bits\":24,\"fra"
          + "c\":16},\"target\":{\"bits\":2,\"frac\":0},\"weight\":{\"bits\":32,\"frac\":24}},\"l"
          + "oss\":{\"op\":\"softmax_cross_entropy\",\"reduction\":\"mean\"},\"mode\":{\"buffer"
          + "_tolerance_log2\":-19,\"gate_band_log2\":-14,\"op\":\"attested\",\"tolerance_l"
          + "og2\":-22},\"model\":{\"input\":[64],\"layers\":[{\"bias\":true,\"in\":64,\"name\":"
          + "\"fc1\",\"op\":\"linear\",\"out\":32},{\"op\":\"relu\"},{\"bias\":true,\"in\":32,\"name"
          + "\":\"fc2\",\"op\":\"linear\",\"out\":10}]},\"optimizer\":{\"learning_rate\":{\"e\":-2"
          + "3,\"m\":838861},\"momentum\":{\"e\":-19,\"m\":471859},\"nesterov\":true,\"op\":\"sg"
          + "d\",\"weight_decay\":{\"e\":-33,\"m\":858993}}}";

  static final String DIGITS_HASH =
      "df41c71b6d0d46f8a21a4157df4c4c70ac61c6bd912fdcaca4d34ae2dc13aad7";

  /** One layer, squared error, plain SGD, exact. */
  static final String LINEAR_JSON =
      "{\"batch\":1,\"commitment\":{\"openings\":8,\"profile\":1},\"format\":\"pot-hpara"
          + "ms/1\",\"formats\":{\"activation\":{\"bits\":32,\"frac\":16},\"buffer\":{\"bits\":3"
          + "2,\"frac\":24},\"gradient\":{\"bits\":38,\"frac\":36},\"input\":{\"bits\":24,\"frac"
          + "\":16},\"target\":{\"bits\":32,\"frac\":16},\"weight\":{\"bits\":32,\"frac\":24}},\""
          + "loss\":{\"op\":\"mse\",\"reduction\":\"half_mean\"},\"mode\":{\"op\":\"exact\"},\"mode"
          + "l\":{\"input\":[16],\"layers\":[{\"bias\":false,\"in\":16,\"name\":\"layer1\",\"op\":"
          + "\"linear\",\"out\":4}]},\"optimizer\":{\"learning_rate\":{\"e\":-26,\"m\":671089},"
          + "\"momentum\":{\"e\":0,\"m\":0},\"nesterov\":false,\"op\":\"sgd\",\"weight_decay\":{\""
          + "e\":0,\"m\":0}}}";

  static final String LINEAR_HASH =
      "5a3d1e7d4791581ddd6117f109633c20352c5a92944abfd75d9b1792b552a8fd";

  private Examples() {}

  static Hyperparameters digits() {
    return new Hyperparameters(
        32,
        new Model(
            List.of(64),
            List.of(
                new Layer.Linear("fc1", 64, 32, true),
                new Layer.Relu(),
                new Layer.Linear("fc2", 32, 10, true))),
        new Loss.SoftmaxCrossEntropy(Reduction.MEAN),
        new Optimizer.Sgd(
            Dyadic.ofDecimal("0.1"), Dyadic.ofDecimal("0.9"), true, Dyadic.ofDecimal("0.0001")),
        new Mode.Attested(-22, -14, -19),
        formats(new TensorFormat(0, 2), new TensorFormat(30, 40)),
        new CommitmentSettings(1, 4));
  }

  static Hyperparameters linear() {
    return new Hyperparameters(
        1,
        new Model(List.of(16), List.of(new Layer.Linear("layer1", 16, 4, false))),
        new Loss.Mse(Reduction.HALF_MEAN),
        plainSgd("0.01"),
        new Mode.Exact(),
        formats(new TensorFormat(16, 32), new TensorFormat(36, 38)),
        new CommitmentSettings(1, 8));
  }

  static Optimizer plainSgd(String rate) {
    return new Optimizer.Sgd(Dyadic.ofDecimal(rate), Dyadic.ZERO, false, Dyadic.ZERO);
  }

  static Formats formats(TensorFormat target, TensorFormat gradient) {
    TensorFormat weight = new TensorFormat(24, 32);
    return new Formats(
        weight, new TensorFormat(16, 24), target, new TensorFormat(16, 32), gradient, weight);
  }

  static byte[] bytes(String json) {
    return json.getBytes(US_ASCII);
  }
}
