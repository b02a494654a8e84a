package pot.zk.commitment;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.hash.PrfStream;
import pot.zk.hiding.Pads;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;
import pot.zk.poly.ReedSolomon;
import pot.zk.simd.FieldKernels;
import pot.zk.sumcheck.RoundProver;

/** The prover of an opening, over committed vectors of which the last is the auxiliary one. */
public final class VectorOpeningProver implements OpeningProver {
  private static final int GRAIN = 1 << 10;

  /** Lanes of fewer variables are of small steps, whose coefficients are soon written out. */
  private static final int LANE_VARIABLES = 10;

  /**
   * Terms by lanes that are still faster than coefficients written out: a pass over the data for
   * each, at a fifth of a nanosecond an entry, against some fifteen nanoseconds.
   */
  private static final int MOST_TERMS = 80;

  private final OpeningShape shape;
  private final List<CommittedVector> vectors;
  private final List<LaneTree> trees;
  private final AuxiliaryLanes auxiliary;
  private final FieldKernels kernels;
  private @Nullable BatchRounds rounds;

  private VectorOpeningProver(
      OpeningShape shape,
      List<CommittedVector> vectors,
      List<LaneTree> trees,
      AuxiliaryLanes auxiliary,
      FieldKernels kernels) {
    this.shape = shape;
    this.vectors = vectors;
    this.trees = trees;
    this.auxiliary = auxiliary;
    this.kernels = kernels;
  }

  /**
   * Commits the auxiliary data together with fresh pads and masks.
   *
   * @param persistent the commitments made before, with their trees
   * @param auxiliaryData entries of the auxiliary vector
   * @param random all randomness of this proof
   */
  public static VectorOpeningProver commitAuxiliary(
      OpeningShape shape,
      List<CommittedVector> persistent,
      List<LaneTree> trees,
      long[] auxiliaryData,
      ReedSolomon code,
      PrfStream random,
      FieldKernels kernels) {
    CommitmentParameters p = shape.parameters();
    VectorLayout layout = shape.layouts().get(shape.auxiliary());
    CommittedVector vector =
        CommittedVector.blind(layout, auxiliaryData, p.laneVariables(), p.queries(), random);
    AuxiliaryLanes lanes = AuxiliaryLanes.draw(shape, random);
    List<Lane> all = new ArrayList<>(vector.lanes());
    all.addAll(lanes.baseLanes());
    List<CommittedVector> vectors = new ArrayList<>(persistent);
    vectors.add(vector);
    List<LaneTree> allTrees = new ArrayList<>(trees);
    allTrees.add(LaneTree.commit(code, all, random));
    return new VectorOpeningProver(shape, vectors, allTrees, lanes, kernels);
  }

  public byte[] auxiliaryRoot() {
    return trees.get(shape.auxiliary()).root();
  }

  /** The pads, to be handed out by the prover's channel. */
  public Pads pads() {
    return new Pads(auxiliary.padValues(shape.padLaneLength()));
  }

