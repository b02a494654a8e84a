package pot.zk.step;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.commitment.LaneTree;
import pot.zk.commitment.OpeningShape;
import pot.zk.commitment.Slice;
import pot.zk.commitment.VectorLayout;
import pot.zk.error.UnusableRequestException;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.Obligations;
import pot.zk.lookup.LookupLayout;
import pot.zk.lookup.LookupTable;
import pot.zk.model.Hyperparameters;
import pot.zk.relation.Owner;
import pot.zk.relation.RelationContext.TensorLimbs;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.TableLookup;
import pot.zk.relation.TensorSpec;
import pot.zk.soundness.CommitmentProfile;
import pot.zk.soundness.ErrorBudget;
import pot.zk.soundness.ErrorTally;

/**
 * Everything public about the proof of one step, derived from the hyper-parameters alone: the
 * verifier reads nothing of it from a proof.
 */
final class StepPlan implements TensorLimbs {
  /**
   * The name of the slice with the multiplicities of the range; of a function's, with its number.
   */
  private static final String MULTIPLICITIES = "multiplicities";

  /** The most entries one committed vector may have. */
  private static final long MAX_ENTRIES = 1L << 28;

  /** The most bytes that a proof may have before its Merkle paths. */
  private static final long MAX_PROOF_BYTES = 1L << 28;

  /** The most leaves of the lookup. */
  private static final long MAX_LOOKUPS = 1L << 29;

  /** Those of one chain: rates and batch sizes may change in it. */
  private static final RecentPlans PLANS = new RecentPlans(8);

  private final Hyperparameters hyperparameters;
  private final StepCircuit circuit;
  private final int limbWidth;
  private final CommitmentParameters parameters;
  private final Map<Owner, VectorLayout> layouts = new EnumMap<>(Owner.class);
  private final Map<String, Slice> slices = new HashMap<>();
  private final LookupLayout lookup;
  private final int lookupGrinding;
  private final OpeningShape opening;
  private final ErrorBudget budget;
  private final List<String> sendLabels;
  private final int messageBytes;

  private StepPlan(Hyperparameters hyperparameters, Predicate<String> enforced) {
    this.hyperparameters = hyperparameters;
    this.circuit = StepCircuit.of(hyperparameters);
    this.limbWidth = CommitmentProfile.limbWidth(paddedParameters(circuit));
    this.parameters =
        CommitmentProfile.choose(
            entries(circuit, Owner.WEIGHTS_BEFORE, limbWidth),
            limbWidth,
            hyperparameters.commitment().openings());
    for (Owner owner : Owner.values()) {
      layouts.put(owner, layout(owner));
    }
    layouts.values().forEach(l -> l.slices().forEach(s -> slices.put(s.name(), s)));
    List<LookupLayout.Limb> limbs = lookedUp();
    atMost(LookupLayout.leaves(limbWidth, limbs), MAX_LOOKUPS, "limbs to look up");
    this.lookup =
        LookupLayout.of(
            new LookupTable.Range(limbWidth, slice(MULTIPLICITIES)), functions(), limbs, pairs());
    this.lookupGrinding = ErrorBudget.lookupGrinding(lookup.degree());

    // A dry run of the script counts the pads it takes and the errors it makes.
    CountingChannel channel = new CountingChannel();
    ErrorTally tally = new ErrorTally();
    Obligations obligations = new Obligations(enforced);
    StepScript script =
        new StepScript(this, channel, obligations, StepScript.Provers.absent(), tally);
    var pending = script.claims();
    this.opening = OpeningShape.of(parameters, List.copyOf(layouts.values()), channel.pads());
    script.open(opening, pending);
    this.budget = new ErrorBudget(tally, parameters, lookupGrinding);
    this.sendLabels = channel.sendLabels();
    this.messageBytes = channel.sentBytes();
    atMost(leastProofBytes(), MAX_PROOF_BYTES, "bytes of proof");
  }

  /**
   * The plan of a step.
   *
   * @throws UnusableRequestException if the step is beyond what this version can prove soundly
   */
  static StepPlan of(Hyperparameters hyperparameters) {
    return PLANS.of(hyperparameters, h -> of(h, name -> true));
  }

  /** For tests of single checks: a plan whose script enforces only the checks of these names. */
  static StepPlan of(Hyperparameters hyperparameters, Predicate<String> enforced) {
    StepPlan plan = new StepPlan(hyperparameters, enforced);
    plan.budget.enforce();
    return plan;
  }

  Hyperparameters hyperparameters() {
    return hyperparameters;
  }

  StepCircuit circuit() {
    return circuit;
  }

  int limbWidth() {
    return limbWidth;
  }

  CommitmentParameters parameters() {
    return parameters;
  }

  VectorLayout layout(int commitment) {
    return opening.layouts().get(commitment);
  }

  List<VectorLayout> layouts() {
    return List.copyOf(layouts.values());
  }

  LookupLayout lookup() {
    return lookup;
  }

