package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.StepArithmetic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.poly.Multilinear;

/**
 * All that one step claims: its tensors, the relations between them and the paddings that are zero.
 * Made from the hyper-parameters alone, by prover, verifier and tests alike.
 *
 * @param inputs, targets the batch
 * @param parameters the state, in its order
 * @param output, gradient of the model's last layer
 * @param tensors all of them, those of each owner in the order in which they are committed
 */
public record StepCircuit(
    StepArithmetic arithmetic,
    TensorSpec inputs,
    TensorSpec targets,
    List<Parameter> parameters,
    TensorSpec output,
    TensorSpec gradient,
    List<TensorSpec> tensors,
    List<Relation> relations) {
  /** log2 of the most values of one tensor. */
  private static final int MAX_TENSOR_VARIABLES = 26;

  /**
   * One parameter tensor in both states.
   *
   * @param name as users know it, such as {@code fc1.weight}
   */
  public record Parameter(String name, TensorSpec before, TensorSpec after) {}

  /**
   * The circuit of a step.
   *
   * @throws UnusableRequestException if a value could wrap modulo p
   */
  public static StepCircuit of(Hyperparameters hp) {
    StepArithmetic a = StepArithmetic.of(hp);
    checkSizes(hp.batch(), a.layer());
    Layer.Linear layer = a.layer();
    TensorSpec inputs =
        new TensorSpec(
            "inputs",
            Owner.BATCH,
            hp.batch(),
            layer.in(),
            a.input().frac(),
            a.input().bits(),
            true,
            true);
    TensorSpec targets =
        new TensorSpec(
            "targets",
            Owner.BATCH,
            hp.batch(),
            layer.out(),
            a.target().frac(),
            a.target().bits(),
            true,
            true);
    TensorSpec output =
        auxiliary(
            layer.name() + ".output",
            hp.batch(),
            layer.out(),
            a.activation().frac(),
            a.activation().bits());
    TensorSpec gradient =
        auxiliary("gradient", hp.batch(), layer.out(), a.gradient().frac(), a.gradient().bits());

    Parameter weight = parameter(layer.name() + ".weight", layer.in(), layer.out(), a);
    Optional<Parameter> bias =
        layer.bias()
            ? Optional.of(parameter(layer.name() + ".bias", 1, layer.out(), a))
            : Optional.empty();
    LinearLayer linear =
        new LinearLayer(layer.name(), inputs, weight.before(), bias.map(Parameter::before));

    List<Relation> relations = new ArrayList<>();
    relations.add(linear.forward(output, a.forwardShift()));
    relations.add(
        MeanSquaredError.gradient(output, targets, gradient, a.lossFactor(), a.lossShift()));
    relations.add(update(weight, linear.weightGradient(gradient), a.weightKappa(), a.tolerance()));
    bias.ifPresent(
        b -> relations.add(update(b, linear.biasGradient(gradient), a.biasKappa(), a.tolerance())));
    List<Parameter> parameters = new ArrayList<>(List.of(weight));
    bias.ifPresent(parameters::add);
    StepCircuit circuit =
        new StepCircuit(
            a,
            inputs,
            targets,
            List.copyOf(parameters),
            output,
            gradient,
            tensors(parameters, inputs, targets, output, gradient, relations),
            List.copyOf(relations));
    circuit.checkBounds();
    return circuit;
  }

  /** The tensors of one owner, in the order in which they are committed. */
  public List<TensorSpec> tensors(Owner owner) {
    return tensors.stream().filter(t -> t.owner() == owner).toList();
  }

  /** The tensors whose padding is claimed to be zero. */
  public List<TensorSpec> padded() {
    return tensors.stream().filter(t -> t.zeroPadded() && t.hasPadding()).toList();
  }

  /** Padded sizes are computed as ints from here on. */
  private static void checkSizes(int batch, Layer.Linear layer) {
    int b = Multilinear.variables(batch);
    int in = Multilinear.variables(layer.in());
    int out = Multilinear.variables(layer.out());
    int largest = Math.max(in + out, b + Math.max(in, out));
    if (largest > MAX_TENSOR_VARIABLES) {
      throw new UnusableRequestException(
          "hyperparameters.model",
          layer.in() + " x " + layer.out() + " in a batch of " + batch,
          "tensors of at most 2^" + MAX_TENSOR_VARIABLES + " values, padded to powers of two",
          "prove a smaller model or batch");
    }
  }

  private void checkBounds() {
    for (Relation relation : relations) {
      if (!relation.cannotWrap()) {
        throw new UnusableRequestException(
            "hyperparameters.formats",
            relation.name() + " can reach 2^" + relation.bound().bitLength(),
            "less than 2^63 for " + relation.rows() + " x " + relation.columns() + " values",
            "use fewer bits in the formats, or leave the formats out and let the planner choose");
      }
    }
  }

  private static Relation update(Parameter p, Term gradient, int kappa, int tolerance) {
    return SgdUpdate.of(p.name(), p.before(), p.after(), gradient, kappa, tolerance);
  }

  private static Parameter parameter(String name, int rows, int columns, StepArithmetic a) {
    int frac = a.weight().frac();
    int bits = a.weight().bits();
    return new Parameter(
        name,
        new TensorSpec(
            "weights_before/" + name, Owner.WEIGHTS_BEFORE, rows, columns, frac, bits, true, true),
        new TensorSpec(
            "weights_after/" + name, Owner.WEIGHTS_AFTER, rows, columns, frac, bits, true, true));
  }

  private static TensorSpec auxiliary(String name, int rows, int columns, int frac, int bits) {
    return new TensorSpec(name, Owner.AUXILIARY, rows, columns, frac, bits, true, false);
  }

  private static List<TensorSpec> tensors(
      List<Parameter> parameters,
      TensorSpec inputs,
      TensorSpec targets,
      TensorSpec output,
      TensorSpec gradient,
      List<Relation> relations) {
    List<TensorSpec> tensors = new ArrayList<>();
    parameters.forEach(p -> tensors.add(p.before()));
    parameters.forEach(p -> tensors.add(p.after()));
    tensors.addAll(List.of(inputs, targets, output, gradient));
    relations.forEach(r -> tensors.add(r.remainder()));
    return List.copyOf(tensors);
  }
}