  @Override
  public void beginBatch(List<Claim> claims, List<Ext> powers) {
    List<VectorRounds> each = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int k = 0; k < vectors.size(); k++) {
      each.add(rounds(k, claims, powers));
      sizes.add(vectors.get(k).layout().variables());
    }
    rounds = new BatchRounds(each, sizes);
  }

  /** By lanes where there are enough data and few enough claims, else written out. */
  private VectorRounds rounds(int commitment, List<Claim> claims, List<Ext> powers) {
    CommittedVector vector = vectors.get(commitment);
    VectorLayout layout = vector.layout();
    int laneVariables = shape.parameters().laneVariables();
    if (laneVariables >= LANE_VARIABLES && layout.variables() > laneVariables) {
      Optional<List<LaneTerms.Term>> terms =
          LaneTerms.of(claims, powers, commitment, layout, laneVariables, MOST_TERMS, kernels);
      if (terms.isPresent()) {
        return new LaneRounds(
            terms.get(),
            vector.data(),
            layout.lanes(laneVariables),
            layout.variables(),
            laneVariables,
            kernels);
      }
    }
    return TableRounds.inBase(
        coefficients(commitment, claims, powers), vector.data(), layout.variables(), kernels);
  }

  /** All coefficients of a commitment. */
  private ExtVector coefficients(int commitment, List<Claim> claims, List<Ext> powers) {
    ExtVector sum = ExtVector.zeros(vectors.get(commitment).data().length);
    IdentityHashMap<Weights, Weights.Prepared> prepared = new IdentityHashMap<>();
    for (int i = 0; i < claims.size(); i++) {
      for (Claim.Term term : claims.get(i).terms()) {
        if (term.slice().commitment() == commitment) {
          Ext factor = powers.get(i).times(term.coefficient());
          prepared
              .computeIfAbsent(term.weights(), w -> w.prepare(kernels))
              .addTo(sum, term.slice().offset(), factor, kernels);
        }
      }
    }
    return sum;
  }

  @Override
  public RoundProver batchRounds() {
    return begun();
  }

  @Override
  public Ext vectorValue(int commitment) {
    return begun().vector(commitment).value();
  }

  @Override
  public Ext maskValue(List<Ext> laneIndex) {
    ExtVector eq = Multilinear.eqTable(laneIndex, kernels);
    return kernels.dot(auxiliary.foldMask(), 0, eq, 0, eq.length());
  }

  @Override
  public ExtVector fold(List<Ext> point, Ext eta) {
    ExtVector folded = auxiliary.foldMask().slice(0, auxiliary.foldMask().length());
    Ext power = Ext.ONE;
    for (int k = 0; k < vectors.size(); k++) {
      CommittedVector v = vectors.get(k);
      power = power.times(eta);
      int from = point.size() - v.layout().variables();
      int to = point.size() - shape.parameters().laneVariables();
      ExtVector eq = Multilinear.eqTable(point.subList(from, to), kernels);
      foldData(folded, k, power, eq);
      for (int i = 0; i < v.lanes().size(); i++) {
        Lane lane = v.lanes().get(i);
        long[] blinding = lane.blinding();
        Ext weight = power.times(eq.get(i));
        kernels.addScaledBase(folded, lane.blindingAt(), weight, blinding, 0, blinding.length);
      }
    }
    return folded;
  }

  /** Adds the lanes' data: the rounds by lanes have folded them already. */
  private void foldData(ExtVector folded, int commitment, Ext scale, ExtVector eq) {
    if (begun().vector(commitment) instanceof LaneRounds byLanes) {
      ExtVector data = byLanes.folded();
      kernels.addScaled(folded, 0, scale, data, 0, data.length());
      return;
    }
    List<Lane> lanes = vectors.get(commitment).lanes();
    Workers.forRanges(
        folded.length(),
        GRAIN,
        (from, to) -> {
          for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            int n = Math.min(to, lane.count()) - from;
            if (n > 0) {
              Ext weight = scale.times(eq.get(i));
              kernels.addScaledBase(folded, from, weight, lane.data(), lane.from() + from, n);
            }
          }
        });
  }

  @Override
  public Ext maskForm(ExtVector form) {
    int length = shape.padLaneLength();
    Ext sum = Ext.ZERO;
    for (int l = 0; l < shape.padLanes(); l++) {
      sum = sum.plus(kernels.dot(auxiliary.masks().get(l), 0, form, l * length, length));
    }
    return sum;
  }

  @Override
  public ExtVector padMessage(Ext theta) {
    int length = shape.padLaneLength();
    int queries = shape.parameters().queries();
    ExtVector out = ExtVector.zeros(shape.padMessageLength());
    int blindingStart = shape.padLanes() * length;
    for (int l = 0; l < shape.padLanes(); l++) {
      ExtVector mask = auxiliary.masks().get(l);
      ExtVector pad = auxiliary.pads().get(l);
      for (int i = 0; i < mask.length(); i++) {
        int at = i < length ? l * length + i : blindingStart + l * queries + i - length;
        out.set(at, mask.get(i).plus(theta.times(pad.get(i))));
      }
    }
    return out;
  }

  private BatchRounds begun() {
    if (rounds == null) {
      throw new IllegalStateException("the batched sumcheck has not begun");
    }
    return rounds;
  }

  /** Writes the columns of every tree at the positions. */
  public void openColumns(int[] positions, ByteArrayOutputStream out) {
    for (LaneTree tree : trees) {
      tree.open(positions, out);
    }
  }
}
