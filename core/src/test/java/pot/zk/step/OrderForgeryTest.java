package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Opening;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.hiding.Channel;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProductRelation;
import pot.zk.poly.Multilinear;
import pot.zk.relation.Relation;
import pot.zk.simd.Kernels;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * The order of challenges: for each that must come after a message, a prover who knows it before
 * that message forges a false step. The forgery is accepted by a transcript with that bug, and
 * rejected by ours.
 */
class OrderForgeryTest {
  private final LyingProver prover = new LyingProver(Fixtures.small(Fixtures.EXACT), 7);
  private final StepPlan plan = prover.plan(check -> true);

  @TestFactory
  Stream<DynamicTest> forgeries() {
    return Stream.of(
            alphaBeforeMultiplicities(),
            lambdaBeforeRoot(),
            rhoBeforeChildren(),
            gammaBeforeClaims(),
            betaBeforeClaims(),
            roundChallengeBeforePolynomial(),
            etaBeforeVectorValues(),
            epsilonBeforeCoefficients(),
            zetaBeforeMaskedFactors(),
            thetaBeforeMaskForm(),
            positionsBeforeFolded())
        .map(f -> DynamicTest.dynamicTest(f.lie().name(), () -> check(f)));
  }

  /** A lie that works if this challenge is known too early. */
  private record Forgery(String early, Lie lie) {}

  private void check(Forgery f) {
    Supplier<Transcript> buggy = () -> new EarlyTranscript(f.early());
    assertThat(prover.run(f.lie(), check -> true, buggy).reason()).isEmpty();
    Supplier<Transcript> sound = () -> new Sha256Transcript(ProofBytes.PROTOCOL_ID);
    assertThat(prover.run(f.lie(), check -> true, sound).accepted()).isFalse();
  }

  private static Lie lie(String name) {
    return Lie.none().named(name, "a challenge drawn before the message it must follow", Set.of());
  }

