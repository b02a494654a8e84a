package pot.zk.step;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import pot.zk.commitment.ColumnVerifier;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.relation.Owner;
import pot.zk.relation.Relation;
import pot.zk.relation.RelationArgument;
import pot.zk.relation.RelationContext.TensorLimbs;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * All lies about a step, generated from its circuit and its script: a new layer is attacked without
 * more ado.
 */
final class Lies {
  private static final String LOOKUP = "lookup identity";

  private final StepPlan plan;
  private final StepCircuit circuit;
  private final Repair repair;
  private final Trace honest;

  Lies(LyingProver prover) {
    this.plan = prover.plan(check -> true);
    this.circuit = plan.circuit();
    this.repair = new Repair(circuit);
    this.honest = prover.honestTrace();
  }

  /** Every lie whose broken checks are known beforehand. */
  List<Lie> named() {
    List<Lie> lies = new ArrayList<>();
    relations(lies);
    paddings(lies);
    ranges(lies);
    multiplicities(lies);
    openings(lies);
    return lies;
  }

  /**
   * For every padded value of the proof, that value off by one or by u: the diagnosis names what
   * breaks.
   */
  List<Lie> messages() {
    List<Lie> lies = new ArrayList<>();
    List<String> labels = plan.sendLabels();
    for (int i = 0; i < labels.size(); i++) {
      Ext error = i % 2 == 0 ? Ext.ONE : new Ext(0, 1);
      int index = i;
      lies.add(
          Lie.none()
              .named(
                  "hidden value " + i + " (" + labels.get(i) + ") is wrong",
                  "a hidden value that no constraint mentions",
                  Set.of())
              .inChannel(
                  (channel, p, script) ->
                      new LyingChannel(channel) {
                        @Override
                        Ext alter(String label, int at, Ext value) {
                          return at == index ? value.plus(error) : value;
                        }
                      }));
    }
    return lies;
  }

  private void relations(List<Lie> lies) {
    for (int r = 0; r < circuit.relations().size(); r++) {
      Relation relation = circuit.relations().get(r);
      for (int index : places(relation.remainder())) {
        lies.add(
            Lie.none()
                .named(
                    "remainder of " + relation.name() + " off by one at " + index,
                    "the relation is dropped, or its point does not reach this place",
                    Set.of(RelationArgument.relationCheck(relation)))
                .inTrace(
                    trace -> {
                      long[] values = trace.get(relation.remainder());
                      values[index] += values[index] == relation.remainder().max() ? -1 : 1;
                    }));
      }
      for (int direction : new int[] {-1, 1}) {
        lies.add(outsideWindow(r, direction));
      }
    }
  }

  /**
   * The output one window further than its relation allows, with a remainder that makes up for it.
   */
  private Lie outsideWindow(int r, int direction) {
    Relation relation = circuit.relations().get(r);
    var output = repair.output(relation);
    // The least change of the output that carries any remainder out of its range.
    long step = Math.max(1, (1L << relation.remainder().bits()) / Math.abs(output.coefficient()));
    return Lie.none()
        .named(
            relation.name() + " rounded past its window, " + (direction < 0 ? "down" : "up"),
            "the remainder's range is not checked on both sides",
            Set.of(LOOKUP))
        .inTrace(
            trace -> {
              trace.get(output.tensor())[0] += direction * step;
              Repair.remainder(relation, trace);
              repair.from(r + 1, trace);
              keep(trace, output.tensor(), relation);
            });
  }

  /** Repairing later relations must not have touched this one. */
  private static void keep(Trace trace, TensorSpec tensor, Relation relation) {
    long[] expected = relation.evaluate(trace);
    if (!java.util.Arrays.equals(expected, trace.get(relation.remainder()))) {
      throw new AssertionError("the repair broke " + relation.name() + " of " + tensor.name());
    }
  }

