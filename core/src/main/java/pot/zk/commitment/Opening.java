package pot.zk.commitment;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProductSettlement;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.sumcheck.Sumcheck;

/**
 * From many claims on many commitments to one folded codeword and one linear form on the pads.
 *
 * <p>With challenge beta the claims sum_x w_i(x) v(x) = y_i become sum_i beta^i (...), i from one;
 * a batched sumcheck brings that to the values e_k of each commitment's extension at z. Lanes fold
 * to L_k(X) = sum_i eq(z_row, i) p_k,i(X) and G = g + sum_{k&gt;=1} eta^k L_k is sent whole,
 * uniform because the committed mask g is. What is left to check is linear in the pads P: with
 * challenge zeta one form &lt;c, P&gt; = const, opened by u_P = mask_P + theta P (Ligero's linear
 * test, eprint 2022/1608).
 *
 * <p>The order of the messages is load-bearing: see docs/protocol.md, "The safe order".
 */
public final class Opening {
  private Opening() {}

  /**
   * What the messages fixed; the columns are checked against it.
   *
   * @param point z, where the batched sumcheck ended
   * @param folded coefficients of G
   * @param theta the challenge of u_P
   * @param padMessage u_P: all data parts, lane after lane, then all blinding parts
   * @param form c
   * @param constant const
   * @param maskForm tau = &lt;c, mask_P&gt;
   */
  public record Messages(
      List<Ext> point,
      Ext eta,
      ExtVector folded,
      Ext theta,
      ExtVector padMessage,
      ExtVector form,
      Ext constant,
      Ext maskForm) {}

  /** The part whose pads decide how large P is: up to and including the product coefficients. */
  public static Pending begin(
      Channel channel,
      CommitmentParameters parameters,
      List<VectorLayout> layouts,
      List<Claim> claims,
      Obligations obligations,
      OpeningProver prover,
      ErrorTally tally) {
    int variables = layouts.stream().mapToInt(VectorLayout::variables).max().orElse(0);
    Ext beta = channel.challenge("beta");
    tally.add(ErrorTally.Source.BATCHING, claims.size());
    List<HiddenValue> weighted = new ArrayList<>();
    List<Ext> powers = new ArrayList<>();
    Ext power = Ext.ONE;
    for (Claim claim : claims) {
      // From power one: at power zero the first, prover-chosen value could cancel a carried claim.
      power = power.times(beta);
      powers.add(power);
      weighted.add(claim.value().times(power));
    }
    prover.beginBatch(claims, powers);
    HiddenValue combined = HiddenValue.sum(weighted);
    Sumcheck.Reduced reduced =
        Sumcheck.plain(channel, "batch", combined, variables, prover.batchRounds(), tally);
    List<Ext> z = reduced.point();

    List<Ext> coefficients = coefficientsAt(claims, powers, layouts, z);
    HiddenValue remaining = reduced.claim();
    List<HiddenValue> values = new ArrayList<>();
    for (int k = 0; k < layouts.size(); k++) {
      int commitment = k;
      HiddenValue value = channel.send("vector value " + k, () -> prover.vectorValue(commitment));
      values.add(value);
      remaining = remaining.minus(value.times(coefficients.get(k)));
    }
    obligations.zero("batched claims", remaining);
    List<Ext> laneIndex = z.subList(z.size() - parameters.laneVariables(), z.size());
    HiddenValue maskValue = channel.send("mask value", () -> prover.maskValue(laneIndex));
    ProductSettlement settlement = ProductSettlement.begin(channel, obligations);
    tally.add(ErrorTally.Source.PRODUCTS, obligations.products().size() + ProductSettlement.DEGREE);
    return new Pending(z, laneIndex, values, maskValue, settlement);
  }

  /** The state between the two parts. */
  public record Pending(
      List<Ext> point,
      List<Ext> laneIndex,
      List<HiddenValue> vectorValues,
      HiddenValue maskValue,
      ProductSettlement settlement) {}

