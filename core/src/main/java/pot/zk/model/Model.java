package pot.zk.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import pot.zk.error.UnusableRequestException;

/**
 * A sequence of layers.
 *
 * @param input the shape of one sample: one dimension
 * @param layers 1 to 256 of them, each taking what the one before gives
 */
public record Model(List<Integer> input, List<Layer> layers) {
  private static final int MAX_LAYERS = 256;

  /**
   * @throws UnusableRequestException if sizes do not fit or names repeat
   */
  public Model {
    input = List.copyOf(input);
    layers = List.copyOf(layers);
    if (input.size() != 1 || layers.isEmpty() || layers.size() > MAX_LAYERS) {
      throw new UnusableRequestException(
          "model",
          "input " + input + " and " + layers.size() + " layers",
          "one input dimension and 1 to " + MAX_LAYERS + " layers",
          "correct the declaration");
    }
    int width = input.get(0);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Linear linear) {
        if (linear.in() != width) {
          throw new UnusableRequestException(
              "model.layers[" + i + "].in",
              Integer.toString(linear.in()),
              width + ", what comes before gives",
              "make the sizes of neighbouring layers equal");
        }
        if (!names.add(linear.name())) {
          throw new UnusableRequestException(
              "model.layers[" + i + "].name",
              "\"" + linear.name() + "\" a second time",
              "different names",
              "rename one of the layers");
        }
        width = linear.out();
      }
    }
  }

  JsonValue toJson() {
    return Json.object(
        "input",
        Json.array(input),
        "layers",
        Json.array(layers.stream().map(Layer::toJson).toList()));
  }

  static Model read(String path, JsonValue value) {
    Members m = Members.of(path, value, "input", "layers");
    return new Model(
        m.array("input", 1, Model::dimension), m.array("layers", MAX_LAYERS, Layer::read));
  }

  private static Integer dimension(String path, JsonValue value) {
    if (value instanceof JsonValue.Int(long n) && n >= 1 && n <= Layer.MAX_DIMENSION) {
      return (int) n;
    }
    throw new UnusableRequestException(
        path, Members.describe(value), "a size from 1 to 2^24", "correct it");
  }
}
