package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Mode;
import pot.zk.model.Reduction;
import pot.zk.step.ZkWitnessBuilder.StepData;

/**
 * Honest steps of any shape are accepted, in both modes. Input, output and batch sizes are drawn
 * log-uniformly from 1 to 1024, by a fresh seed that is printed; primes and powers of two come up
 * by themselves.
 */
@Tag("long")
class HonestShapesTest {
  /** More with -Dpot.shapes=N. */
  private static final int SHAPES = Integer.getInteger("pot.shapes", 200);

  private record Shape(int batch, int in, int out, boolean bias, Reduction reduction) {}

  @TestFactory
  Stream<DynamicTest> accepted() {
    long seed = Long.getLong("pot.seed", System.nanoTime());
    System.out.println("HonestShapesTest: reproduce with -Dpot.seed=" + seed);
    Random random = new Random(seed);
    return IntStream.range(0, SHAPES)
        .mapToObj(i -> shape(random))
        .map(
            shape -> {
              long dataSeed = random.nextLong();
              return DynamicTest.dynamicTest(
                  shape + " seed " + seed,
                  () -> {
                    exact(shape, new Random(dataSeed));
                    attested(shape, new Random(dataSeed));
                  });
            });
  }

  private static void exact(Shape shape, Random random) {
    Hyperparameters hp = hyperparameters(shape, Fixtures.EXACT);
    Steps.Data data = Steps.random(hp, random);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    check(hp, builder, data, builder.canonicalStep(data.before(), data.batch()));
  }

  /** The step done in double precision by independent code. */
  private static void attested(Shape shape, Random random) {
    Hyperparameters hp = hyperparameters(shape, Fixtures.ATTESTED);
    Steps.Data data = Steps.random(hp, random);
    check(hp, new ZkWitnessBuilder(hp), data, Steps.floatStep(hp, data));
  }

  private static void check(
      Hyperparameters hp, ZkWitnessBuilder builder, Steps.Data data, ModelState after) {
    StepData step = builder.extractSgdUpdateWitness(data.before(), after, data.batch(), 1, 2, 3);
    Proof proof =
        new SgdZkProver(new MemoryLedger()).proveSgdStep(hp, step.statement(), step.witness());
    Verdict verdict = new SgdZkVerifier().verifySgdStep(step.statement(), proof);
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    assertThat(((Verdict.Valid) verdict).soundnessBits()).isGreaterThanOrEqualTo(100);
  }

  private static Hyperparameters hyperparameters(Shape shape, Mode mode) {
    return Fixtures.linear(
        shape.batch(), shape.in(), shape.out(), shape.bias(), shape.reduction(), mode, 2);
  }

  private static Shape shape(Random random) {
    return new Shape(
        size(random),
        size(random),
        size(random),
        random.nextBoolean(),
        random.nextBoolean() ? Reduction.MEAN : Reduction.HALF_MEAN);
  }

  private static int size(Random random) {
    return (int) Math.round(Math.exp(random.nextDouble() * Math.log(1024)));
  }
}
