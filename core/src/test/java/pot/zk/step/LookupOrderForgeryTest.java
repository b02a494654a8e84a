package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import pot.zk.field.Ext;
import pot.zk.field.Goldilocks;
import pot.zk.relation.Relation;

/**
 * The order of challenges in the lookup: whoever knows one of them too early proves what is not in
 * the table.
 */
class LookupOrderForgeryTest {
  private final LyingProver prover = new LyingProver(Fixtures.small(Fixtures.EXACT), 7);
  private final StepPlan plan = prover.plan(check -> true);

  @TestFactory
  Stream<DynamicTest> forgeries() {
    return Forgery.tests(
        prover,
        alphaBeforeMultiplicities(),
        lambdaBeforeRoot(),
        rhoBeforeChildren(),
        gammaBeforeClaims());
  }

  /** A remainder out of range, paid for by two multiplicities chosen for this alpha. */
  private Forgery alphaBeforeMultiplicities() {
    Ext alpha = EarlyTranscript.known("alpha");
    Relation relation = plan.circuit().relations().get(0);
    Repair repair = new Repair(plan.circuit());
    Lie lie =
        Forgery.lie("alpha before the multiplicities")
            .inTrace(
                trace -> {
                  Repair.shift(relation, trace, 1);
                  Repair.remainder(relation, trace);
                  repair.from(1, trace);
                })
            .inMultiplicities((p, owner, data) -> payForOutOfRange(p, data, alpha));
    return new Forgery("alpha", lie);
  }

  /**
   * Finds the limb out of range in the auxiliary vector and moves multiplicities so that this alpha
   * is satisfied.
   */
  private static void payForOutOfRange(StepPlan p, long[] data, Ext alpha) {
    int first = p.lookup().tables().getFirst().multiplicities().offset();
    Ext missing = Ext.ZERO;
    for (var leaf : p.lookup().leaves()) {
      if (leaf.parts().getFirst().slice().commitment() != p.opening().auxiliary()) {
        continue;
      }
      for (int i = 0; i < leaf.parts().getFirst().slice().size(); i++) {
        long x =
            Goldilocks.mul(
                data[leaf.parts().getFirst().slice().offset() + i],
                leaf.parts().getFirst().factor());
        if (Long.compareUnsigned(x, 1L << p.limbWidth()) >= 0) {
          missing = missing.plus(alpha.minus(Ext.of(x)).inverse());
        }
      }
    }
    assertThat(missing.isZero()).as("there is no lie to pay for").isFalse();
    long[] ab = solve(alpha.inverse(), alpha.minus(Ext.ONE).inverse(), missing);
    data[first] = Goldilocks.add(data[first], ab[0]);
    data[first + 1] = Goldilocks.add(data[first + 1], ab[1]);
  }

  /** a, b in F with a u + b v = target. */
  private static long[] solve(Ext u, Ext v, Ext target) {
    long det = Goldilocks.sub(Goldilocks.mul(u.c0(), v.c1()), Goldilocks.mul(u.c1(), v.c0()));
    long inverse = Goldilocks.inverse(det);
    long a =
        Goldilocks.sub(Goldilocks.mul(target.c0(), v.c1()), Goldilocks.mul(target.c1(), v.c0()));
    long b =
        Goldilocks.sub(Goldilocks.mul(u.c0(), target.c1()), Goldilocks.mul(u.c1(), target.c0()));
    return new long[] {Goldilocks.mul(a, inverse), Goldilocks.mul(b, inverse)};
  }

  /**
   * A wrong multiplicity; root numerator and denominator shifted so that N + lambda D stays and N =
   * T D holds.
   */
  private Forgery lambdaBeforeRoot() {
    Ext lambda = EarlyTranscript.known("lambda");
    return new Forgery(
        "lambda",
        Forgery.wrongMultiplicity("lambda before the root")
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      private Ext tableSum = Ext.ZERO;
                      private Ext shift = Ext.ZERO;

                      @Override
                      Ext alter(String label, int index, Ext value) {
                        switch (label) {
                          case "table sum" -> tableSum = value;
                          case "root numerator" -> {
                            // N + s = T (D - s / lambda).
                            Ext d = script.get().provers().lookup().root()[1];
                            Ext factor = Ext.ONE.plus(tableSum.times(lambda.inverse()));
                            shift = tableSum.times(d).minus(value).times(factor.inverse());
                            return value.plus(shift);
                          }
                          case "root denominator" -> {
                            return value.minus(shift.times(lambda.inverse()));
                          }
                          default -> {}
                        }
                        return value;
                      }
                    }));
  }

  /**
   * A wrong multiplicity; a root numerator that splits the error over two product relations, which
   * cancel.
   */
  private Forgery gammaBeforeClaims() {
    Ext gamma = EarlyTranscript.known("gamma");
    return new Forgery(
        "gamma",
        Forgery.wrongMultiplicity("gamma before the claims")
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      private Ext tableSum = Ext.ZERO;

                      @Override
                      Ext alter(String label, int index, Ext value) {
                        if (label.equals("table sum")) {
                          tableSum = value;
                        }
                        if (!label.equals("root numerator")) {
                          return value;
                        }
                        // gamma^i (error - s) - gamma^(i+1) s = 0: the identity, and the first
                        // layer after it.
                        Ext d = script.get().provers().lookup().root()[1];
                        Ext error = tableSum.times(d).minus(value);
                        return value.plus(error.times(Ext.ONE.plus(gamma).inverse()));
                      }
                    }));
  }

  /** The root numerator is false and layer 0's children too, but their line at rho is honest. */
  private Forgery rhoBeforeChildren() {
    Ext rho = EarlyTranscript.known("rho");
    return new Forgery(
        "rho",
        Forgery.wrongMultiplicity("rho before the children")
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      private Ext tableSum = Ext.ZERO;
                      private Ext shift = Ext.ZERO;
                      private Ext x = Ext.ZERO;
                      private Ext y = Ext.ZERO;

                      @Override
                      Ext alter(String label, int index, Ext value) {
                        var lookup = script.get().provers().lookup();
                        switch (label) {
                          case "table sum" -> tableSum = value;
                          case "root numerator" -> {
                            shift = tableSum.times(lookup.root()[1]).minus(value);
                            return value.plus(shift);
                          }
                          case "fraction layer 0 n0" -> {
                            // x d1 + y d0 = shift and (1 - rho) x + rho y = 0.
                            Ext[] c = lookup.layer(List.of(), Ext.ONE).children();
                            Ext ratio = rho.minus(Ext.ONE).times(rho.inverse());
                            x = shift.times(c[3].plus(ratio.times(c[2])).inverse());
                            y = x.times(ratio);
                            return value.plus(x);
                          }
                          case "fraction layer 0 n1" -> {
                            return value.plus(y);
                          }
                          default -> {}
                        }
                        return value;
                      }
                    }));
  }
}
