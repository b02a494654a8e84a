package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.commitment.OpeningShape;
import pot.zk.error.UnusableRequestException;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.Obligations;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.relation.Relation;
import pot.zk.relation.TableLookup;
import pot.zk.relation.TensorSpec;
import pot.zk.soundness.ErrorTally;

/**
 * The errors of whole plans, added up anew from the table of docs/protocol.md and from what the
 * script says and asks. The bug this stands for is a step of the protocol that makes an error and
 * does not count it.
 */
class PlanSoundnessTest {
  static Stream<Hyperparameters> plans() {
    return Stream.of(
        Fixtures.linear(1, 1, 1, false, Reduction.MEAN, Fixtures.EXACT, 1),
        Fixtures.linear(1, 2, 1, true, Reduction.MEAN, Fixtures.EXACT, 1),
        Fixtures.small(Fixtures.EXACT),
        Fixtures.small(Fixtures.ATTESTED),
        Fixtures.classifier(Fixtures.EXACT),
        Fixtures.deepClassifier(Fixtures.ATTESTED),
        Fixtures.linear(1, 16, 4, true, Reduction.HALF_MEAN, Fixtures.ATTESTED, 2),
        Fixtures.linear(32, 16, 4, true, Reduction.HALF_MEAN, Fixtures.ATTESTED, 8),
        Fixtures.linear(64, 64, 10, true, Reduction.MEAN, Fixtures.EXACT, 64),
        Fixtures.linear(13, 100, 37, true, Reduction.MEAN, Fixtures.EXACT, 16),
        Fixtures.linear(1000, 1, 1000, true, Reduction.MEAN, Fixtures.ATTESTED, 4),
        Fixtures.linear(128, 256, 512, false, Reduction.MEAN, Fixtures.EXACT, 4),
        Fixtures.linear(64, 1024, 1024, true, Reduction.HALF_MEAN, Fixtures.ATTESTED, 4),
        Fixtures.linear(256, 2048, 4096, true, Reduction.MEAN, Fixtures.EXACT, 4),
        wideOfOneSample(),
        deepest(128, true),
        deepest(256, false));
  }

  /**
   * Few samples and many inputs of every layer leave most room for gradients that are passed on.
   */
  private static Hyperparameters wideOfOneSample() {
    List<Layer> layers =
        List.of(
            new Layer.Linear("fc1", 300, 300, true),
            new Layer.Relu(),
            new Layer.Linear("fc2", 300, 10, true));
    Optimizer sgd = Fixtures.sgd("0.1", "0", false, "0");
    Loss loss = new Loss.Mse(Reduction.MEAN);
    return Fixtures.model(1, 300, layers, sgd, loss, Fixtures.EXACT, 4);
  }

