package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Opening;
import pot.zk.commitment.OpeningProver;
import pot.zk.commitment.OpeningShape;
import pot.zk.field.Ext;
import pot.zk.hiding.Channel;
import pot.zk.hiding.Obligations;
import pot.zk.lookup.LookupArgument;
import pot.zk.lookup.LookupProver;
import pot.zk.relation.Relation;
import pot.zk.relation.RelationArgument;
import pot.zk.relation.RelationContext;
import pot.zk.relation.TensorProver;
import pot.zk.relation.TensorSpec;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.soundness.ErrorTally;

/**
 * The messages and challenges of a step's proof, in the order that makes it sound
 * (docs/protocol.md, "The safe order"). One script, run by the prover, the verifier and the dry run
 * that counts.
 */
final class StepScript {
  /** The prover's sides; absent for everyone else. */
  record Provers(
      Supplier<byte[]> auxiliaryRoot,
      TensorProver tensors,
      LookupProver lookup,
      OpeningProver opening) {
    static Provers absent() {
      return new Provers(
          () -> new byte[32], TensorProver.absent(), LookupProver.absent(), OpeningProver.absent());
    }
  }

  private final StepPlan plan;
  private final Channel channel;
  private final Obligations obligations;
  private final Provers provers;
  private final ErrorTally tally;
  private final List<Claim> claims = new ArrayList<>();
  private final FieldKernels kernels;
  private final Progress progress;
  private byte[] auxiliaryRoot = new byte[0];

  StepScript(
      StepPlan plan, Channel channel, Obligations obligations, Provers provers, ErrorTally tally) {
    this(plan, channel, obligations, provers, tally, Kernels.best());
  }

  StepScript(
      StepPlan plan,
      Channel channel,
      Obligations obligations,
      Provers provers,
      ErrorTally tally,
      FieldKernels kernels) {
    this(plan, channel, obligations, provers, tally, kernels, Progress.none());
  }

  StepScript(
      StepPlan plan,
      Channel channel,
      Obligations obligations,
      Provers provers,
      ErrorTally tally,
      FieldKernels kernels,
      Progress progress) {
    this.plan = plan;
    this.channel = channel;
    this.obligations = obligations;
    this.provers = provers;
    this.tally = tally;
    this.kernels = kernels;
    this.progress = progress;
  }

  /** From the auxiliary root to the product coefficients: every padded value is sent in here. */
  Opening.Pending claims() {
    progress.part(Progress.RELATIONS);
    auxiliaryRoot = channel.root("auxiliary root", provers.auxiliaryRoot());
    channel.grind("lookup work", plan.lookupGrinding());
    Ext alpha = channel.challenge("alpha");
    Ext delta = plan.lookup().usesDelta() ? channel.challenge("delta") : Ext.ZERO;
    RelationContext context =
        new RelationContext(channel, plan, claims, obligations, provers.tensors(), tally);

    // All points are drawn before any claim is sent: they concern only what is committed.
    List<Relation> relations = plan.circuit().relations();
    List<RelationArgument.Point> relationPoints = new ArrayList<>();
    for (Relation r : relations) {
      relationPoints.add(
          RelationArgument.draw(context, r.name(), r.rowVariables(), r.columnVariables()));
    }
    List<TensorSpec> padded = plan.circuit().padded();
    List<RelationArgument.Point> paddingPoints = new ArrayList<>();
    for (TensorSpec t : padded) {
      paddingPoints.add(
          RelationArgument.draw(context, t.name(), t.rowVariables(), t.columnVariables()));
    }
    for (int i = 0; i < relations.size(); i++) {
      RelationArgument.run(context, relations.get(i), relationPoints.get(i));
    }
    for (int i = 0; i < padded.size(); i++) {
      RelationArgument.runPadding(context, padded.get(i), paddingPoints.get(i));
    }
    provers.tensors().end();
    progress.part(Progress.LOOKUP);
    LookupArgument.run(
        channel,
        plan.lookup(),
        alpha,
        delta,
        claims,
        obligations,
        provers.lookup(),
        kernels,
        tally);
    progress.part(Progress.OPENING);
    return Opening.begin(
        channel, plan.parameters(), plan.layouts(), claims, obligations, provers.opening(), tally);
  }

  /** From epsilon to the work before the positions. */
  Opening.Messages open(OpeningShape shape, Opening.Pending pending) {
    return Opening.finish(channel, shape, pending, obligations, provers.opening(), kernels, tally);
  }

  /** Sent by the prover first of all. */
  byte[] auxiliaryRoot() {
    return auxiliaryRoot;
  }

  Provers provers() {
    return provers;
  }

  Obligations obligations() {
    return obligations;
  }

  /** The claims collected, for diagnosis. */
  List<Claim> collectedClaims() {
    return claims;
  }
}
