package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Opening;
import pot.zk.field.Ext;
import pot.zk.hiding.Channel;
import pot.zk.relation.Relation;

/**
 * Sends wrong evaluations of W' and of its remainder, such that their relation holds, and knows how
 * far the batched claim is off.
 */
abstract class BatchLiar extends LyingChannel {
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

  /** What to send for e_k, given the batched coefficients and by how much their sum is off. */
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
    if (label.equals(update.name() + ": " + update.remainder().orElseThrow().name())) {
      return value.plus(Ext.powerOfTwo(plan.circuit().parameters().get(0).kappa()));
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
      powers.add(Forgery.power(beta, i + 1));
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
    String remainder = update.name() + ": " + update.remainder().orElseThrow().name();
    Ext unit = Ext.powerOfTwo(plan.circuit().parameters().get(0).kappa());
    List<Claim> claims = script.get().collectedClaims();
    Ext error = Ext.ZERO;
    for (int i = 0; i < claims.size(); i++) {
      if (claims.get(i).name().equals(after)) {
        error = error.plus(Forgery.power(beta, i + 1));
      }
      if (claims.get(i).name().equals(remainder)) {
        error = error.plus(Forgery.power(beta, i + 1).times(unit));
      }
    }
    return error;
  }
}
