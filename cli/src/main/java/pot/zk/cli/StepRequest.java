package pot.zk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import pot.zk.cli.json.JsonReader;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;
import pot.zk.step.Statement;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.ParameterShape;

/** The parts that requests have in common. */
final class StepRequest {
  private static final Set<String> STATEMENT =
      Set.of(
          "w_t_root",
          "batch_root",
          "hparams_hash",
          "w_t1_root",
          "step_nonce",
          "step_number",
          "epoch");

  private StepRequest() {}

  /**
   * Complete hyper-parameters from the member of that name; the planner fills in what is left out.
   */
  static Hyperparameters hyperparameters(Request request) {
    request.object("hyperparameters");
    Hyperparameters hp =
        FormatPlanner.complete(HyperparametersDraft.parse(request.json("hyperparameters")));
    VectorModule.loadFor(hp);
    return hp;
  }

  /** The statement, all faults of its members together. */
  static Statement statement(Request request) {
    Request inputs = request.object("public_inputs");
    Faults faults = new Faults();
    faults.check(() -> inputs.members(STATEMENT, Set.of()));
    Optional<byte[]> wt = hash(inputs, "w_t_root", faults);
    Optional<byte[]> batch = hash(inputs, "batch_root", faults);
    Optional<byte[]> hparams = hash(inputs, "hparams_hash", faults);
    Optional<byte[]> wt1 = hash(inputs, "w_t1_root", faults);
    Optional<Long> nonce = number(inputs, "step_nonce", faults);
    Optional<Long> step = number(inputs, "step_number", faults);
    Optional<Long> epoch = number(inputs, "epoch", faults);
    faults.throwIfAny();
    return new Statement(
        wt.orElseThrow(),
        batch.orElseThrow(),
        hparams.orElseThrow(),
        wt1.orElseThrow(),
        nonce.orElseThrow(),
        step.orElseThrow(),
        epoch.orElseThrow());
  }

  /** A member that is missing has been reported by the list of members. */
  private static Optional<byte[]> hash(Request inputs, String name, Faults faults) {
    return inputs.has(name) ? faults.get(() -> inputs.hash(name)) : Optional.empty();
  }

  private static Optional<Long> number(Request inputs, String name, Faults faults) {
    return inputs.has(name) ? faults.get(() -> inputs.integer(name)) : Optional.empty();
  }

  /**
   * Weights by name, as one flat tensor in the order of the state, or as an .npz file. A layer's
   * own name stands for its weight.
   */
  static ModelState state(Request request, String name, ZkWitnessBuilder builder) {
    return tensors(request, name, builder.parameters());
  }

  /** Gradients, given like weights; buffers have none. */
  static ModelState gradients(Request request, String name, ZkWitnessBuilder builder) {
    return tensors(request, name, builder.parameters().stream().filter(s -> !s.buffer()).toList());
  }

  private static ModelState tensors(Request request, String name, List<ParameterShape> shapes) {
    if (request.isReference(name)) {
      return request.referenced(name, in -> referenced(in, request.place(name), shapes));
    }
    if (request.isList(name)) {
      return cut(request.tensor(name, 1, total(shapes)), shapes);
    }
    Request weights = request.object(name);
    Faults faults = new Faults();
    Map<String, double[]> tensors = new LinkedHashMap<>();
    Set<String> left = new TreeSet<>(weights.names());
    for (ParameterShape shape : shapes) {
      String member = weights.has(shape.name()) ? shape.name() : layer(shape);
      faults
          .get(() -> weights.tensor(member, shape.rows(), shape.columns()))
          .ifPresent(values -> tensors.put(shape.name(), values));
      left.remove(member);
    }
    if (!left.isEmpty()) {
      faults.check(() -> notDeclared(weights.place(left.iterator().next()), shapes));
    }
    faults.throwIfAny();
    return new ModelState(tensors);
  }

