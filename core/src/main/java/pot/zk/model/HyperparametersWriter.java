package pot.zk.model;

import java.util.List;
import java.util.Map;
import pot.zk.model.JsonValue.Arr;
import pot.zk.model.JsonValue.Bool;
import pot.zk.model.JsonValue.Int;
import pot.zk.model.JsonValue.Obj;
import pot.zk.model.JsonValue.Str;

/** Hyper-parameters to JSON; the other direction is {@link HyperparametersReader}. */
final class HyperparametersWriter {
  private HyperparametersWriter() {}

  static Obj json(Hyperparameters h) {
    return new Obj(
        Map.of(
            "format", new Str(Hyperparameters.FORMAT),
            "batch", new Int(h.batch()),
            "model", json(h.model()),
            "loss", json(h.loss()),
            "optimizer", json(h.optimizer()),
            "mode", json(h.mode()),
            "formats", json(h.formats()),
            "commitment", json(h.commitment())));
  }

  private static Obj json(Model model) {
    List<JsonValue> input = model.input().stream().<JsonValue>map(Int::new).toList();
    List<JsonValue> layers =
        model.layers().stream().<JsonValue>map(HyperparametersWriter::json).toList();
    return new Obj(Map.of("input", new Arr(input), "layers", new Arr(layers)));
  }

  private static Obj json(Layer layer) {
    return layer instanceof Layer.Linear(String name, int in, int out, boolean bias)
        ? new Obj(
            Map.of(
                "op", new Str("linear"),
                "name", new Str(name),
                "in", new Int(in),
                "out", new Int(out),
                "bias", new Bool(bias)))
        : new Obj(Map.of("op", new Str("relu")));
  }

  private static Obj json(Loss loss) {
    String op = loss instanceof Loss.Mse ? "mse" : "softmax_cross_entropy";
    return new Obj(Map.of("op", new Str(op), "reduction", new Str(loss.reduction().word())));
  }

  private static Obj json(Optimizer optimizer) {
    Optimizer.Sgd sgd = (Optimizer.Sgd) optimizer;
    return new Obj(
        Map.of(
            "op", new Str("sgd"),
            "learning_rate", json(sgd.learningRate()),
            "momentum", json(sgd.momentum()),
            "nesterov", new Bool(sgd.nesterov()),
            "weight_decay", json(sgd.weightDecay())));
  }

  private static Obj json(Dyadic d) {
    return new Obj(Map.of("m", new Int(d.m()), "e", new Int(d.e())));
  }

  private static Obj json(Mode mode) {
    return mode instanceof Mode.Attested(int tolerance, int band, int buffer)
        ? new Obj(
            Map.of(
                "op", new Str("attested"),
                "tolerance_log2", new Int(tolerance),
                "gate_band_log2", new Int(band),
                "buffer_tolerance_log2", new Int(buffer)))
        : new Obj(Map.of("op", new Str("exact")));
  }

  private static Obj json(Formats f) {
    return new Obj(
        Map.of(
            "weight", json(f.weight()),
            "input", json(f.input()),
            "target", json(f.target()),
            "activation", json(f.activation()),
            "gradient", json(f.gradient()),
            "buffer", json(f.buffer())));
  }

  private static Obj json(TensorFormat format) {
    return new Obj(Map.of("frac", new Int(format.frac()), "bits", new Int(format.bits())));
  }

  private static Obj json(CommitmentSettings c) {
    return new Obj(Map.of("profile", new Int(c.profile()), "openings", new Int(c.openings())));
  }
}