  /** A remainder out of range, paid for by two multiplicities chosen for this alpha. */
  private Forgery alphaBeforeMultiplicities() {
    Ext alpha = EarlyTranscript.known("alpha");
    Relation relation = plan.circuit().relations().get(0);
    Repair repair = new Repair(plan.circuit());
    Lie lie =
        lie("alpha before the multiplicities")
            .inTrace(
                trace -> {
                  trace.get(repair.output(relation).tensor())[0]++;
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
    int first = p.lookup().multiplicities().offset();
    Ext missing = Ext.ZERO;
    for (var leaf : p.lookup().leaves()) {
      if (leaf.slice().commitment() != p.opening().auxiliary()) {
        continue;
      }
      for (int i = 0; i < leaf.slice().size(); i++) {
        long x = Goldilocks.mul(data[leaf.slice().offset() + i], leaf.factor());
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
        wrongMultiplicity("lambda before the root")
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
        wrongMultiplicity("gamma before the claims")
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

  /**
   * A wrong evaluation, made up for by a round polynomial that is wrong everywhere but at the known
   * challenge.
   */
  private Forgery roundChallengeBeforePolynomial() {
    Ext r = EarlyTranscript.known("batch r");
    return new Forgery(
        "batch r",
        lie("a sumcheck challenge before its round polynomial")
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

  private Lie wrongMultiplicity(String name) {
    return lie(name)
        .inMultiplicities((p, owner, data) -> data[p.lookup().multiplicities().offset() + 2] += 1);
  }

  /** The root numerator is false and layer 0's children too, but their line at rho is honest. */
  private Forgery rhoBeforeChildren() {
    Ext rho = EarlyTranscript.known("rho");
    return new Forgery(
        "rho",
        wrongMultiplicity("rho before the children")
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
                            Ext[] c = lookup.layer(0, one(), Ext.ONE).children();
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

  private static ExtVector one() {
    return ExtVector.of(List.of(Ext.ONE));
  }

  /**
   * Three evaluations of one relation wrong: the relation holds, and so does their combination with
   * known powers.
   */
  private Forgery betaBeforeClaims() {
    Ext beta = EarlyTranscript.known("beta");
    Relation update = plan.circuit().relations().get(2);
    String remainder = update.name() + ": " + update.remainder().name();
    String after = update.name() + ": " + plan.circuit().parameters().get(0).after().name();
    String before = update.name() + ": " + plan.circuit().parameters().get(0).before().name();
    Ext unit = Ext.powerOfTwo(plan.circuit().arithmetic().weightKappa());
    List<String> names = claimNames();
    Ext pAfter = power(beta, names.indexOf(after) + 1);
    Ext pBefore = power(beta, names.indexOf(before) + 1);
    Ext pRemainder = power(beta, names.indexOf(remainder) + 1);
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
        lie("beta before the claims")
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
        lie("to learn the claims")
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

  private static Ext power(Ext base, int exponent) {
    Ext result = Ext.ONE;
    for (int i = 0; i < exponent; i++) {
      result = result.times(base);
    }
    return result;
  }

  /**
   * A wrong evaluation; the vector values lie so that the batch ends right and their eta
   * combination is honest.
   */
  private Forgery etaBeforeVectorValues() {
    Ext eta = EarlyTranscript.known("eta");
    return new Forgery(
        "eta",
        lie("eta before the vector values")
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

  /**
   * Sends a wrong evaluation of the remainder and of W', such that the relation holds, and knows
   * how far the batch is off.
   */
  private abstract static class BatchLiar extends LyingChannel {
    private final StepPlan plan;
    private final Supplier<StepScript> script;
    private final List<Ext> point = new ArrayList<>();
    private Ext beta = Ext.ZERO;
    private Ext missing = Ext.ZERO;
    private List<Ext> coefficients = List.of();

    BatchLiar(Channel honest, StepPlan plan, Supplier<StepScript> script) {
      super(honest);
      this.plan = plan;
      this.script = script;
    }

    abstract Ext alterVectorValue(int k, Ext value, List<Ext> coefficients, Ext missing);

    @Override
    void observe(String label, Ext challenge) {
      if (label.equals("beta")) {
        beta = challenge;
      }
      if (label.equals("batch r")) {
        point.add(challenge);
      }
    }

    @Override
    Ext alter(String label, int index, Ext value) {
      Relation update = plan.circuit().relations().get(2);
      if (label.equals(update.name() + ": " + update.remainder().name())) {
        return value.plus(Ext.powerOfTwo(plan.circuit().arithmetic().weightKappa()));
      }
      var after = plan.circuit().parameters().get(0).after();
      if (label.equals(update.name() + ": " + after.name())) {
        return value.plus(Ext.ONE);
      }
      if (!label.startsWith("vector value ")) {
        return value;
      }
      int k = Integer.parseInt(label.substring("vector value ".length()));
      if (k == 0) {
        measure();
      }
      return alterVectorValue(k, value, coefficients, missing);
    }

    /** How far the batched claim is from what the data give at the point. */
    private void measure() {
      List<Claim> claims = script.get().collectedClaims();
      List<Ext> powers = new ArrayList<>();
      for (int i = 0; i < claims.size(); i++) {
        powers.add(power(beta, i + 1));
      }
      coefficients = Opening.coefficientsAt(claims, powers, plan.layouts(), point);
      // Every round takes the error e of the claim into h(1), and so e r into the next claim.
      missing = error();
      for (Ext r : point) {
        missing = missing.times(r);
      }
    }

    /** By how much the batched claim is false before its first round. */
    Ext error() {
      Relation update = plan.circuit().relations().get(2);
      String after = update.name() + ": " + plan.circuit().parameters().get(0).after().name();
      String remainder = update.name() + ": " + update.remainder().name();
      Ext unit = Ext.powerOfTwo(plan.circuit().arithmetic().weightKappa());
      List<Claim> claims = script.get().collectedClaims();
      Ext error = Ext.ZERO;
      for (int i = 0; i < claims.size(); i++) {
        if (claims.get(i).name().equals(after)) {
          error = error.plus(power(beta, i + 1));
        }
        if (claims.get(i).name().equals(remainder)) {
          error = error.plus(power(beta, i + 1).times(unit));
        }
      }
      return error;
    }
  }

  /** A false product, made up for by the coefficient c_1. */
  private Forgery epsilonBeforeCoefficients() {
    Ext epsilon = EarlyTranscript.known("epsilon");
    return new Forgery(
        "epsilon",
        wrongMultiplicity("epsilon before the coefficients")
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
        lie("zeta before the masked factors")
            .inTrace(trace -> trace.get(relation.remainder())[0] ^= 1)
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
                              excess.plus(power(zeta, i + 1).times(reveal(zeros.get(i).value())));
                        }
                        int before = zeros.size();
                        int productsAt = before + values.length();
                        Ext perShift =
                            power(zeta, before + 1)
                                .plus(power(zeta, productsAt + 1).times(gamma).times(values.get(1)))
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
        lie("theta before the mask form")
            .inTrace(trace -> trace.get(relation.remainder())[0] ^= 1)
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
                                excess.plus(power(zeta, i + 1).times(reveal(zeros.get(i).value())));
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
        lie("positions before the folded lanes")
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
