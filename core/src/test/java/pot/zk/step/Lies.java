package pot.zk.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pot.zk.commitment.ColumnVerifier;
import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.lookup.LookupTable;
import pot.zk.relation.Owner;
import pot.zk.relation.Relation;
import pot.zk.relation.RelationArgument;
import pot.zk.relation.RelationContext.TensorLimbs;
import pot.zk.relation.ReluLayer;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;

/**
 * All lies about a step, generated from its circuit and its script: a new layer is attacked without
 * more ado.
 */
final class Lies {
  private static final String LOOKUP = BrokenChecks.LOOKUP;

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
    lies.addAll(SoftmaxLies.of(plan, repair, honest));
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
      if (relation.remainder().isPresent()) {
        remainders(relation, relation.remainder().get(), lies);
      }
      if (relation.solution().isPresent()) {
        if (relation.remainder().isPresent()) {
          lies.add(outsideWindow(r, -1));
          lies.add(outsideWindow(r, 1));
        } else {
          lies.add(otherValue(r));
        }
      }
    }
    for (StepCircuit.Stage stage : circuit.stages()) {
      if (stage instanceof StepCircuit.Stage.Relu(ReluLayer layer)) {
        gates(layer, lies);
      }
    }
  }

  private void remainders(Relation relation, TensorSpec remainder, List<Lie> lies) {
    for (int index : places(remainder)) {
      lies.add(
          Lie.none()
              .named(
                  "remainder of " + relation.name() + " off by one at " + index,
                  "the relation is dropped, or its point does not reach this place",
                  with(remainder))
              .inTrace(
                  trace -> {
                    long[] values = trace.get(remainder);
                    values[index] += values[index] == remainder.max() ? -1 : 1;
                  }));
    }
  }

  /** The checks of the relations that a remainder has a part in. */
  private Set<String> with(TensorSpec remainder) {
    return circuit.relations().stream()
        .filter(
            r ->
                r.remainder().filter(remainder::equals).isPresent()
                    || r.terms().stream().anyMatch(t -> t.tensors().contains(remainder)))
        .map(RelationArgument::relationCheck)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What a relation without remainder determines, off by one. */
  private Lie otherValue(int r) {
    Relation relation = circuit.relations().get(r);
    return Lie.none()
        .named(
            relation.name() + " gives one more",
            "the relation is dropped",
            Set.of(RelationArgument.relationCheck(relation)))
        .inTrace(
            trace -> {
              Repair.shift(relation, trace, 1);
              repair.from(r + 1, trace);
            });
  }

  /** Gates at the first place of each kind, opened or closed against the sign of the value. */
  private void gates(ReluLayer layer, List<Lie> lies) {
    int gating = indexOf(layer.name() + ".gating");
    Set<String> check = Set.of("relation " + layer.name() + ".gating");
    lies.add(
        Lie.none()
            .named(
                layer.name() + ": positive and negative part at once",
                "an activation may be any amount too large",
                check)
            .inTrace(
                trace -> {
                  trace.get(layer.positive())[0] += 5;
                  trace.get(layer.negative())[0] += 5;
                  repair.from(gating + 1, trace);
                }));
    for (int open = 0; open <= 1; open++) {
      int wanted = open;
      Optional<Integer> place = place(layer, 1 - wanted);
      place.ifPresent(
          at -> {
            lies.add(flippedGate(layer, gating, at, wanted, check, false));
            lies.add(flippedGate(layer, gating, at, wanted, Set.of(LOOKUP), true));
          });
    }
  }

  /**
   * A gate against its value's sign: either the parts stay and the gating does not hold, or the
   * part that it calls for is below zero.
   */
  private Lie flippedGate(
      ReluLayer layer, int gating, int at, int wanted, Set<String> broken, boolean moved) {
    return Lie.none()
        .named(
            layer.name()
                + (wanted == 1 ? " opened below zero" : " closed above zero")
                + (moved ? ", its part out of range" : ", the other part left"),
            "a prover chooses which units take part in the step",
            broken)
        .inTrace(
            trace -> {
              long[] p = trace.get(layer.positive());
              long[] n = trace.get(layer.negative());
              long y = p[at] - n[at] + (wanted == 0 ? layer.low() : layer.high());
              trace.get(layer.gate())[at] = wanted;
              long rest = y - (wanted == 1 ? layer.low() : layer.high());
              boolean inPositive = wanted == 1 == moved;
              p[at] = inPositive ? rest : 0;
              n[at] = inPositive ? 0 : -rest;
              repair.from(gating + 1, trace);
            });
  }

  /** The first place whose gate is so, and whose value is well outside the band. */
  private Optional<Integer> place(ReluLayer layer, int gate) {
    long[] part = honest.get(gate == 1 ? layer.positive() : layer.negative());
    long[] gates = honest.get(layer.gate());
    for (int i = 0; i < gates.length; i++) {
      if (gates[i] == gate && part[i] > 4 * (layer.high() + 2)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private int indexOf(String relation) {
    return circuit.relations().stream().map(Relation::name).toList().indexOf(relation);
  }

  /**
   * The output one window further than its relation allows, with a remainder that makes up for it.
   */
  private Lie outsideWindow(int r, int direction) {
    Relation relation = circuit.relations().get(r);
    long coefficient = relation.solution().orElseThrow().coefficient();
    int bits = relation.remainder().orElseThrow().bits();
    // The least change of the output that carries any remainder out of its range.
    long step = Math.max(1, (1L << bits) / Math.abs(coefficient));
    return Lie.none()
        .named(
            relation.name() + " rounded past its window, " + (direction < 0 ? "down" : "up"),
            "the remainder's range is not checked on both sides",
            Set.of(LOOKUP))
        .inTrace(
            trace -> {
              Repair.shift(relation, trace, direction * step);
              Repair.remainder(relation, trace);
              repair.from(r + 1, trace);
              keep(trace, relation);
            });
  }

  /** Repairing later relations must not have touched this one. */
  private static void keep(Trace trace, Relation relation) {
    long[] expected = relation.evaluate(trace);
    if (!Arrays.equals(expected, trace.get(relation.remainder().orElseThrow()))) {
      throw new AssertionError("the repair broke " + relation.name());
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
                    BrokenChecks.of(circuit, smuggled))
                .inTrace(trace -> smuggle(trace, tensor, index)));
      }
    }
    if (circuit.arithmetic().tolerance() > 0) {
      smuggledWithinTolerance(lies);
    }
  }

  private void smuggle(Trace trace, TensorSpec tensor, int index) {
    trace.get(tensor)[index] = Math.min(1L << 12, tensor.max());
    repair.from(determines(tensor) + 1, trace);
  }

  /** The relation that determines a tensor, -1 for what is given. */
  private int determines(TensorSpec tensor) {
    for (int r = 0; r < circuit.relations().size(); r++) {
      var determined = circuit.relations().get(r).determined();
      if (determined.isPresent() && determined.get().tensors().contains(tensor)) {
        return r;
      }
    }
    return -1;
  }

  /** Only in attested mode can W' alone hide a value: the tolerance lets it appear from nothing. */
  private void smuggledWithinTolerance(List<Lie> lies) {
    for (StepCircuit.Parameter p : circuit.parameters()) {
      if (p.after().hasPadding()) {
        int index = paddingPlaces(p.after()).get(0);
        lies.add(
            Lie.none()
                .named(
                    "a unit in the padding of " + p.after().name(),
                    "padding of the new weights not proven zero",
                    Set.of(RelationArgument.paddingCheck(p.after())))
                .inTrace(
                    trace -> {
                      trace.get(p.after())[index] = 1;
                      // What a buffer moves is off by less than its own tolerance then.
                      circuit.parameters().forEach(q -> Repair.remainder(q.update(), trace));
                    }));
      }
    }
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
              while (at < high.slice().size() && data[high.slice().offset() + at] == 0) {
                at++;
              }
              boolean lend = at < high.slice().size();
              int place = lend ? at : 0;
              long moved = lend ? 1L << low.width() : Goldilocks.fromSigned(-(1L << low.width()));
              int lowAt = low.slice().offset() + place;
              data[lowAt] = Goldilocks.add(data[lowAt], moved);
              data[high.slice().offset() + place] += lend ? -1 : 1;
            });
  }

  private Lie outOfRange(TensorSpec tensor, long value) {
    Trace lied = honest.copy();
    putOutOfRange(lied, tensor, value);
    return Lie.none()
        .named(
            tensor.name() + " holds " + value + ", out of range",
            "inputs and weights not range-checked: sums may wrap modulo p",
            BrokenChecks.of(circuit, lied))
        .inTrace(trace -> putOutOfRange(trace, tensor, value));
  }

  private void putOutOfRange(Trace trace, TensorSpec tensor, long value) {
    // Beside zeros, so that nothing computed from it overflows; labels are no factors.
    for (TensorSpec given : circuit.tensors()) {
      boolean label = given.equals(circuit.targets()) && !given.signed();
      if (!label && (given.owner() == Owner.BATCH || given.owner() == Owner.WEIGHTS_BEFORE)) {
        Arrays.fill(trace.get(given), 0);
      }
    }
    trace.get(tensor)[0] = value;
    repair.from(0, trace);
  }

  private void multiplicities(List<Lie> lies) {
    for (LookupTable table : plan.lookup().tables()) {
      Slice slice = table.multiplicities();
      lies.add(
          Lie.none()
              .named(
                  "one of the " + slice.name() + " is one too large",
                  "multiplicities not bound",
                  Set.of(LOOKUP))
              .inMultiplicities((p, owner, data) -> data[slice.offset() + 3]++));
      lies.add(
          Lie.none()
              .named(
                  "a count of the " + slice.name() + " moved to another entry",
                  "only the sum is bound",
                  Set.of(LOOKUP))
              .inMultiplicities(
                  (p, owner, data) -> {
                    int at = slice.offset();
                    data[at] = Goldilocks.add(data[at], 1);
                    data[at + 1] = Goldilocks.sub(data[at + 1], 1);
                  }));
    }
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
}
