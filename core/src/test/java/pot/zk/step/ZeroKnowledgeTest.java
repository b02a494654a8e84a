package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pot.zk.commitment.CommittedVector;
import pot.zk.commitment.Lane;
import pot.zk.commitment.LaneTree;
import pot.zk.field.Ext;
import pot.zk.hash.PrfStream;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.VerifierChannel;
import pot.zk.model.Reduction;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.ProofReader;
import pot.zk.relation.Owner;
import pot.zk.relation.Trace;
import pot.zk.step.ManyProofs.Run;
import pot.zk.step.ManyProofs.Variant;
import pot.zk.transcript.Sha256Transcript;

/**
 * What can be seen of a proof is uniform, and the same for any witness. The bugs this stands for: a
 * hidden value sent without its pad, a pad taken twice, constant or biased randomness, blinding
 * left out of lanes or masks. Provers with such bugs are tried too, so that the tests are known to
 * see them.
 */
@Tag("long")
class ZeroKnowledgeTest {
  private static final int PROOFS = 200;
  private static final String RANDOM = "random";
  private static final String ZERO = "zero";

  /**
   * In standard deviations, for some 200 statistics: a false alarm for other seeds has probability
   * below 1e-6, and for these seeds there is none.
   */
  private static final double TOO_MUCH = 6.5;

  private static StepPlan plan;
  private static List<Run> ofRandom;
  private static List<Run> ofZero;

  @BeforeAll
  static void prove() {
    plan = StepPlan.of(Fixtures.linear(1, 2, 1, true, Reduction.MEAN, Fixtures.EXACT, 1));
    ofRandom = proofs(RANDOM, Variant.honest(), PROOFS);
    ofZero = proofs(ZERO, Variant.honest(), PROOFS);
  }

  /**
   * Each witness has seeds of its own: under common ones, whatever does not depend on the witness
   * would be equal.
   */
  private static List<Run> proofs(String witness, Variant variant, int count) {
    Trace trace =
        witness.equals(ZERO)
            ? ManyProofs.zeroTrace(plan)
            : Fixtures.honestTrace(plan, new Random(11));
    return new ManyProofs(plan, trace, variant).run("zero-knowledge, " + witness, count);
  }

  private static List<String> notUniform(List<Run> runs) {
    List<String> faults = new ArrayList<>();
    ManyProofs.histograms(runs)
        .forEach(
            (kind, h) -> {
              if (h.deviationFromUniform() > TOO_MUCH) {
                faults.add(kind);
              }
            });
    return faults;
  }

  private static List<String> toldApart(List<Run> a, List<Run> b) {
    Map<String, Histogram> second = ManyProofs.histograms(b);
    List<String> faults = new ArrayList<>();
    ManyProofs.histograms(a)
        .forEach(
            (kind, h) -> {
              if (h.deviationFrom(second.get(kind)) > TOO_MUCH) {
                faults.add(kind);
              }
            });
    return faults;
  }

  @Test
  void everyMessageAndColumnIsUniform() {
    Map<String, Histogram> seen = ManyProofs.histograms(ofRandom);
    assertThat(seen)
        .containsKeys(
            "batch h(#)",
            "batch h(inf)",
            "fraction layer # d#",
            "root denominator",
            "vector value #",
            "mask value",
            "product coefficient #",
            "masked factors",
            "folded lanes",
            "mask form",
            "pad message",
            "columns of commitment 0",
            "columns of commitment 3");
    assertThat(seen.values()).allSatisfy(h -> assertThat(h.total()).isGreaterThan(PROOFS));
    assertThat(notUniform(ofRandom)).isEmpty();
    assertThat(notUniform(ofZero)).isEmpty();
  }

  @Test
  void twoWitnessesCannotBeToldApart() {
    assertThat(toldApart(ofRandom, ofZero)).isEmpty();
  }