  private void paddings(List<Lie> lies) {
    for (TensorSpec tensor : circuit.padded()) {
      if (tensor.owner() == Owner.WEIGHTS_AFTER) {
        continue;
      }
      for (int index : paddingPlaces(tensor)) {
        Trace smuggled = honest.copy();
        smuggle(smuggled, tensor, index);
        lies.add(
            Lie.none()
                .named(
                    "a value in the padding of " + tensor.name() + " at " + index,
                    "padding not proven zero: a hidden weight, feature, sample or target",
                    dirtyPaddings(smuggled))
                .inTrace(trace -> smuggle(trace, tensor, index)));
      }
    }
    if (circuit.arithmetic().tolerance() > 0) {
      smuggledWithinTolerance(lies);
    }
  }

  private void smuggle(Trace trace, TensorSpec tensor, int index) {
    trace.get(tensor)[index] = 1L << 12;
    repair.from(0, trace);
  }

  /** Only in attested mode can W' alone hide a value: the tolerance lets it appear from nothing. */
  private void smuggledWithinTolerance(List<Lie> lies) {
    for (StepCircuit.Parameter p : circuit.parameters()) {
      if (p.after().hasPadding()) {
        int index = paddingPlaces(p.after()).get(0);
        Relation update = update(p);
        lies.add(
            Lie.none()
                .named(
                    "a unit in the padding of " + p.after().name(),
                    "padding of the new weights not proven zero",
                    Set.of(RelationArgument.paddingCheck(p.after())))
                .inTrace(
                    trace -> {
                      trace.get(p.after())[index] = 1;
                      Repair.remainder(update, trace);
                    }));
      }
    }
  }

