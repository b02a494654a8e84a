package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pot.zk.model.Hyperparameters;
import pot.zk.relation.Owner;
import pot.zk.relation.Trace;
import pot.zk.step.ZkWitnessBuilder.Commitment;

/** What was committed before is not committed again, and nobody can tell from a proof. */
class RecentCommitmentsTest {
  private static final int STEPS = 3;

  private final Hyperparameters hp = Fixtures.moved(Fixtures.EXACT, true);
  private final MemoryLedger ledger = new MemoryLedger();

  private record Step(Statement statement, Witness witness) {}

  /** Steps of which each begins where the one before has ended, under the same seed. */
  private List<Step> chain(ZkWitnessBuilder builder) {
    Random random = new Random(5);
    ModelState state = Steps.random(hp, random).before();
    Commitment from = builder.extractWeightsForZk(state);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      Batch batch = Steps.random(hp, random).batch();
      ModelState after = builder.canonicalStep(state, batch);
      Commitment to = builder.extractWeightsForZk(after);
      Commitment data = builder.buildBatchCommitment(batch);
      steps.add(
          new Step(
              new Statement(from.root(), data.root(), hp.hash(), to.root(), i, i, 0),
              new Witness(
                  state, after, batch, new Witness.Seeds(from.seed(), to.seed(), data.seed()))));
      state = after;
      from = to;
    }
    return steps;
  }

  private byte[] prove(SgdZkProver prover, Step step) {
    return prover.proveSgdStep(hp, step.statement(), step.witness()).bytes();
  }

  @Test
  void aChainByOneProverIsThatOfProversWithoutAMemory() {
    SgdZkProver one = new SgdZkProver(ledger);
    for (Step step : chain(new ZkWitnessBuilder(hp))) {
      byte[] proof = prove(one, step);
      assertThat(prove(new SgdZkProver(ledger), step)).isEqualTo(proof);
      assertThat(prove(one, step)).isEqualTo(proof);
    }
  }

  @Test
  void aProverTakesWhatABuilderHasMade() {
    RecentCommitments recent = new RecentCommitments();
    List<Step> steps = chain(new ZkWitnessBuilder(hp, recent));
    SgdZkProver sharing = new SgdZkProver(ledger, Progress.none(), recent);
    // Of the last step, W' and the batch are there; of the first step, nothing.
    for (Step step : steps.reversed()) {
      assertThat(prove(sharing, step)).isEqualTo(prove(new SgdZkProver(ledger), step));
    }
  }

  @Test
  void onlyTheCommitmentToTheWeightsAfterIsKept() {
    RecentCommitments recent = new RecentCommitments();
    Step step = chain(new ZkWitnessBuilder(hp, recent)).getLast();
    prove(new SgdZkProver(ledger, Progress.none(), recent), step);
    Witness w = step.witness();
    assertThat(recent.find(key(Owner.WEIGHTS_AFTER, w, w.seeds().wt1()))).isPresent();
    assertThat(recent.find(key(Owner.WEIGHTS_BEFORE, w, w.seeds().wt()))).isEmpty();
    assertThat(recent.find(key(Owner.BATCH, w, w.seeds().batch()))).isEmpty();
    assertThat(recent).hasToString("RecentCommitments[1]");
  }

  /** The seed of other data is no key to them. */
  @Test
  void otherDataUnderTheSameSeedIsNotFound() {
    RecentCommitments recent = new RecentCommitments();
    Step step = chain(new ZkWitnessBuilder(hp, recent)).getLast();
    Witness w = step.witness();
    assertThat(recent.find(key(Owner.WEIGHTS_AFTER, w, w.seeds().wt1()))).isPresent();
    assertThat(recent.find(key(Owner.WEIGHTS_BEFORE, w, w.seeds().wt1()))).isEmpty();
    assertThat(recent.find(key(Owner.WEIGHTS_AFTER, w, w.seeds().wt()))).isEmpty();
  }

  @Test
  void noMoreThanThoseOfOneStepAreKept() {
    RecentCommitments recent = new RecentCommitments();
    chain(new ZkWitnessBuilder(hp, recent));
    assertThat(recent).hasToString("RecentCommitments[3]");
  }

  private byte[] key(Owner owner, Witness witness, BlindingSeed seed) {
    StepPlan plan = StepPlan.of(hp);
    TraceBuilder builder = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.DATA);
    Trace trace = new Trace();
    builder.putState(trace, witness.before(), false);
    builder.putState(trace, witness.after(), true);
    builder.putBatch(trace, witness.batch());
    return PersistentCommitment.key(
        plan, owner, seed, PersistentCommitment.dataHash(plan, owner, trace));
  }
}
