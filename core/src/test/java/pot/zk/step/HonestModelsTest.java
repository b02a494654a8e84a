package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.step.ZkWitnessBuilder.StepData;

/**
 * Honest steps of any model are accepted, in both modes: one to six linear layers, with activations
 * between some of them, widths and batches log-uniform, by a fresh seed that is printed.
 */
@Tag("long")
class HonestModelsTest {
  /** More with -Dpot.models=N. */
  private static final int MODELS = Integer.getInteger("pot.models", 60);

  private static final int MAX_WIDTH = 128;
  private static final int MAX_DRAWS = 9;

  @TestFactory
  Stream<DynamicTest> accepted() {
    long seed = Long.getLong("pot.seed", System.nanoTime());
    System.out.println("HonestModelsTest: reproduce with -Dpot.seed=" + seed);
    Random random = new Random(seed);
    return IntStream.range(0, MODELS)
        .mapToObj(
            i -> {
              List<Layer> layers = layers(random);
              int batch = size(random);
              Optimizer.Sgd optimizer = optimizer(random);
              // Wider than the defaults: any shape may come, and buffers are not scaled by a rate.
              int buffers = optimizer.momentum().isZero() ? -21 : -16;
              Loss loss =
                  random.nextBoolean() ? Fixtures.CROSS_ENTROPY : new Loss.Mse(Reduction.HALF_MEAN);
              long dataSeed = random.nextLong();
              String name =
                  describe(layers)
                      + " "
                      + describe(optimizer)
                      + (loss instanceof Loss.Mse ? " mse" : " cross-entropy")
                      + " batch "
                      + batch
                      + " seed "
                      + seed;
              return DynamicTest.dynamicTest(
                  name,
                  () -> {
                    Mode attested = new Mode.Attested(-21, -14, buffers);
                    long inRange = inRange(layers, batch, optimizer, loss, dataSeed);
                    check(layers, batch, optimizer, loss, Fixtures.EXACT, inRange);
                    check(layers, batch, optimizer, loss, attested, inRange);
                  });
            });
  }

  /** The first seed from this on whose data have gradients that the default formats can hold. */
  private static long inRange(
      List<Layer> layers, int batch, Optimizer optimizer, Loss loss, long dataSeed) {
    Hyperparameters hp = hyperparameters(layers, batch, optimizer, loss, Fixtures.EXACT);
    for (int i = 0; ; i++) {
      Steps.Data data = Steps.random(hp, new Random(dataSeed + i));
      try {
        new ZkWitnessBuilder(hp).canonicalStep(data.before(), data.batch());
        return dataSeed + i;
      } catch (UnusableRequestException e) {
        if (i == MAX_DRAWS || !e.getMessage().startsWith("gradient[")) {
          throw e;
        }
      }
    }
  }

  private static void check(
      List<Layer> layers, int batch, Optimizer optimizer, Loss loss, Mode mode, long dataSeed) {
    Hyperparameters hp = hyperparameters(layers, batch, optimizer, loss, mode);
    Steps.Data data = Steps.random(hp, new Random(dataSeed));
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    ModelState after =
        mode instanceof Mode.Exact
            ? builder.canonicalStep(data.before(), data.batch())
            : Steps.floatStep(hp, data);
    StepData step = builder.extractSgdUpdateWitness(data.before(), after, data.batch(), 1, 2, 3);
    Proof proof =
        new SgdZkProver(new MemoryLedger()).proveSgdStep(hp, step.statement(), step.witness());
    Verdict verdict = new SgdZkVerifier().verifySgdStep(step.statement(), proof);
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
  }

  private static Hyperparameters hyperparameters(
      List<Layer> layers, int batch, Optimizer optimizer, Loss loss, Mode mode) {
    int in =
        layers.stream()
            .filter(Layer.Linear.class::isInstance)
            .map(l -> ((Layer.Linear) l).in())
            .findFirst()
            .orElseThrow();
    return Fixtures.model(batch, in, layers, optimizer, loss, mode, 2);
  }

  private static List<Layer> layers(Random random) {
    List<Layer> layers = new ArrayList<>();
    int depth = 1 + random.nextInt(6);
    int width = size(random);
    for (int l = 0; l < depth; l++) {
      if (random.nextInt(8) == 0) {
        layers.add(new Layer.Relu());
      }
      int next = size(random);
      layers.add(new Layer.Linear("fc" + (l + 1), width, next, random.nextBoolean()));
      if (random.nextInt(4) != 0) {
        layers.add(new Layer.Relu());
      }
      width = next;
    }
    return layers;
  }

  private static Optimizer.Sgd optimizer(Random random) {
    boolean momentum = random.nextBoolean();
    return (Optimizer.Sgd)
        Fixtures.sgd(
            "0.01",
            momentum ? "0.9" : "0",
            momentum && random.nextBoolean(),
            random.nextBoolean() ? "0.0005" : "0");
  }

  private static String describe(Optimizer.Sgd sgd) {
    return (sgd.momentum().isZero() ? "plain" : sgd.nesterov() ? "nesterov" : "momentum")
        + (sgd.weightDecay().isZero() ? "" : " decay");
  }

  private static int size(Random random) {
    return (int) Math.round(Math.exp(random.nextDouble() * Math.log(MAX_WIDTH)));
  }

  private static String describe(List<Layer> layers) {
    StringBuilder text = new StringBuilder();
    for (Layer layer : layers) {
      text.append(
          layer instanceof Layer.Linear l
              ? l.in() + "x" + l.out() + (l.bias() ? "b " : " ")
              : "relu ");
    }
    return text.toString().strip();
  }
}
