package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pot.zk.ledger.OpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.Trace;
import pot.zk.simd.Kernels;
import pot.zk.step.ZkWitnessBuilder.StepData;

/** No two different things ever share randomness; the same thing always does. */
class RandomnessTest {
  private final Hyperparameters hp = Fixtures.small(Fixtures.EXACT);
  private final StepPlan plan = StepPlan.of(hp);
  private final ReedSolomon code =
      new ReedSolomon(plan.parameters().lengthVariables(), Kernels.best());
  private final BlindingSeed seed = BlindingSeed.of(new byte[32]);

  private long[] blinding(PersistentCommitment c) {
    long[] lane = c.vector().lanes().get(0).coefficients();
    return Arrays.copyOfRange(lane, plan.parameters().laneLength(), lane.length);
  }

  /**
   * The bug: one seed, two data, the same blinding; the difference of two columns is then that of
   * the data.
   */
  @Test
  void oneSeedOnTwoData() {
    Trace first = Fixtures.honestTrace(plan, new Random(1));
    Trace second = first.copy();
    second.get(plan.circuit().inputs())[0]++;
    PersistentCommitment a = PersistentCommitment.commit(plan, Owner.BATCH, first, seed, code);
    PersistentCommitment b = PersistentCommitment.commit(plan, Owner.BATCH, second, seed, code);
    assertThat(common(blinding(a), blinding(b))).isZero();
    PersistentCommitment again = PersistentCommitment.commit(plan, Owner.BATCH, first, seed, code);
    assertThat(again.root()).isEqualTo(a.root());
    assertThat(blinding(again)).isEqualTo(blinding(a));
  }

  /**
   * W and W' of one value under one seed are one tree: the same commitment, which is what a chain
   * needs.
   */
  @Test
  void weightsBeforeAndAfterAreCommittedAlike() {
    Trace trace = Fixtures.honestTrace(plan, new Random(2));
    for (var p : plan.circuit().parameters()) {
      trace.put(p.after(), trace.get(p.before()).clone());
    }
    assertThat(PersistentCommitment.commit(plan, Owner.WEIGHTS_AFTER, trace, seed, code).root())
        .isEqualTo(
            PersistentCommitment.commit(plan, Owner.WEIGHTS_BEFORE, trace, seed, code).root());
  }

  /** The bug: one tree read as something else. Every element of the tuple is in the root. */
  @Test
  void oneTreeUnderTwoReadings() {
    byte[] merkleRoot = new byte[32];
    byte[] weights =
        PersistentCommitment.root(Role.WEIGHTS.tuple(plan, Owner.WEIGHTS_BEFORE), merkleRoot);
    byte[] batch = PersistentCommitment.root(Role.BATCH.tuple(plan, Owner.BATCH), merkleRoot);
    byte[] asBatch =
        PersistentCommitment.root(Role.BATCH.tuple(plan, Owner.WEIGHTS_BEFORE), merkleRoot);
    assertThat(List.of(hex(weights), hex(batch), hex(asBatch))).doesNotHaveDuplicates();
    StepPlan wider =
        StepPlan.of(Fixtures.linear(3, 6, 3, true, pot.zk.model.Reduction.MEAN, Fixtures.EXACT, 1));
    StepPlan moreOpenings =
        StepPlan.of(Fixtures.linear(3, 5, 3, true, pot.zk.model.Reduction.MEAN, Fixtures.EXACT, 2));
    for (StepPlan other : List.of(wider, moreOpenings)) {
      byte[] root =
          PersistentCommitment.root(Role.WEIGHTS.tuple(other, Owner.WEIGHTS_BEFORE), merkleRoot);
      assertThat(root).isNotEqualTo(weights);
    }
  }

  /**
   * Batch, rate, reduction and mode may change along a chain without changing the roots of the
   * weights.
   */
  @Test
  void rootsOfWeightsDependOnTheModelAlone() {
    byte[] tuple = Role.WEIGHTS.tuple(plan, Owner.WEIGHTS_BEFORE);
    StepPlan other =
        StepPlan.of(
            Fixtures.linear(
                17, 5, 3, true, pot.zk.model.Reduction.HALF_MEAN, Fixtures.ATTESTED, 1));
    assertThat(Role.WEIGHTS.tuple(other, Owner.WEIGHTS_BEFORE)).isEqualTo(tuple);
  }

  /**
   * The bug: two statements under one ledger nonce share their pads, and u_P of both gives all pads
   * away.
   */
  @Test
  void twoStatementsUnderOneNonce() {
    OpeningLedger stuck =
        new OpeningLedger() {
          @Override
          public Reservation reserve(byte[] inputHash, List<Spend> spends) {
            return new Reservation(new byte[32], false);
          }

          @Override
          public int spent(byte[] merkleRoot) {
            return 0;
          }
        };
    Steps.Data data = Steps.random(hp, new Random(3));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    ModelState after = builder.canonicalStep(data.before(), data.batch());
    StepData step = builder.extractSgdUpdateWitness(data.before(), after, data.batch(), 1, 2, 3);
    Statement s = step.statement();
    Statement other =
        new Statement(s.wtRoot(), s.batchRoot(), s.hparamsHash(), s.wt1Root(), 1, 2, 4);
    SgdZkProver prover = new SgdZkProver(stuck);
    byte[] first = prover.proveSgdStep(hp, s, step.witness()).bytes();
    byte[] second = prover.proveSgdStep(hp, other, step.witness()).bytes();
    int start = 24 + hp.canonicalBytes().length + 3 * 32;
    int length = plan.messageBytes();
    assertThat(Arrays.copyOfRange(first, start, start + 32))
        .as("the auxiliary root, which all pads are committed in")
        .isNotEqualTo(Arrays.copyOfRange(second, start, start + 32));
    int equal = 0;
    for (int i = start; i + 8 <= start + length; i += 8) {
      equal += Arrays.equals(first, i, i + 8, second, i, i + 8) ? 1 : 0;
    }
    assertThat(equal).isZero();
  }

  private static int common(long[] a, long[] b) {
    int equal = 0;
    for (int i = 0; i < a.length; i++) {
      equal += a[i] == b[i] ? 1 : 0;
    }
    return equal;
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