  /** An .npz file of all tensors, or an .npy file with all of them in a row. */
  private static ModelState referenced(InputStream file, String place, List<ParameterShape> shapes)
      throws IOException {
    PushbackInputStream in = new PushbackInputStream(file, 1);
    int first = in.read();
    if (first >= 0) {
      in.unread(first);
    }
    return first == 'P'
        ? Npz.read(in, place, shapes)
        : cut(Npy.read(in, place, 1, total(shapes)), shapes);
  }

  private static ModelState cut(double[] flat, List<ParameterShape> shapes) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    int from = 0;
    for (ParameterShape shape : shapes) {
      int to = from + shape.rows() * shape.columns();
      tensors.put(shape.name(), Arrays.copyOfRange(flat, from, to));
      from = to;
    }
    return new ModelState(tensors);
  }

  private static int total(List<ParameterShape> shapes) {
    return shapes.stream().mapToInt(s -> s.rows() * s.columns()).sum();
  }

  /** The name of a weight's layer, which may stand for it. */
  static String layer(ParameterShape shape) {
    return shape.name().replaceFirst("\\.weight$", "");
  }

  static void notDeclared(String place, List<ParameterShape> shapes) {
    throw new UnusableRequestException(
        place,
        "a tensor that is not declared",
        shapes.stream().map(ParameterShape::name).toList().toString(),
        "remove it, or declare it in the model");
  }

  /** The member "batch" of inputs and targets. */
  static Batch batch(Request request, Hyperparameters hp) {
    Request batch = request.object("batch").members(Set.of("inputs", "targets"), Set.of());
    return batch(batch, "inputs", "targets", hp);
  }

  /** Inputs and targets, each of them checked. */
  static Batch batch(Request request, String inputs, String targets, Hyperparameters hp) {
    int in = hp.model().input().get(0);
    int out =
        hp.model().layers().stream()
            .filter(Layer.Linear.class::isInstance)
            .map(Layer.Linear.class::cast)
            .reduce((a, b) -> b)
            .map(Layer.Linear::out)
            .orElse(in);
    Faults faults = new Faults();
    Optional<double[]> x = faults.get(() -> request.tensor(inputs, hp.batch(), in));
    Optional<double[]> y = faults.get(() -> request.tensor(targets, hp.batch(), out));
    faults.throwIfAny();
    return new Batch(x.orElseThrow(), y.orElseThrow());
  }

  /** Adds the complete hyper-parameters and their hash. */
  static void putHyperparameters(ObjectNode answer, Hyperparameters hp) {
    answer.put("hparams_hash", HexFormat.of().formatHex(hp.hash()));
    answer.set("hyperparameters", JsonReader.read(hp.canonicalBytes()));
  }

  /** Soundness to a tenth of a bit, rounded down. */
  static double tenths(double bits) {
    return Math.floor(10 * bits) / 10;
  }

  /** Refuses work whose largest tensor has more than 2^k limbs, where the request sets k. */
  static void checkParamsK(Request request, long limbs) {
    if (request.has("params_k")) {
      long k = request.integer("params_k");
      if (k < 62 && limbs > 1L << k) {
        throw new UnusableRequestException(
            "params_k",
            k + ", but the largest tensor has " + limbs + " limbs",
            "at least " + paramsK(limbs),
            "raise params_k, or leave it out");
      }
    }
  }

  /** The least k for which a tensor of so many limbs has at most 2^k. */
  static int paramsK(long limbs) {
    return 64 - Long.numberOfLeadingZeros(Math.max(1, limbs - 1));
  }

  /** The most bytes of a proof: what is longer is none. */
  private static final int MAX_PROOF = 1 << 29;

  /** The bytes of the member "proof": base64, or a file. */
  static byte[] proof(Request request) {
    if (request.isReference("proof")) {
      return request.referenced("proof", in -> in.readNBytes(MAX_PROOF));
    }
    String text = request.text("proof", "base64, or {\"file\":\"x.proof\"}");
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableRequestException(
          "proof", "text that is no base64", "base64 of a proof", "give the proof as it was made");
    }
  }
}
