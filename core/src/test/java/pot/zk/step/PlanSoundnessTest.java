package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.commitment.OpeningShape;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.Obligations;
import pot.zk.model.Hyperparameters;
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
        Fixtures.linear(256, 2048, 4096, true, Reduction.MEAN, Fixtures.EXACT, 4));
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
    long mostLanes = 1;
    for (int k = 0; k < 4; k++) {
      long lanes = (shape.layouts().get(k).used() + p.laneLength() - 1) / p.laneLength();
      mostLanes = Math.max(mostLanes, lanes);
    }
    sum += (64 - Long.numberOfLeadingZeros(mostLanes - 1)) * n;
    sum += 4 * n + 4;
    sum += n + 1;

    BigInteger modulus = new BigInteger("18446744069414584321");
    BigDecimal challenges = new BigDecimal(modulus.multiply(modulus).subtract(modulus));
    MathContext precision = new MathContext(60);
    long poles = plan.lookup().used() + (1L << plan.limbWidth());
    for (TableLookup pairs : plan.circuit().lookups()) {
      poles += pairs.table().length;
    }
    // Fingerprints of pairs are of degree two in delta.
    poles *= plan.circuit().lookups().isEmpty() ? 1 : 2;
    BigDecimal total =
        BigDecimal.valueOf(poles)
            .divide(BigDecimal.valueOf(2).pow(plan.lookupGrinding()), precision)
            .add(BigDecimal.valueOf(sum))
            .divide(challenges, precision)
            .add(queries(p, longest(shape), precision));
    BigDecimal limit = BigDecimal.ONE.divide(BigDecimal.valueOf(2).pow(100), precision);
    assertThat(total).isLessThanOrEqualTo(limit);
    double bits = -Math.log(total.doubleValue()) / Math.log(2);
    assertThat(plan.budget().bits()).isCloseTo(bits, within(1e-9));
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

  private static BigDecimal queries(CommitmentParameters p, long longest, MathContext precision) {
    BigDecimal n = BigDecimal.valueOf(p.codeLength());
    return n.add(BigDecimal.valueOf(longest))
        .divide(n.add(n), precision)
        .pow(p.queries(), precision)
        .divide(BigDecimal.valueOf(2).pow(p.grindingBits()), precision);
  }
}
