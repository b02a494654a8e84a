package pot.zk.model;

import java.util.regex.Pattern;
import pot.zk.error.UnusableRequestException;

/** A layer of a model. */
public sealed interface Layer {
  /** The largest dimension. */
  int MAX_DIMENSION = 1 << 24;

  /** Names of layers. */
  Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /**
   * y = x W + b.
   *
   * @param name 1 to 64 letters, digits, dots, underscores or hyphens
   * @param in, out 1 to 2^24
   */
  record Linear(String name, int in, int out, boolean bias) implements Layer {
    /**
     * @throws UnusableRequestException if the name or a size is out of range
     */
    public Linear {
      if (!NAME.matcher(name).matches()) {
        throw new UnusableRequestException(
            "model.layers",
            "a layer named \"" + name + "\"",
            "a name matching " + NAME,
            "rename the layer");
      }
      if (in < 1 || in > MAX_DIMENSION || out < 1 || out > MAX_DIMENSION) {
        throw new UnusableRequestException(
            "model.layers", in + " x " + out, "sizes from 1 to 2^24", "correct the sizes");
      }
    }
  }

  /** max(x, 0), element by element. */
  record Relu() implements Layer {}

  /** Its JSON object. */
  default JsonValue toJson() {
    return switch (this) {
      case Linear(String name, int in, int out, boolean bias) ->
          Json.object("op", "linear", "name", name, "in", in, "out", out, "bias", bias);
      case Relu r -> Json.object("op", "relu");
    };
  }

  static Layer read(String path, JsonValue value) {
    return switch (Members.op(path, value)) {
      case "linear" -> {
        Members m = Members.of(path, value, "op", "name", "in", "out", "bias");
        yield new Linear(
            m.string("name"),
            m.smallInteger("in", 1, MAX_DIMENSION),
            m.smallInteger("out", 1, MAX_DIMENSION),
            m.bool("bias"));
      }
      case "relu" -> {
        Members.of(path, value, "op");
        yield new Relu();
      }
      default ->
          throw new UnusableRequestException(
              path + ".op",
              "\"" + Members.op(path, value) + "\"",
              "linear or relu",
              "choose one of these");
    };
  }
}