  /** As many layers as there may be, with all that a step can have. */
  private static Hyperparameters deepest(int linear, boolean activations) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < linear; l++) {
      layers.add(new Layer.Linear("fc" + l, 128, 128, true));
      if (activations) {
        layers.add(new Layer.Relu());
      }
    }
    Optimizer sgd = Fixtures.sgd("0.1", "0.9", true, "0.01");
    return Fixtures.model(128, 128, layers, sgd, Fixtures.CROSS_ENTROPY, Fixtures.EXACT, 1);
  }

  /** Any model that can be declared; what the planner gives is sound, or refused. */
  @Tag("long")
  @Test
  void anyPlan() {
    long seed = Long.getLong("pot.seed", System.nanoTime());
    System.out.println("PlanSoundnessTest: reproduce with -Dpot.seed=" + seed);
    Random random = new Random(seed);
    int planned = 0;
    for (int i = 0; i < 250; i++) {
      Optional<Hyperparameters> hp = declaration(random);
      if (hp.isPresent()) {
        planned++;
        sumOfAllErrors(hp.get());
      }
    }
    assertThat(planned).isGreaterThan(100);
  }

  private static Optional<Hyperparameters> declaration(Random random) {
    List<Layer> layers = new ArrayList<>();
    int in = size(random);
    int width = in;
    for (int l = 0; l <= random.nextInt(6); l++) {
      int next = size(random);
      layers.add(new Layer.Linear("fc" + l, width, next, random.nextBoolean()));
      if (random.nextBoolean()) {
        layers.add(new Layer.Relu());
      }
      width = next;
    }
    boolean momentum = random.nextBoolean();
    Optimizer sgd =
        Fixtures.sgd(
            random.nextBoolean() ? "0.1" : "0.001",
            momentum ? "0.9" : "0",
            momentum && random.nextBoolean(),
            random.nextBoolean() ? "0.01" : "0");
    Loss loss = random.nextBoolean() ? Fixtures.CROSS_ENTROPY : new Loss.Mse(Reduction.HALF_MEAN);
    Mode mode = random.nextBoolean() ? Fixtures.EXACT : new Mode.Attested(-20, -14, -20);
    int openings = 1 + random.nextInt(64);
    try {
      Hyperparameters hp = Fixtures.model(size(random), in, layers, sgd, loss, mode, openings);
      StepPlan.of(hp);
      return Optional.of(hp);
    } catch (UnusableRequestException e) {
      return Optional.empty();
    }
  }

  /** Log-uniform up to 4096. */
  private static int size(Random random) {
    return (int) Math.round(Math.exp(random.nextDouble() * Math.log(4096)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void sumOfAllErrors(Hyperparameters hp) {
    StepPlan plan = StepPlan.of(hp);
    CommitmentParameters p = plan.parameters();
    OpeningShape shape = plan.opening();
    Obligations asked = new Obligations();
    StepScript script =
        new StepScript(
            plan, new CountingChannel(), asked, StepScript.Provers.absent(), new ErrorTally());
    script.open(shape, script.claims());

    long n = p.codeLength();
    long sum = 0;
    // Two values are sent for each sumcheck round, of degree two.
    long rounds = plan.sendLabels().stream().filter(l -> l.endsWith("h(0)")).count();
    assertThat(rounds)
        .isGreaterThan(shape.variables())
        .isEqualTo(plan.sendLabels().stream().filter(l -> l.endsWith("h(inf)")).count());
    sum += 2 * rounds;
    sum += 2 * plan.sendLabels().stream().filter(l -> l.endsWith(" n0")).count();
    for (Relation r : plan.circuit().relations()) {
      sum += r.rowVariables() + r.columnVariables();
    }
    for (TensorSpec t : plan.circuit().padded()) {
      sum += t.rowVariables() + t.columnVariables();
    }
    sum += script.collectedClaims().size();
    sum += asked.products().size() + 2;
    sum += asked.zeros().size();
    // EveryPlanSoundnessTest counts on it.
    assertThat(sum).isLessThan(1 << 18);
    long mostLanes = 1;
    for (int k = 0; k < 4; k++) {
      long lanes = (shape.layouts().get(k).used() + p.laneLength() - 1) / p.laneLength();
      mostLanes = Math.max(mostLanes, lanes);
    }
    sum += (64 - Long.numberOfLeadingZeros(mostLanes - 1)) * n;
    sum += 4 * n + 4;
    sum += n + 1;

    long poles = plan.lookup().used() + (1L << plan.limbWidth());
    for (TableLookup pairs : plan.circuit().lookups()) {
      poles += pairs.table().length;
    }
    // Fingerprints of pairs are of degree two in delta.
    poles *= plan.circuit().lookups().isEmpty() ? 1 : 2;
    BigInteger modulus = new BigInteger("18446744069414584321");
    BigInteger challenges = modulus.multiply(modulus).subtract(modulus);
    // (poles 2^-work + sum) / challenges
    Fraction ofChallenges =
        new Fraction(
            BigInteger.valueOf(sum).shiftLeft(plan.lookupGrinding()).add(BigInteger.valueOf(poles)),
            challenges.shiftLeft(plan.lookupGrinding()));
    // 2^-g ((n + longest) / (2 n))^q
    Fraction ofQueries =
        new Fraction(
            BigInteger.valueOf(n + longest(shape)).pow(p.queries()),
            BigInteger.valueOf(2 * n).pow(p.queries()).shiftLeft(p.grindingBits()));
    Fraction total = ofChallenges.plus(ofQueries);
    BigInteger limit = BigInteger.ONE.shiftLeft(100);
    assertThat(total.numerator().multiply(limit)).isLessThanOrEqualTo(total.denominator());
    assertThat(plan.budget().bits()).isCloseTo(total.bits(), within(1e-9));
  }

  /** A number, exactly. */
  private record Fraction(BigInteger numerator, BigInteger denominator) {
    Fraction plus(Fraction o) {
      return new Fraction(
          numerator.multiply(o.denominator).add(o.numerator.multiply(denominator)),
          denominator.multiply(o.denominator));
    }

    /** -log2. */
    double bits() {
      BigDecimal quotient =
          new BigDecimal(numerator).divide(new BigDecimal(denominator), new MathContext(40));
      return -Math.log(quotient.doubleValue()) / Math.log(2);
    }
  }

  /**
   * Coefficients of the longest lane that is opened: its data and all its blinding, or its pads and
   * theirs.
   */
  private static long longest(OpeningShape shape) {
    CommitmentParameters p = shape.parameters();
    long data = p.laneLength() + (long) p.openings() * p.queries();
    return Math.max(data, shape.padLaneLength() + p.queries());
  }
}
