package pot.zk.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;

/**
 * The multilayer perceptron of a benchmark: linear layers with biases, ReLU between them, plain SGD
 * at rate 0.01.
 *
 * @param widths inputs, then the outputs of each layer
 * @param batch samples
 * @param entropy softmax cross-entropy as the loss, else mean squared error
 */
public record Network(List<Integer> widths, int batch, boolean entropy) {
  private static final int RATE_M = 671_089;
  private static final int RATE_E = -26;

  /** The learning rate, next to 0.01, as a declaration has it. */
  static final double RATE = Math.scalb((double) RATE_M, RATE_E);

  /**
   * Two layers of 2^log2 weights together and biases, square or twice as wide as high. Widths are
   * powers of two, so that nothing is padded.
   *
   * @param log2 at least 3
   */
  public static Network ofSize(int log2, int batch) {
    int width = 1 << ((log2 - 1) / 2);
    int middle = 1 << (log2 / 2);
    return new Network(List.of(width, middle, width), batch, false);
  }

  /** The number of linear layers. */
  int layers() {
    return widths.size() - 1;
  }

  int in(int layer) {
    return widths.get(layer);
  }

  int out(int layer) {
    return widths.get(layer + 1);
  }

  /** Weights and biases. */
  public long parameters() {
    long sum = 0;
    for (int l = 0; l < layers(); l++) {
      sum += (in(l) + 1L) * out(l);
    }
    return sum;
  }

  /**
   * Floating-point operations of the matrix products of one step: forward, weight gradients, and
   * input gradients but for the first layer.
   */
  long flops() {
    long sum = 0;
    for (int l = 0; l < layers(); l++) {
      sum += (l == 0 ? 4L : 6L) * batch * in(l) * out(l);
    }
    return sum;
  }

  /** The name of a layer's weight in the declared model. */
  static String weight(int layer) {
    return name(layer) + ".weight";
  }

  /** The name of a layer's bias. */
  static String bias(int layer) {
    return name(layer) + ".bias";
  }

  private static String name(int layer) {
    return "fc" + (layer + 1);
  }

  /**
   * The declaration, complete.
   *
   * @throws pot.zk.error.UnusableRequestException if such steps cannot be declared
   */
  public Hyperparameters hyperparameters(boolean attested, int openings) {
    return FormatPlanner.complete(
        HyperparametersDraft.parse(
            declaration(attested, openings).getBytes(StandardCharsets.UTF_8)));
  }

  private String declaration(boolean attested, int openings) {
    String model =
        IntStream.range(0, layers())
            .mapToObj(
                l ->
                    "{\"bias\":true,\"in\":%d,\"name\":\"%s\",\"op\":\"linear\",\"out\":%d}"
                        .formatted(in(l), name(l), out(l)))
            .collect(Collectors.joining(",{\"op\":\"relu\"},"));
    String loss = entropy ? "softmax_cross_entropy" : "mse";
    String mode = attested ? "attested" : "exact";
    return """
        {"format":"pot-hparams/1","batch":%d,"model":{"input":[%d],"layers":[%s]},
         "loss":{"op":"%s","reduction":"mean"},
         "optimizer":{"op":"sgd","learning_rate":{"m":%d,"e":%d},"momentum":{"m":0,"e":0},"nesterov":false,"weight_decay":{"m":0,"e":0}},
         "mode":{"op":"%s"},"commitment":{"profile":1,"openings":%d}}
        """
        .formatted(batch, in(0), model, loss, RATE_M, RATE_E, mode, openings);
  }
}