  int lookupGrinding() {
    return lookupGrinding;
  }

  OpeningShape opening() {
    return opening;
  }

  ErrorBudget budget() {
    return budget;
  }

  /** The labels of all padded values, in order. */
  List<String> sendLabels() {
    return sendLabels;
  }

  /** Bytes of all messages before the columns. */
  int messageBytes() {
    return messageBytes;
  }

  /** Bytes after the header that every proof has: messages, columns and salts. */
  long leastProofBytes() {
    long bytes = messageBytes;
    for (Owner owner : Owner.values()) {
      long column = 8L * opening.treeLanes(owner.index()) + LaneTree.SALT_BYTES;
      bytes += parameters.queries() * column;
    }
    return bytes;
  }

  Slice slice(String name) {
    return Objects.requireNonNull(slices.get(name), name);
  }

  @Override
  public List<Limb> of(TensorSpec tensor) {
    List<Limb> limbs = new ArrayList<>();
    List<Integer> widths = tensor.limbWidths(limbWidth);
    for (int k = 0; k < widths.size(); k++) {
      limbs.add(new Limb(slice(tensor.limbName(k)), widths.get(k)));
    }
    return limbs;
  }

  /**
   * What the transcript takes in of the plan: everything that could be derived otherwise by another
   * version.
   */
  byte[] derivedParameters() {
    FramedBytes out = new FramedBytes();
    out.number(parameters.laneVariables())
        .number(parameters.lengthVariables())
        .number(parameters.queries())
        .number(parameters.openings())
        .number(parameters.grindingBits())
        .number(lookupGrinding)
        .number(limbWidth)
        .number(opening.padLanes())
        .number(opening.padLaneLength());
    for (VectorLayout layout : layouts.values()) {
      out.number(layout.variables());
      for (Slice slice : layout.slices()) {
        out.text(slice.name()).number(slice.offset()).number(slice.variables());
      }
    }
    return out.toByteArray();
  }

  private VectorLayout layout(Owner owner) {
    atMost(entries(circuit, owner, limbWidth), MAX_ENTRIES, "limbs in one commitment");
    List<VectorLayout.Part> parts = new ArrayList<>();
    for (TensorSpec tensor : circuit.tensors(owner)) {
      for (int k = 0; k < tensor.limbWidths(limbWidth).size(); k++) {
        parts.add(new VectorLayout.Part(tensor.limbName(k), tensor.variables()));
      }
    }
    if (owner == Owner.AUXILIARY) {
      parts.add(new VectorLayout.Part(MULTIPLICITIES, limbWidth));
      for (int k = 0; k < circuit.lookups().size(); k++) {
        int bits = circuit.lookups().get(k).key().bits();
        parts.add(new VectorLayout.Part(multiplicities(k + 1), bits));
      }
    }
    return VectorLayout.of(owner.index(), parts, parameters.laneVariables());
  }

  private static void atMost(long count, long most, String what) {
    if (count > most) {
      throw new UnusableRequestException(
          "hyperparameters.model",
          count + " " + what,
          "at most " + most,
          "prove a smaller model or batch");
    }
  }

  private List<LookupLayout.Limb> lookedUp() {
    List<LookupLayout.Limb> limbs = new ArrayList<>();
    for (TensorSpec tensor : circuit.tensors()) {
      of(tensor).forEach(l -> limbs.add(lookedUp(l)));
    }
    return limbs;
  }

  private List<LookupTable.Function> functions() {
    List<LookupTable.Function> functions = new ArrayList<>();
    for (int k = 0; k < circuit.lookups().size(); k++) {
      TableLookup l = circuit.lookups().get(k);
      functions.add(
          new LookupTable.Function(k + 1, l.key().bits(), l.table(), slice(multiplicities(k + 1))));
    }
    return functions;
  }

  private List<LookupLayout.Pair> pairs() {
    List<LookupLayout.Pair> pairs = new ArrayList<>();
    for (int k = 0; k < circuit.lookups().size(); k++) {
      TableLookup l = circuit.lookups().get(k);
      List<LookupLayout.Limb> value = of(l.value()).stream().map(StepPlan::lookedUp).toList();
      // A key is no wider than a limb of any proof.
      pairs.add(new LookupLayout.Pair(of(l.key()).getFirst().slice(), value, k + 1));
    }
    return pairs;
  }

  private static String multiplicities(int table) {
    return MULTIPLICITIES + "@" + table;
  }

  private static LookupLayout.Limb lookedUp(Limb limb) {
    return new LookupLayout.Limb(limb.slice(), limb.width());
  }

  private static long paddedParameters(StepCircuit circuit) {
    return circuit.tensors(Owner.WEIGHTS_BEFORE).stream().mapToLong(TensorSpec::paddedSize).sum();
  }

  private static long entries(StepCircuit circuit, Owner owner, int limbWidth) {
    return circuit.tensors(owner).stream()
        .mapToLong(t -> (long) t.paddedSize() * t.limbWidths(limbWidth).size())
        .sum();
  }
}
