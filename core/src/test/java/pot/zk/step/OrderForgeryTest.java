package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.hiding.Channel;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProductRelation;
import pot.zk.poly.Multilinear;
import pot.zk.relation.Relation;
import pot.zk.simd.Kernels;

/**
 * The order of challenges in the opening: for each that must come after a message, a prover who
 * knows it before that message forges a false step. The forgery is accepted by a transcript with
 * that bug, and rejected by ours.
 */
class OrderForgeryTest {
  private final LyingProver prover = new LyingProver(Fixtures.small(Fixtures.EXACT), 7);
  private final StepPlan plan = prover.plan(check -> true);

  @TestFactory
  Stream<DynamicTest> forgeries() {
    return Forgery.tests(
        prover,
        betaBeforeClaims(),
        roundChallengeBeforePolynomial(),
        etaBeforeVectorValues(),
        epsilonBeforeCoefficients(),
        zetaBeforeMaskedFactors(),
        thetaBeforeMaskForm(),
        positionsBeforeFolded());
  }

  /**
   * Three evaluations of one relation wrong: the relation holds, and so does their combination with
   * known powers.
   */
  private Forgery betaBeforeClaims() {
    Ext beta = EarlyTranscript.known("beta");
    Relation update = plan.circuit().relations().get(2);
    String remainder = update.name() + ": " + update.remainder().orElseThrow().name();
    String after = update.name() + ": " + plan.circuit().parameters().get(0).after().name();
    String before = update.name() + ": " + plan.circuit().parameters().get(0).before().name();
    Ext unit = Ext.powerOfTwo(plan.circuit().parameters().get(0).kappa());
    List<String> names = claimNames();
    Ext pAfter = Forgery.power(beta, names.indexOf(after) + 1);
    Ext pBefore = Forgery.power(beta, names.indexOf(before) + 1);
    Ext pRemainder = Forgery.power(beta, names.indexOf(remainder) + 1);
    // d_after - d_before = d_remainder / unit, and the powers' combination vanishes.
    Ext dAfter = Ext.ONE;
    Ext dBefore =
        pAfter
            .plus(pRemainder.times(unit))
            .times(dAfter)
            .times(pRemainder.times(unit).minus(pBefore).inverse());
    Ext dRemainder = dAfter.minus(dBefore).times(unit);
    return new Forgery(
        "beta",
        Forgery.lie("beta before the claims")
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      @Override
                      Ext alter(String label, int index, Ext value) {
                        if (label.equals(after)) {
                          return value.plus(dAfter);
                        }
                        if (label.equals(before)) {
                          return value.plus(dBefore);
                        }
                        return label.equals(remainder) ? value.plus(dRemainder) : value;
                      }
                    }));
  }

  private List<String> claimNames() {
    List<String> names = new ArrayList<>();
    prover.run(
        Forgery.lie("to learn the claims")
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      @Override
                      void observe(String label, Ext challenge) {
                        if (label.equals("beta")) {
                          script.get().collectedClaims().forEach(c -> names.add(c.name()));
                        }
                      }
                    }),
        check -> true);
    return names;
  }

  /**
   * A wrong evaluation, made up for by a round polynomial that is wrong everywhere but at the known
   * challenge.
   */
  private Forgery roundChallengeBeforePolynomial() {
    Ext r = EarlyTranscript.known("batch r");
    return new Forgery(
        "batch r",
        Forgery.lie("a sumcheck challenge before its round polynomial")
            .inChannel(
                (channel, p, script) ->
                    new BatchLiar(channel, p, script) {
                      private boolean done;

                      @Override
                      Ext alter(String label, int index, Ext value) {
                        Ext sent = super.alter(label, index, value);
                        if (label.equals("batch h(inf)") && !done) {
                          done = true;
                          return sent.minus(error().times(r.minus(Ext.ONE).inverse()));
                        }
                        return sent;
                      }

                      @Override
                      Ext alterVectorValue(int k, Ext value, List<Ext> coefficients, Ext missing) {
                        return value;
                      }
                    }));
  }

  /**
   * A wrong evaluation; the vector values lie so that the batch ends right and their eta
   * combination is honest.
   */
  private Forgery etaBeforeVectorValues() {
    Ext eta = EarlyTranscript.known("eta");
    return new Forgery(
        "eta",
        Forgery.lie("eta before the vector values")
            .inChannel(
                (channel, p, script) ->
                    new BatchLiar(channel, p, script) {
                      private Ext d0 = Ext.ZERO;

                      @Override
                      Ext alterVectorValue(int k, Ext value, List<Ext> coefficients, Ext missing) {
                        if (k == 0) {
                          // c_0 d_0 + c_1 d_1 = missing, eta d_0 + eta^2 d_1 = 0.
                          Ext slope = eta.inverse().negate();
                          d0 =
                              missing.times(
                                  coefficients
                                      .get(0)
                                      .plus(coefficients.get(1).times(slope))
                                      .inverse());
                          return value.plus(d0);
                        }
                        return k == 1 ? value.minus(d0.times(eta.inverse())) : value;
                      }
                    }));
  }

  /** A false product, made up for by the coefficient c_1. */
  private Forgery epsilonBeforeCoefficients() {
    Ext epsilon = EarlyTranscript.known("epsilon");
    return new Forgery(
        "epsilon",
        Forgery.wrongMultiplicity("epsilon before the coefficients")
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      private Ext gamma = Ext.ZERO;

                      @Override
                      void observe(String label, Ext challenge) {
                        if (label.equals("gamma")) {
                          gamma = challenge;
                        }
                      }

                      @Override
                      Ext alter(String label, int index, Ext value) {
                        if (!label.equals("product coefficient 1")) {
                          return value;
                        }
                        Ext excess = Ext.ZERO;
                        Ext power = Ext.ONE;
                        for (ProductRelation r : script.get().obligations().products()) {
                          power = power.times(gamma);
                          excess = excess.plus(power.times(falsity(this, r)));
                        }
                        return value.plus(excess.times(epsilon.inverse()));
                      }
                    }));
  }

  /** f(a) - s of a product relation. */
  private static Ext falsity(Channel channel, ProductRelation relation) {
    Ext sum = channel.reveal(relation.target()).negate();
    for (ProductRelation.Monomial m : relation.monomials()) {
      Ext product = channel.reveal(m.left()).times(channel.reveal(m.right()));
      sum = sum.plus(m.coefficient().times(product));
    }
    return sum;
  }

  /** A false relation, absorbed by one shifted masked factor. */
  private Forgery zetaBeforeMaskedFactors() {
    Ext zeta = EarlyTranscript.known("zeta");
    Relation relation = plan.circuit().relations().get(0);
    return new Forgery(
        "zeta",
        Forgery.lie("zeta before the masked factors")
            .inTrace(trace -> trace.get(relation.remainder().orElseThrow())[0] ^= 1)
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      private Ext gamma = Ext.ZERO;

                      @Override
                      void observe(String label, Ext challenge) {
                        if (label.equals("gamma")) {
                          gamma = challenge;
                        }
                      }

                      @Override
                      ExtVector alterClear(String label, ExtVector values) {
                        if (!label.equals("masked factors")) {
                          return values;
                        }
                        // Factor 0 is a matrix product's left factor; its partner, factor 1, stands
                        // once with it.
                        List<Obligations.Zero> zeros = script.get().obligations().zeros();
                        Ext excess = Ext.ZERO;
                        for (int i = 0; i < zeros.size(); i++) {
                          excess =
                              excess.plus(
                                  Forgery.power(zeta, i + 1).times(reveal(zeros.get(i).value())));
                        }
                        int before = zeros.size();
                        int productsAt = before + values.length();
                        Ext perShift =
                            Forgery.power(zeta, before + 1)
                                .plus(
                                    Forgery.power(zeta, productsAt + 1)
                                        .times(gamma)
                                        .times(values.get(1)))
                                .negate();
                        Ext shift = excess.negate().times(perShift.inverse());
                        values.set(0, values.get(0).plus(shift));
                        return values;
                      }
                    }));
  }

  /** Any false constraint, absorbed by the mask form. */
  private Forgery thetaBeforeMaskForm() {
    Ext theta = EarlyTranscript.known("theta");
    Relation relation = plan.circuit().relations().get(0);
    return new Forgery(
        "theta",
        Forgery.lie("theta before the mask form")
            .inTrace(trace -> trace.get(relation.remainder().orElseThrow())[0] ^= 1)
            .inChannel(
                (channel, p, script) ->
                    new LyingChannel(channel) {
                      private Ext zeta = Ext.ZERO;

                      @Override
                      void observe(String label, Ext challenge) {
                        if (label.equals("zeta")) {
                          zeta = challenge;
                        }
                      }

                      @Override
                      ExtVector alterClear(String label, ExtVector values) {
                        if (label.equals("mask form")) {
                          // <c, P> - const = sum of the zeros' values.
                          Ext excess = Ext.ZERO;
                          var zeros = script.get().obligations().zeros();
                          for (int i = 0; i < zeros.size(); i++) {
                            excess =
                                excess.plus(
                                    Forgery.power(zeta, i + 1).times(reveal(zeros.get(i).value())));
                          }
                          values.set(0, values.get(0).plus(theta.times(excess)));
                        }
                        return values;
                      }
                    }));
  }

  /** Wrong vector values, made up for by a G that is wrong only where nobody looks. */
  private Forgery positionsBeforeFolded() {
    int lengthVariables = plan.parameters().lengthVariables();
    int[] positions = EarlyTranscript.knownPositions(lengthVariables, plan.parameters().queries());
    return new Forgery(
        "positions",
        Forgery.lie("positions before the folded lanes")
            .inChannel(
                (channel, p, script) ->
                    new BatchLiar(channel, p, script) {
                      private final List<Ext> laneIndex = new ArrayList<>();
                      private Ext change = Ext.ZERO;
                      private Ext eta = Ext.ZERO;

                      @Override
                      void observe(String label, Ext challenge) {
                        super.observe(label, challenge);
                        if (label.equals("batch r")) {
                          laneIndex.add(challenge);
                        }
                        if (label.equals("eta")) {
                          eta = challenge;
                        }
                      }

                      @Override
                      Ext alterVectorValue(int k, Ext value, List<Ext> coefficients, Ext missing) {
                        if (k > 0) {
                          return value;
                        }
                        change = missing.times(coefficients.get(0).inverse());
                        return value.plus(change);
                      }

                      @Override
                      ExtVector alterClear(String label, ExtVector values) {
                        if (label.equals("folded lanes")) {
                          addVanishing(values, p, positions, laneIndex, change.times(eta));
                        }
                        return values;
                      }
                    }));
  }

  /** Adds a multiple of prod (X - x_j), whose weighted data part is the change wanted. */
  private static void addVanishing(
      ExtVector folded, StepPlan p, int[] positions, List<Ext> z, Ext change) {
    var code = new pot.zk.poly.ReedSolomon(p.parameters().lengthVariables(), Kernels.scalar());
    long[] vanishing = new long[positions.length + 1];
    vanishing[0] = 1;
    for (int i = 0; i < positions.length; i++) {
      long x = code.point(positions[i]);
      for (int d = i + 1; d > 0; d--) {
        vanishing[d] = Goldilocks.sub(vanishing[d - 1], Goldilocks.mul(x, vanishing[d]));
      }
      vanishing[0] = Goldilocks.neg(Goldilocks.mul(x, vanishing[0]));
    }
    List<Ext> laneIndex = z.subList(z.size() - p.parameters().laneVariables(), z.size());
    ExtVector eq = Multilinear.eqTable(laneIndex, Kernels.scalar());
    Ext weighted = Ext.ZERO;
    for (int d = 0; d < Math.min(vanishing.length, eq.length()); d++) {
      weighted = weighted.plus(eq.get(d).times(vanishing[d]));
    }
    Ext factor = change.times(weighted.inverse());
    for (int d = 0; d < vanishing.length; d++) {
      folded.set(d, folded.get(d).plus(factor.times(vanishing[d])));
    }
  }
}
