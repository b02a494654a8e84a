package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.StepArithmetic;
import pot.zk.model.Hyperparameters;

/**
 * All that one step claims: its tensors, the relations between them and the paddings that are zero.
 * Made from the hyper-parameters alone, by prover, verifier and tests alike. In the order of the
 * relations each is solved by what comes before it: so the circuit is also the program of the step.
 *
 * @param inputs, targets the batch
 * @param parameters the state, in its order
 * @param output of the model
 * @param gradient of the model's last linear layer
 * @param stages the layers, in order
 * @param tensors all of them, those of each owner in the order in which they are committed
 * @param lookups what is taken from public tables
 */
public record StepCircuit(
    StepArithmetic arithmetic,
    TensorSpec inputs,
    TensorSpec targets,
    List<Parameter> parameters,
    Combination output,
    TensorSpec gradient,
    List<Stage> stages,
    List<TensorSpec> tensors,
    List<Relation> relations,
    List<TableLookup> lookups) {
  /** log2 of the most values of one tensor. */
  static final int MAX_TENSOR_VARIABLES = 26;

  /** A layer with its tensors. */
  public sealed interface Stage {
    record Linear(LinearLayer layer) implements Stage {}

    record Relu(ReluLayer layer) implements Stage {}
  }

  /**
   * One tensor of the state, before and after: a parameter or its buffer.
   *
   * @param name as users know it, such as {@code fc1.weight}
   * @param update the relation between them
   * @param gradient of the loss, for a parameter
   * @param kappa fractional bits of the update beyond the tensor's own
   * @param tolerance t: 0 in exact mode, else it may be off by 2^(t-1) units
   */
  public record Parameter(
      String name,
      TensorSpec before,
      TensorSpec after,
      Relation update,
      Optional<Gradient> gradient,
      int kappa,
      int tolerance) {
    /** The largest deviation that is still accepted, in units. */
    public long toleranceUnits() {
      return tolerance == 0 ? 0 : 1L << (tolerance - 1);
    }
  }

  /**
   * A parameter's gradient, in the units in which it enters an update.
   *
   * @param term on the grid of the parameter
   * @param frac its fractional bits
   * @param timesRate whether the learning rate is folded in
   */
  public record Gradient(Term term, int frac, boolean timesRate) {}

  /**
   * The circuit of a step.
   *
   * @throws UnusableRequestException if a value could wrap modulo p
   */
  public static StepCircuit of(Hyperparameters hp) {
    StepCircuit circuit = new CircuitBuilder(hp).build();
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

  /** The relations before the updates: those that the state after the step has no part in. */
  public List<Relation> beforeUpdates() {
    return relations.subList(0, relations.size() - parameters.size());
  }

  /** The state in the order in which it is updated: a buffer before what it moves. */
  public List<Parameter> inUpdateOrder() {
    return relations.subList(relations.size() - parameters.size(), relations.size()).stream()
        .map(r -> parameters.stream().filter(p -> p.update().equals(r)).findFirst().orElseThrow())
        .toList();
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

  /** Tensors in the order of commitment: given ones, then determined ones, then remainders. */
  static List<TensorSpec> inOrder(
      List<Parameter> parameters, TensorSpec inputs, TensorSpec targets, List<Relation> relations) {
    List<TensorSpec> tensors = new ArrayList<>();
    parameters.forEach(p -> tensors.add(p.before()));
    parameters.forEach(p -> tensors.add(p.after()));
    tensors.addAll(List.of(inputs, targets));
    for (Relation r : relations) {
      r.determined().stream()
          .flatMap(d -> d.tensors().stream())
          .filter(t -> t.owner() == Owner.AUXILIARY)
          .forEach(tensors::add);
    }
    relations.forEach(r -> r.remainder().ifPresent(tensors::add));
    return List.copyOf(tensors);
  }
}
