package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Opening;
import pot.zk.commitment.OpeningProver;
import pot.zk.commitment.OpeningShape;
import pot.zk.commitment.Weights;
import pot.zk.field.Ext;
import pot.zk.hiding.Channel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.relation.Owner;
import pot.zk.relation.RelationContext.TensorLimbs;
import pot.zk.relation.TensorSpec;
import pot.zk.simd.Kernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.transcript.Transcript;

/**
 * The messages and challenges of an opening of chosen weights: the claims that certain entries have
 * certain known values, and the opening that every proof ends with. One script, run by the prover,
 * the verifier and the dry run that counts.
 */
final class RevealScript {
  /** The prover's sides; absent for everyone else. */
  record Provers(Supplier<byte[]> auxiliaryRoot, OpeningProver opening) {
    static Provers absent() {
      return new Provers(() -> new byte[Statement.HASH_BYTES], OpeningProver.absent());
    }
  }

  private final RevealPlan plan;
  private final Revelation revelation;
  private final Channel channel;
  private final Obligations obligations;
  private final Provers provers;
  private final ErrorTally tally;
  private byte[] auxiliaryRoot = new byte[0];

  RevealScript(
      RevealPlan plan,
      Revelation revelation,
      Channel channel,
      Obligations obligations,
      Provers provers,
      ErrorTally tally) {
    this.plan = plan;
    this.revelation = revelation;
    this.channel = channel;
    this.obligations = obligations;
    this.provers = provers;
    this.tally = tally;
  }

  /** Takes in everything that both sides know before the first message. */
  static void absorb(
      Transcript transcript,
      RevealPlan plan,
      byte[] root,
      byte[] merkleRoot,
      Revelation revelation) {
    transcript.absorb("hyperparameters", plan.step().hyperparameters().canonicalBytes());
    transcript.absorb("derived parameters", plan.step().derivedParameters());
    transcript.absorb("root", root);
    transcript.absorb("weights", merkleRoot);
    transcript.absorb("shown", revelation.encoded());
  }

  static int[] positions(Transcript transcript, RevealPlan plan) {
    var p = plan.step().parameters();
    return transcript.positions("positions", p.lengthVariables(), p.queries());
  }

  /** From the auxiliary root to the product coefficients. */
  Opening.Pending claims() {
    auxiliaryRoot = channel.root("auxiliary root", provers.auxiliaryRoot());
    List<TensorSpec> tensors = plan.step().circuit().tensors(Owner.WEIGHTS_BEFORE);
    List<Claim> claims = new ArrayList<>();
    for (Revelation.Entry e : revelation.entries()) {
      claims.add(claim(tensors.get(e.tensor()), e));
    }
    return Opening.begin(
        channel,
        plan.step().parameters(),
        plan.layouts(),
        claims,
        obligations,
        provers.opening(),
        tally);
  }

  /** value + offset = sum_k 2^(w k) limb_k at the entry's place. */
  private Claim claim(TensorSpec tensor, Revelation.Entry e) {
    Weights place =
        new Weights.Entry(tensor.variables(), Revelation.paddedIndex(tensor, e.index()));
    List<Claim.Term> terms = new ArrayList<>();
    Ext coefficient = Ext.ONE;
    for (TensorLimbs.Limb limb : plan.step().of(tensor)) {
      terms.add(new Claim.Term(limb.slice(), coefficient, place));
      coefficient = coefficient.times(1L << limb.width());
    }
    HiddenValue value = HiddenValue.known(Ext.ofSigned(e.units() + tensor.offset()));
    return new Claim(tensor.name() + "[" + e.index() + "]", terms, value);
  }

  /** From epsilon to the work before the positions. */
  Opening.Messages open(OpeningShape shape, Opening.Pending pending) {
    return Opening.finish(
        channel, shape, pending, obligations, provers.opening(), Kernels.best(), tally);
  }

  /** Sent by the prover first of all. */
  byte[] auxiliaryRoot() {
    return auxiliaryRoot;
  }
}