  @Test
  void noHiddenValueIsSentInTheClear() {
    for (List<Run> runs : List.of(ofRandom, ofZero)) {
      assertThat(runs).allSatisfy(run -> assertThat(run.leaks()).isEmpty());
      assertThat(runs.get(0).recorder().hidden()).hasSameSizeAs(plan.sendLabels());
    }
  }

  @Test
  void everyPadIsTakenOnce() {
    int pads = plan.opening().padLanes() * plan.opening().padLaneLength();
    for (Run run : ofRandom) {
      List<Integer> taken = run.recorder().padIndices(pads);
      assertThat(taken).doesNotHaveDuplicates().hasSizeGreaterThan(plan.sendLabels().size());
      assertThat(run.recorder().padValues()).hasSameSizeAs(taken).doesNotHaveDuplicates();
    }
  }

  /** Constant randomness: a pad of one proof that is a pad of another gives both away. */
  @Test
  void noPadIsSharedByTwoProofs() {
    Set<Ext> all = new HashSet<>();
    int count = 0;
    for (Run run : ofRandom) {
      List<Ext> pads = run.recorder().padValues();
      all.addAll(pads);
      count += pads.size();
    }
    assertThat(all).hasSize(count);
  }

  /** The tests' own test: a prover whose pads are all zero sends what it should hide. */
  @Test
  void zeroPadsAreSeen() {
    Variant zeroPads = new Variant((channel, p) -> new ZeroPads(channel), Variant.honest().blind());
    List<Run> random = proofs(RANDOM, zeroPads, 3);
    assertThat(random).allSatisfy(run -> assertThat(run.leaks()).hasSizeGreaterThan(50));
    List<Run> zero = proofs(ZERO, zeroPads, 40);
    assertThat(notUniform(zero)).contains("loss.gradient: targets", "fraction layer # n#");
  }

  /** The tests' own test: a commitment without blinding shows the same columns again and again. */
  @Test
  void missingBlindingIsSeen() {
    Variant bare =
        new Variant((channel, p) -> new Recorder(channel), ZeroKnowledgeTest::withoutBlinding);
    List<Run> random = proofs(RANDOM, bare, 80);
    List<Run> zero = proofs(ZERO, bare, 80);
    assertThat(notUniform(random)).contains("columns of commitment 0");
    assertThat(toldApart(random, zero)).contains("columns of commitment 0");
    assertThat(toldApart(random, zero)).doesNotContain("columns of commitment 3");
  }

  private static PersistentCommitment withoutBlinding(
      StepPlan p, Owner owner, long[] limbs, PrfStream random, ReedSolomon code) {
    PersistentCommitment honest = PersistentCommitment.commit(p, owner, limbs, random, code);
    List<Lane> lanes = new ArrayList<>();
    for (Lane lane : honest.vector().lanes()) {
      long[] bare = lane.coefficients();
      Arrays.fill(bare, p.parameters().laneLength(), bare.length, 0);
      lanes.add(Lane.of(bare));
    }
    CommittedVector vector =
        new CommittedVector(honest.vector().layout(), honest.vector().data(), lanes);
    LaneTree tree = vector.tree(code, random);
    byte[] root = PersistentCommitment.root(Role.of(owner).tuple(p, owner), tree.root());
    return new PersistentCommitment(root, tree.root(), vector, tree);
  }

  /** Takes each pad off again before it is put on. */
  private static final class ZeroPads extends Recorder {
    private final Channel honest;

    /** Numbers pads as every channel does; it reads nothing. */
    private final Channel pads =
        new VerifierChannel(new Sha256Transcript("pads"), new ProofReader(new byte[0]));

    private Ext pad = Ext.ZERO;

    ZeroPads(Channel honest) {
      super(honest);
      this.honest = honest;
    }

    @Override
    public HiddenValue send(String label, Supplier<Ext> value) {
      pad = honest.reveal(pads.freshPad());
      return super.send(label, value);
    }

    @Override
    Ext alter(String label, int index, Ext value) {
      return super.alter(label, index, value).minus(pad);
    }

    @Override
    public HiddenValue freshPad() {
      pads.freshPad();
      return super.freshPad();
    }
  }
}
