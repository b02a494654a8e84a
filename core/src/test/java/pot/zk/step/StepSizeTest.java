package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Reduction;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.Trace;
import pot.zk.simd.Kernels;
import pot.zk.step.ZkWitnessBuilder.StepData;

/** What is counted from a declaration is what the prover then makes. */
class StepSizeTest {
  /**
   * Positions are drawn at random: Merkle paths share more nodes or fewer, by the same number in
   * each of the four trees. Beyond this in one proof of a million.
   */
  private static final double SHARE = 0.06;

  static Stream<Hyperparameters> steps() {
    List<Layer> deep =
        List.of(
            new Layer.Linear("a", 9, 7, true),
            new Layer.Relu(),
            new Layer.Linear("b", 7, 5, false),
            new Layer.Relu(),
            new Layer.Linear("c", 5, 3, true));
    return Stream.of(
        Fixtures.linear(1, 16, 4, false, Reduction.HALF_MEAN, Fixtures.EXACT, 2),
        Fixtures.linear(32, 64, 10, true, Reduction.MEAN, Fixtures.ATTESTED, 4),
        Fixtures.linear(3, 200, 170, true, Reduction.MEAN, Fixtures.EXACT, 8),
        Fixtures.model(5, 9, deep, "0.01", Reduction.MEAN, Fixtures.ATTESTED, 4),
        Fixtures.model(
            5,
            9,
            deep,
            Fixtures.sgd("0.01", "0.5", true, "0"),
            Fixtures.CROSS_ENTROPY,
            Fixtures.EXACT,
            4));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theProofIsAsLargeAsExpected(Hyperparameters hp) {
    Steps.Data data = Steps.random(hp, new Random(7));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    ModelState after = builder.canonicalStep(data.before(), data.batch());
    StepData step = builder.extractSgdUpdateWitness(data.before(), after, data.batch(), 1, 2, 3);
    Proof proof =
        new SgdZkProver(new MemoryLedger()).proveSgdStep(hp, step.statement(), step.witness());
    double expected = StepSize.of(hp).proofBytes();
    assertThat((double) proof.size()).isCloseTo(expected, within(SHARE * expected));
    StepPlan plan = StepPlan.of(hp);
    int nodes = proof.size() - StepSize.bytesBesideMerkleNodes(plan);
    assertThat(nodes % (Owner.values().length * 32)).isZero();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theCommitmentsAreAsLargeAsCounted(Hyperparameters hp) {
    StepPlan plan = StepPlan.of(hp);
    StepSize size = StepSize.of(hp);
    ReedSolomon code = new ReedSolomon(plan.parameters().lengthVariables(), Kernels.best());
    Steps.Data data = Steps.random(hp, new Random(7));
    Trace trace = new Trace();
    TraceBuilder traces = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.DATA);
    traces.putState(trace, data.before(), false);
    PersistentCommitment made =
        PersistentCommitment.commit(plan, Owner.WEIGHTS_BEFORE, trace, BlindingSeed.random(), code);
    StepSize.Commitment counted = size.commitments().get(0);
    assertThat(counted.lanes()).isEqualTo(made.vector().lanes().size());
    assertThat(counted.entries()).isEqualTo(made.vector().data().length);
    assertThat(made.vector().lanes().get(0).length())
        .isEqualTo(size.laneLength() + size.blinding());
    assertThat(size.codeLength()).isEqualTo(code.length());
    assertThat(size.lookupLeaves()).isEqualTo(1L << plan.lookup().variables());
  }

  /** By hand: 3 x 2 weights and a bias of 2; X W, and X^T G, padded to 4 samples, 4 inputs. */
  @Test
  void countsOfOneLayer() {
    Hyperparameters hp = Fixtures.linear(3, 3, 2, true, Reduction.MEAN, Fixtures.EXACT, 4);
    StepSize size = StepSize.of(hp);
    assertThat(size.parameters()).isEqualTo(8);
    assertThat(size.multiplyAdds()).isEqualTo(2 * 4 * 4 * 2);
  }
}
