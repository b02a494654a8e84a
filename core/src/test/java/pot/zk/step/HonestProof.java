package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import pot.zk.model.Hyperparameters;

/** A step proven and verified as users do it. */
final class HonestProof {
  private HonestProof() {}

  static void check(Hyperparameters hp, ModelState before, ModelState after, Batch batch) {
    ZkWitnessBuilder.StepData step =
        new ZkWitnessBuilder(hp).extractSgdUpdateWitness(before, after, batch, 1, 2, 3);
    Proof proof =
        new SgdZkProver(new MemoryLedger()).proveSgdStep(hp, step.statement(), step.witness());
    assertThat(new SgdZkVerifier().verifySgdStep(step.statement(), proof))
        .isInstanceOf(Verdict.Valid.class);
  }
}
