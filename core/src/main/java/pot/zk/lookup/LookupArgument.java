package pot.zk.lookup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProductRelation;
import pot.zk.hiding.ProductRelation.Monomial;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.sumcheck.Sumcheck;

/**
 * Every leaf lies in its table: sum_i 1/(alpha - x_i) = sum_t m_t/(alpha - t) over the fingerprints
 * of leaves and entries (logUp, eprint 2022/1530), the left side by a tree of fraction additions
 * proven layer by layer (GKR form, eprint 2023/1284, section 3). All tables share one identity: the
 * fingerprints of a function's pairs are polynomials in delta that no other table has.
 *
 * <p>Node j of a layer has children j in the lower and the upper half of the next: n(j) = n(0,j)
 * d(1,j) + n(1,j) d(0,j), d(j) = d(0,j) d(1,j). A claim on (n, d) at r becomes, with lambda, the
 * claim sum_j eq(r,j) [n0 d1 + n1 d0 + lambda d0 d1](j), by sumcheck one on the four values at r',
 * and with rho one on (n, d) of the next layer at (rho, r'). Leaves are 1/(alpha - x), padding is
 * 0/1: numerators are public, and the denominators' claim is linear in the limbs.
 */
public final class LookupArgument {
  private LookupArgument() {}

  /**
   * Runs the argument and adds what remains to the claims and obligations.
   *
   * @param alpha, delta drawn after limbs and multiplicities were committed; delta counts only
   *     where the layout uses it
   */
  public static void run(
      Channel channel,
      LookupLayout layout,
      Ext alpha,
      Ext delta,
      List<Claim> claims,
      Obligations obligations,
      LookupProver prover,
      FieldKernels kernels,
      ErrorTally tally) {
    tally.add(ErrorTally.Source.LOOKUP, layout.degree());
    prover.begin(alpha, delta);
    List<ExtVector> reciprocals = new ArrayList<>();
    List<Claim.Term> counts = new ArrayList<>();
    for (LookupTable table : layout.tables()) {
      ExtVector ofTable = table.reciprocals(alpha, delta);
      reciprocals.add(ofTable);
      Weights weights = new Weights.Table(ofTable, table.bits(), kernels);
      counts.add(new Claim.Term(table.multiplicities(), Ext.ONE, weights));
    }
    HiddenValue tableSum = channel.send("table sum", () -> prover.tableSum(reciprocals));
    claim(claims, obligations, "multiplicities", counts, tableSum);

    HiddenValue numerator = channel.send("root numerator", () -> prover.root()[0]);
    HiddenValue denominator = channel.send("root denominator", () -> prover.root()[1]);
    obligations.product(
        new ProductRelation(
            "lookup identity", numerator, List.of(new Monomial(Ext.ONE, tableSum, denominator))));

    List<Ext> point = List.of();
    for (int variables = 0; variables < layout.variables(); variables++) {
      Ext lambda = channel.challenge("lambda");
      HiddenValue combined = numerator.plus(denominator.times(lambda));
      String name = "fraction layer " + variables;
      List<Ext> at = point;
      LookupProver.LayerRounds rounds = prover.layer(at, lambda);
      Sumcheck.Reduced reduced = Sumcheck.weighted(channel, name, combined, at, rounds, tally);
      HiddenValue n0 = channel.send(name + " n0", () -> rounds.children()[0]);
      HiddenValue n1 = channel.send(name + " n1", () -> rounds.children()[1]);
      HiddenValue d0 = channel.send(name + " d0", () -> rounds.children()[2]);
      HiddenValue d1 = channel.send(name + " d1", () -> rounds.children()[3]);
      obligations.product(
          new ProductRelation(
              name,
              reduced.claim(),
              List.of(
                  new Monomial(Ext.ONE, n0, d1),
                  new Monomial(Ext.ONE, n1, d0),
                  new Monomial(lambda, d0, d1))));
      Ext rho = channel.challenge("rho");
      tally.add(ErrorTally.Source.FRACTION_TREE, 2);
      numerator = n0.plus(n1.minus(n0).times(rho));
      denominator = d0.plus(d1.minus(d0).times(rho));
      List<Ext> next = new ArrayList<>();
      next.add(rho);
      next.addAll(reduced.point());
      point = next;
    }
    leaves(layout, alpha, delta, point, numerator, denominator, claims, obligations);
  }

  private static void leaves(
      LookupLayout layout,
      Ext alpha,
      Ext delta,
      List<Ext> point,
      HiddenValue numerator,
      HiddenValue denominator,
      List<Claim> claims,
      Obligations obligations) {
    Ext real = Multilinear.below(point, layout.used());
    obligations.zero("leaf numerators", numerator.plus(real.negate()));
    // d = alpha real + (1 - real) - sum of the leaves' shares.
    Ext known = alpha.times(real).plus(Ext.ONE.minus(real));
    List<Claim.Term> terms = new ArrayList<>();
    // Slices of one size share their weights, and so the work on them.
    Map<Integer, Weights> inside = new HashMap<>();
    for (LookupLayout.Leaf leaf : layout.leaves()) {
      Weights weights =
          inside.computeIfAbsent(
              leaf.variables(),
              low -> Weights.evaluation(point.subList(point.size() - low, point.size())));
      Ext share = layout.selector(point, leaf);
      known = known.minus(layout.tag(leaf, delta).times(share));
      for (LookupLayout.Part part : leaf.parts()) {
        Ext coefficient = share.times(part.coefficient(delta));
        terms.add(new Claim.Term(part.slice(), coefficient, weights));
      }
    }
    HiddenValue value = denominator.times(Ext.ONE.negate()).plus(known);
    claim(claims, obligations, "leaf denominators", terms, value);
  }

  private static void claim(
      List<Claim> claims,
      Obligations obligations,
      String name,
      List<Claim.Term> terms,
      HiddenValue value) {
    if (obligations.enforces(name)) {
      claims.add(new Claim(name, terms, value));
    }
  }
}