  private Relation update(StepCircuit.Parameter p) {
    return circuit.relations().stream()
        .filter(r -> repair.output(r).tensor().equals(p.after()))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> dirtyPaddings(Trace trace) {
    Set<String> dirty = new LinkedHashSet<>();
    for (TensorSpec t : circuit.padded()) {
      long[] values = trace.get(t);
      for (int i : allPadding(t)) {
        if (values[i] != 0) {
          dirty.add(RelationArgument.paddingCheck(t));
        }
      }
    }
    return dirty;
  }

  private void ranges(List<Lie> lies) {
    for (TensorSpec tensor : circuit.tensors()) {
      List<TensorLimbs.Limb> limbs = plan.of(tensor);
      for (int k = 0; k + 1 < limbs.size(); k++) {
        lies.add(borrowed(tensor, limbs.get(k), limbs.get(k + 1)));
      }
      boolean given = tensor.owner() == Owner.BATCH || tensor.owner() == Owner.WEIGHTS_BEFORE;
      if (given) {
        lies.add(outOfRange(tensor, tensor.max() + 1));
        lies.add(outOfRange(tensor, tensor.min() - 1));
      }
    }
  }

  /**
   * The same value from limbs that are no limbs: the lower one too large, the upper one less by
   * one.
   */
  private Lie borrowed(TensorSpec tensor, TensorLimbs.Limb low, TensorLimbs.Limb high) {
    return Lie.none()
        .named(
            "limb " + low.slice().name() + " above its range, the next one lower",
            "limbs not looked up: one value has many forms",
            Set.of(LOOKUP))
        .inLimbs(
            (p, owner, data) -> {
              if (owner != tensor.owner()) {
                return;
              }
              int at = 0;
              while (data[high.slice().offset() + at] == 0) {
                at++;
              }
              data[low.slice().offset() + at] += 1L << low.width();
              data[high.slice().offset() + at]--;
            });
  }

  private Lie outOfRange(TensorSpec tensor, long value) {
    return Lie.none()
        .named(
            tensor.name() + " holds " + value + ", out of range",
            "inputs and weights not range-checked: sums may wrap modulo p",
            Set.of(LOOKUP))
        .inTrace(
            trace -> {
              trace.get(tensor)[0] = value;
              repair.from(0, trace);
            });
  }

  private void multiplicities(List<Lie> lies) {
    lies.add(
        Lie.none()
            .named("a multiplicity one too large", "multiplicities not bound", Set.of(LOOKUP))
            .inMultiplicities((p, owner, data) -> data[multiplicity(3)]++));
    lies.add(
        Lie.none()
            .named("a count moved to another entry", "only the sum is bound", Set.of(LOOKUP))
            .inMultiplicities(
                (p, owner, data) -> {
                  data[multiplicity(0)] = Goldilocks.add(data[multiplicity(0)], 1);
                  data[multiplicity(1)] = Goldilocks.sub(data[multiplicity(1)], 1);
                }));
  }

  private int multiplicity(int entry) {
    return plan.lookup().multiplicities().offset() + entry;
  }

  private void openings(List<Lie> lies) {
    for (Owner owner : List.of(Owner.WEIGHTS_BEFORE, Owner.WEIGHTS_AFTER, Owner.BATCH)) {
      lies.add(
          Lie.none()
              .named(
                  "the tree of " + owner + " is over other data than the proof is about",
                  "claims not opened against the commitment",
                  Set.of(ColumnVerifier.FOLDED_LANES))
              .inCommitment(
                  (p, o, commitment, code) ->
                      o == owner ? LyingProver.withOtherTree(commitment, p, o, code) : commitment));
    }
    int laneLength = plan.parameters().laneLength();
    lies.add(clear("folded lanes", 0, "folded value", ColumnVerifier.FOLDED_LANES));
    lies.add(clear("folded lanes", laneLength, ColumnVerifier.FOLDED_LANES));
    lies.add(clear("mask form", 0, ColumnVerifier.LINEAR_TEST));
    lies.add(clear("pad message", 0, ColumnVerifier.LINEAR_TEST, ColumnVerifier.PAD_MESSAGE));
    int blinding = plan.opening().padLanes() * plan.opening().padLaneLength();
    lies.add(clear("pad message", blinding, ColumnVerifier.PAD_MESSAGE));
    lies.add(clear("masked factors", 0, "masked factor 0", "products"));
  }

  /** One element of a message in the clear off by one. */
  private static Lie clear(String message, int index, String... broken) {
    return Lie.none()
        .named(
            "element " + index + " of the " + message + " is wrong",
            "the message is not checked against what was committed",
            Set.of(broken))
        .inChannel(
            (channel, p, script) ->
                new LyingChannel(channel) {
                  @Override
                  ExtVector alterClear(String label, ExtVector values) {
                    if (label.equals(message)) {
                      values.set(index, values.get(index).plus(Ext.ONE));
                    }
                    return values;
                  }
                });
  }

  /** First, last and, where there is one, a padded place. */
  private static List<Integer> places(TensorSpec tensor) {
    Set<Integer> places = new LinkedHashSet<>();
    places.add(0);
    places.add((tensor.rows() - 1) * tensor.paddedColumns() + tensor.columns() - 1);
    places.add(tensor.paddedSize() - 1);
    return List.copyOf(places);
  }

  /** One place in the padded rows, one in the padded columns, and the corner of both. */
  private static List<Integer> paddingPlaces(TensorSpec tensor) {
    Set<Integer> places = new LinkedHashSet<>();
    int width = tensor.paddedColumns();
    if (tensor.rows() < tensor.paddedRows()) {
      places.add(tensor.rows() * width);
    }
    if (tensor.columns() < width) {
      places.add(tensor.columns());
    }
    if (tensor.rows() < tensor.paddedRows() || tensor.columns() < width) {
      places.add(tensor.paddedSize() - 1);
    }
    return List.copyOf(places);
  }

  private static List<Integer> allPadding(TensorSpec tensor) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < tensor.paddedSize(); i++) {
      boolean inside =
          i / tensor.paddedColumns() < tensor.rows()
              && i % tensor.paddedColumns() < tensor.columns();
      if (!inside) {
        places.add(i);
      }
    }
    return places;
  }
}