  /** The rest: masked factors, G, and the linear test on the pads. */
  public static Messages finish(
      Channel channel,
      OpeningShape shape,
      Pending pending,
      Obligations obligations,
      OpeningProver prover,
      FieldKernels kernels,
      ErrorTally tally) {
    CommitmentParameters parameters = shape.parameters();
    Ext epsilon = channel.challenge("epsilon");
    Ext eta = channel.challenge("eta");
    pending.settlement().finish(epsilon, obligations);
    ExtVector folded =
        channel.sendClear(
            "folded lanes", parameters.longestLane(), () -> prover.fold(pending.point(), eta));
    HiddenValue opened = pending.maskValue();
    Ext power = Ext.ONE;
    for (HiddenValue value : pending.vectorValues()) {
      power = power.times(eta);
      opened = opened.plus(value.times(power));
    }
    ExtVector laneWeights = Multilinear.eqTable(pending.laneIndex(), kernels);
    Ext actual = kernels.dot(folded, 0, laneWeights, 0, laneWeights.length());
    obligations.zero("folded value", opened.plus(actual.negate()));

    Ext zeta = channel.challenge("zeta");
    int linear = obligations.zeros().size();
    tally.add(ErrorTally.Source.LINEAR, linear);
    ExtVector form = ExtVector.zeros(shape.padLanes() * shape.padLaneLength());
    Ext constant = Ext.ZERO;
    power = Ext.ONE;
    for (Obligations.Zero zero : obligations.zeros()) {
      power = power.times(zeta);
      zero.value().addFormTo(form, power);
      constant = constant.minus(zero.value().constant().times(power));
    }
    Ext maskForm =
        channel
            .sendClear("mask form", 1, () -> ExtVector.of(List.of(prover.maskForm(form))))
            .get(0);
    Ext theta = channel.challenge("theta");
    ExtVector padMessage =
        channel.sendClear("pad message", shape.padMessageLength(), () -> prover.padMessage(theta));
    channel.grind("query work", parameters.grindingBits());
    tallyProximity(shape, tally);
    return new Messages(pending.point(), eta, folded, theta, padMessage, form, constant, maskForm);
  }

  private static void tallyProximity(OpeningShape shape, ErrorTally tally) {
    long n = shape.parameters().codeLength();
    int commitments = shape.layouts().size();
    int mostLanes = 1;
    for (int k = 0; k < commitments; k++) {
      mostLanes = Math.max(mostLanes, shape.dataLanes(k));
    }
    tally.add(ErrorTally.Source.LANE_FOLDING, Multilinear.variables(mostLanes) * n);
    tally.add(ErrorTally.Source.COMMITMENT_FOLDING, commitments * n + commitments);
    tally.add(ErrorTally.Source.PAD_OPENING, n + 1);
  }

  /**
   * The batched coefficients' extensions at z, one for each commitment, in time polylogarithmic in
   * its size.
   */
  public static List<Ext> coefficientsAt(
      List<Claim> claims, List<Ext> powers, List<VectorLayout> layouts, List<Ext> z) {
    Ext[] sums = new Ext[layouts.size()];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = Ext.ZERO;
    }
    IdentityHashMap<Weights, Ext> weightValues = new IdentityHashMap<>();
    for (int i = 0; i < claims.size(); i++) {
      for (Claim.Term term : claims.get(i).terms()) {
        Slice slice = term.slice();
        int variables = layouts.get(slice.commitment()).variables();
        List<Ext> inVector = z.subList(z.size() - variables, z.size());
        int top = variables - slice.variables();
        Ext selector =
            Multilinear.eqIndex(inVector.subList(0, top), slice.offset() >>> slice.variables());
        Ext weight =
            weightValues.computeIfAbsent(
                term.weights(), w -> w.at(inVector.subList(top, variables)));
        Ext part = powers.get(i).times(term.coefficient()).times(selector).times(weight);
        sums[slice.commitment()] = sums[slice.commitment()].plus(part);
      }
    }
    List<Ext> out = new ArrayList<>();
    for (int k = 0; k < sums.length; k++) {
      // A smaller commitment lives where the missing top variables are zero.
      Ext embedding = Ext.ONE;
      for (Ext missing : z.subList(0, z.size() - layouts.get(k).variables())) {
        embedding = embedding.times(Ext.ONE.minus(missing));
      }
      out.add(sums[k].times(embedding));
    }
    return out;
  }
}
