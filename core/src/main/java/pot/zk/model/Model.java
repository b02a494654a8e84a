package pot.zk.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import pot.zk.error.UnusableRequestException;

/**
 * Layers, applied one after the other.
 *
 * <p>Throws {@link UnusableRequestException} if any of this is not so; it names the layer.
 *
 * @param input the shape of one sample: exactly one size, from 1 to {@value #MAX_DIMENSION}
 * @param layers 1 to {@value #MAX_LAYERS}, each taking what the one before gives; names are unique
 */
public record Model(List<Integer> input, List<Layer> layers) {
  /** The largest size of anything. */
  public static final int MAX_DIMENSION = 1 << 24;

  public static final int MAX_LAYERS = 256;

  static final String PATH = Checks.ROOT + ".model";

  public Model {
    input = List.copyOf(input);
    layers = List.copyOf(layers);
    checkCount(PATH + ".input", input.size(), 1, "sizes");
    Checks.range(PATH + ".input[0]", input.getFirst(), 1, MAX_DIMENSION);
    checkCount(PATH + ".layers", layers.size(), MAX_LAYERS, "layers");
    checkSizes(input.getFirst(), layers);
    checkNames(layers);
  }

  static void checkCount(String path, int count, int most, String what) {
    if (count < 1 || count > most) {
      throw new UnusableRequestException(
          path, count + " " + what, most == 1 ? "exactly 1" : "1 to " + most, "declare that many");
    }
  }

  private static void checkSizes(int inputSize, List<Layer> layers) {
    int size = inputSize;
    String giver = "the input";
    for (int i = 0; i < layers.size(); i++) {
      // An activation keeps the size.
      if (layers.get(i) instanceof Layer.Linear linear) {
        if (linear.in() != size) {
          throw new UnusableRequestException(
              PATH + ".layers[" + i + "].in",
              linear.in() + " for layer " + linear.name(),
              size + ", the size of " + giver,
              "make neighbouring sizes equal");
        }
        size = linear.out();
        giver = "the output of layer " + linear.name();
      }
    }
  }

  private static void checkNames(List<Layer> layers) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Linear linear && !names.add(linear.name())) {
        throw new UnusableRequestException(
            PATH + ".layers[" + i + "].name",
            linear.name() + ", the name of an earlier layer",
            "a name of its own",
            "rename one of the two layers");
      }
    }
  }
}
