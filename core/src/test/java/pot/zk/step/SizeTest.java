package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Mode;
import pot.zk.model.Reduction;
import pot.zk.step.ZkWitnessBuilder.StepData;

/** The sizes that the documents promise for the 16x4 step. */
class SizeTest {
  @ParameterizedTest
  @CsvSource({"8, 155000, true", "8, 155000, false", "2, 110000, true", "2, 110000, false"})
  void sixteenByFour(int openings, int most, boolean exact) {
    Mode mode = exact ? Fixtures.EXACT : Fixtures.ATTESTED;
    Hyperparameters hp = Fixtures.linear(1, 16, 4, false, Reduction.HALF_MEAN, mode, openings);
    Steps.Data data = Steps.random(hp, new Random(openings));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    ModelState after = builder.canonicalStep(data.before(), data.batch());
    StepData step = builder.extractSgdUpdateWitness(data.before(), after, data.batch(), 1, 2, 3);
    Proof proof =
        new SgdZkProver(new MemoryLedger()).proveSgdStep(hp, step.statement(), step.witness());
    assertThat(proof.size()).isLessThanOrEqualTo(most);
  }
}
