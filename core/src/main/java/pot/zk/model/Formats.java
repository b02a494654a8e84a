package pot.zk.model;

/** The formats of all kinds of tensors; the buffer format is there even where there are no buffers. */
public record Formats(
    TensorFormat weight,
    TensorFormat input,
    TensorFormat target,
    TensorFormat activation,
    TensorFormat gradient,
    TensorFormat buffer) {
  JsonValue toJson() {
    return Json.object(
        "weight", weight.toJson(),
        "input", input.toJson(),
        "target", target.toJson(),
        "activation", activation.toJson(),
        "gradient", gradient.toJson(),
        "buffer", buffer.toJson());
  }

  static Formats read(String path, JsonValue value) {
    Members m =
        Members.of(path, value, "weight", "input", "target", "activation", "gradient", "buffer");
    return new Formats(
        m.read("weight", TensorFormat::read),
        m.read("input", TensorFormat::read),
        m.read("target", TensorFormat::read),
        m.read("activation", TensorFormat::read),
        m.read("gradient", TensorFormat::read),
        m.read("buffer", TensorFormat::read));
  }
}
