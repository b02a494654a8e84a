package pot.zk.cli;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;
import pot.zk.step.Proof;
import pot.zk.step.Statement;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.ParameterShape;

/** The parts that requests have in common. */
final class StepRequest {
  private StepRequest() {}

  /**
   * Complete hyper-parameters from the member of that name; the planner fills in what is left out.
   */
  static Hyperparameters hyperparameters(Request request) {
    request.object("hyperparameters");
    return FormatPlanner.complete(HyperparametersDraft.parse(request.json("hyperparameters")));
  }

  static Statement statement(Request inputs) {
    inputs.members(
        Set.of(
            "w_t_root",
            "batch_root",
            "hparams_hash",
            "w_t1_root",
            "step_nonce",
            "step_number",
            "epoch"),
        Set.of());
    return new Statement(
        inputs.hash("w_t_root"),
        inputs.hash("batch_root"),
        inputs.hash("hparams_hash"),
        inputs.hash("w_t1_root"),
        inputs.integer("step_nonce"),
        inputs.integer("step_number"),
        inputs.integer("epoch"));
  }

  /**
   * Weights by name, or as one flat list in the order of the state. A layer's own name stands for
   * its weight.
   */
  static ModelState state(Request request, String name, ZkWitnessBuilder builder) {
    List<ParameterShape> shapes = builder.parameters();
    Map<String, double[]> tensors = new LinkedHashMap<>();
    if (request.isList(name)) {
      int total = shapes.stream().mapToInt(s -> s.rows() * s.columns()).sum();
      double[] flat = request.tensor(name, 1, total);
      int from = 0;
      for (ParameterShape shape : shapes) {
        int to = from + shape.rows() * shape.columns();
        tensors.put(shape.name(), java.util.Arrays.copyOfRange(flat, from, to));
        from = to;
      }
      return new ModelState(tensors);
    }
    Request weights = request.object(name);
    Set<String> left = new TreeSet<>(weights.names());
    for (ParameterShape shape : shapes) {
      String layer = shape.name().replaceFirst("\\.weight$", "");
      String member = weights.has(shape.name()) ? shape.name() : layer;
      tensors.put(shape.name(), weights.tensor(member, shape.rows(), shape.columns()));
      left.remove(member);
    }
    if (!left.isEmpty()) {
      throw new UnusableRequestException(
          weights.place(left.iterator().next()),
          "a tensor that is not declared",
          shapes.stream().map(ParameterShape::name).toList().toString(),
          "remove it, or declare it in the model");
    }
    return new ModelState(tensors);
  }

  static Batch batch(Request request, String inputs, String targets, Hyperparameters hp) {
    int in = hp.model().input().get(0);
    int out =
        hp.model().layers().stream()
            .filter(pot.zk.model.Layer.Linear.class::isInstance)
            .map(pot.zk.model.Layer.Linear.class::cast)
            .reduce((a, b) -> b)
            .map(pot.zk.model.Layer.Linear::out)
            .orElse(in);
    return new Batch(
        request.tensor(inputs, hp.batch(), in), request.tensor(targets, hp.batch(), out));
  }

  /** Refuses work whose largest tensor has more than 2^k limbs, where the request sets k. */
  static void checkParamsK(Request request, ZkWitnessBuilder builder) {
    if (request.has("params_k")) {
      long k = request.integer("params_k");
      long limbs = builder.largestTensorLimbs();
      if (k < 62 && limbs > 1L << k) {
        throw new UnusableRequestException(
            "params_k",
            k + ", but the largest tensor has " + limbs + " limbs",
            "at least " + (64 - Long.numberOfLeadingZeros(limbs - 1)),
            "raise params_k, or leave it out");
      }
    }
  }

  /** The bytes of the member "proof". */
  static Proof proof(Request request) {
    try {
      return new Proof(Base64.getDecoder().decode(request.text("proof")));
    } catch (IllegalArgumentException e) {
      throw new UnusableRequestException(
          "proof", "text that is no base64", "base64 of a proof", "give the proof as it was made");
    }
  }
}
