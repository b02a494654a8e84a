package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pot.zk.field.Ext;
import pot.zk.hash.PrfStream;
import pot.zk.model.Hyperparameters;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorProver;
import pot.zk.relation.Trace;
import pot.zk.relation.TraceTensorProver;
import pot.zk.simd.Kernels;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * Provers who follow the protocol to the end, the false public input in their transcript from the
 * start: nothing goes wrong later, so one check alone stands between them and a verdict of valid.
 * The bugs this stands for are each of these checks left out.
 */
class FalseStatementTest {
  private static final Hyperparameters HP = Fixtures.small(Fixtures.EXACT);
  private static final StepPlan PLAN = StepPlan.of(HP);
  private static final StepProver PROVER = new StepProver(PLAN, Kernels.best());

  private static Trace trace;
  private static List<PersistentCommitment> persistent;
  private static Statement truth;

  @BeforeAll
  static void commit() {
    trace = Fixtures.honestTrace(PLAN, new Random(7));
    persistent = new ArrayList<>();
    for (Owner owner : List.of(Owner.WEIGHTS_BEFORE, Owner.WEIGHTS_AFTER, Owner.BATCH)) {
      long[] limbs = PersistentCommitment.limbs(PLAN, owner, trace);
      persistent.add(PersistentCommitment.commit(PLAN, owner, limbs, coins(), PROVER.code()));
    }
    truth =
        new Statement(
            persistent.get(0).root(),
            persistent.get(2).root(),
            HP.hash(),
            persistent.get(1).root(),
            1,
            2,
            3);
  }

  private static PrfStream coins() {
    return new PrfStream(new byte[32]);
  }

  private static Verdict proven(Statement statement, StepProver.Hooks hooks) {
    long[] auxiliary = PROVER.auxiliaryData(trace, persistent);
    TensorProver tensors = new TraceTensorProver(trace, Kernels.best());
    byte[] proof = PROVER.prove(statement, persistent, auxiliary, tensors, coins(), hooks);
    return new SgdZkVerifier().verifySgdStep(statement, new Proof(proof));
  }

  private static void refused(Verdict verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Invalid.class, invalid -> assertThat(invalid.reason()).contains(reason));
  }

  @Test
  void theTruthIsProven() {
    assertThat(proven(truth, StepProver.Hooks.none()).isValid()).isTrue();
  }

  /** The roots are of other trees than those that are opened. */
  @Test
  void rootsOfOtherTrees() {
    byte[] other = new byte[32];
    Statement weights =
        new Statement(other, truth.batchRoot(), HP.hash(), truth.wt1Root(), 1, 2, 3);
    Statement batch = new Statement(truth.wtRoot(), other, HP.hash(), truth.wt1Root(), 1, 2, 3);
    Statement after = new Statement(truth.wtRoot(), truth.batchRoot(), HP.hash(), other, 1, 2, 3);
    String reason = " of the statement is not the root that the proof opens";
    refused(proven(weights, StepProver.Hooks.none()), "w_t_root" + reason);
    refused(proven(batch, StepProver.Hooks.none()), "batch_root" + reason);
    refused(proven(after, StepProver.Hooks.none()), "w_t1_root" + reason);
  }

  /** The step was done under other hyper-parameters than the statement names. */
  @Test
  void otherHyperparameters() {
    byte[] other = Fixtures.small(Fixtures.ATTESTED).hash();
    Statement statement =
        new Statement(truth.wtRoot(), truth.batchRoot(), other, truth.wt1Root(), 1, 2, 3);
    refused(proven(statement, StepProver.Hooks.none()), "hparams_hash");
  }

  /** The work is done on another seed than that of the messages: as little as none. */
  @Test
  void workOfAnotherProof() {
    Transcript sound = new Sha256Transcript(ProofBytes.PROTOCOL_ID);
    Transcript lazy =
        new Transcript() {
          @Override
          public void absorb(String label, byte[] message) {
            sound.absorb(label, message);
          }

          @Override
          public Ext challenge(String label) {
            return sound.challenge(label);
          }

          @Override
          public byte[] seed(String label) {
            sound.seed(label);
            return new byte[32];
          }

          @Override
          public int[] positions(String label, int lengthVariables, int count) {
            return sound.positions(label, lengthVariables, count);
          }
        };
    StepProver.Hooks none = StepProver.Hooks.none();
    StepProver.Hooks hooks =
        new StepProver.Hooks(none.enforced(), lazy, none.wrap(), none.observer());
    refused(proven(truth, hooks), "proof of work");
  }

  private static OpeningVerdict opened(PersistentCommitment weights, Revelation shown) {
    byte[] bytes =
        WeightOpener.prove(
            RevealPlan.of(PLAN, shown), weights, shown, coins(), code(), channel -> channel);
    if (!Revelation.fits(shown.entries(), PLAN)) {
      assertThat(ProofSummary.of(bytes)).isEmpty();
    }
    return new WeightOpeningVerifier().verify(weights.root(), new WeightOpening(bytes));
  }

  private static ReedSolomon code() {
    return PROVER.code();
  }

  private static Revelation.Entry weight(int index) {
    var spec = PLAN.circuit().tensors(Owner.WEIGHTS_BEFORE).getFirst();
    return new Revelation.Entry(0, index, trace.get(spec)[Revelation.paddedIndex(spec, index)]);
  }

  private static void refused(OpeningVerdict verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            OpeningVerdict.Invalid.class, invalid -> assertThat(invalid.reason()).contains(reason));
  }

  @Test
  void openingOfAnotherRoot() {
    PersistentCommitment honest = persistent.getFirst();
    Revelation shown = new Revelation(List.of(weight(0)));
    assertThat(opened(honest, shown).isValid()).isTrue();
    PersistentCommitment other =
        new PersistentCommitment(new byte[32], honest.merkleRoot(), honest.vector(), honest.tree());
    refused(opened(other, shown), "the root is not the one that the opening opens");
  }

  /** True values, written in another order, or twice. */
  @Test
  void openingInAnotherOrder() {
    Revelation ascending = new Revelation(List.of(weight(4), weight(14)));
    assertThat(opened(persistent.getFirst(), ascending))
        .isInstanceOfSatisfying(
            OpeningVerdict.Valid.class,
            valid ->
                assertThat(valid.weights())
                    .extracting(w -> Math.scalb(w.value(), HP.formats().weight().frac()))
                    .containsExactly((double) weight(4).units(), (double) weight(14).units()));
    String reason = "not ascending places";
    refused(opened(persistent.getFirst(), new Revelation(List.of(weight(14), weight(4)))), reason);
    refused(opened(persistent.getFirst(), new Revelation(List.of(weight(4), weight(4)))), reason);
  }
}
