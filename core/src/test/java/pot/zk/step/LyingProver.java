package pot.zk.step;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import pot.zk.commitment.Claim;
import pot.zk.commitment.Lane;
import pot.zk.commitment.LaneTree;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.hash.PrfStream;
import pot.zk.hiding.Channel;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProductRelation;
import pot.zk.model.Hyperparameters;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.relation.Owner;
import pot.zk.relation.RelationContext.TensorLimbs;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;
import pot.zk.relation.TraceTensorProver;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * A prover that follows the protocol but for one chosen lie, a verifier with chosen checks switched
 * off, and a diagnosis that, knowing all secrets, names the checks that the lie breaks.
 */
final class LyingProver {
  private final Hyperparameters hyperparameters;
  private final long seed;
  private final Supplier<Trace> traces;
  private final FieldKernels kernels = Kernels.best();

  LyingProver(Hyperparameters hyperparameters, long seed) {
    this.hyperparameters = hyperparameters;
    this.seed = seed;
    this.traces = () -> Fixtures.honestTrace(plan(check -> true), new Random(seed));
  }

  /** A prover of a trace that was made elsewhere, true or not. */
  LyingProver(Hyperparameters hyperparameters, Trace trace) {
    this.hyperparameters = hyperparameters;
    this.seed = 0;
    this.traces = trace::copy;
  }

  /** What came of a run: the verifier's word, the checks that do not hold, and the proof. */
  record Outcome(
      boolean accepted, String reason, Set<String> broken, Statement statement, byte[] proof) {}

  /** The trace of this prover before any lie, the same at every call. */
  Trace honestTrace() {
    return traces.get();
  }

  StepPlan plan(Predicate<String> enforced) {
    return StepPlan.of(hyperparameters, enforced);
  }

  /** Makes and verifies a proof, both with the same checks on. */
  Outcome run(Lie lie, Predicate<String> enforced) {
    return run(lie, enforced, () -> new Sha256Transcript(ProofBytes.PROTOCOL_ID));
  }

  Outcome run(Lie lie, Predicate<String> enforced, Supplier<Transcript> transcripts) {
    StepPlan plan = plan(enforced);
    StepProver prover = new StepProver(plan, kernels);
    PrfStream random = new PrfStream(PrfStream.deriveKey(new byte[32], "test " + seed));
    Trace trace = honestTrace();
    lie.trace().accept(trace);

    List<PersistentCommitment> persistent = new ArrayList<>();
    for (Owner owner : List.of(Owner.WEIGHTS_BEFORE, Owner.WEIGHTS_AFTER, Owner.BATCH)) {
      long[] limbs = rawLimbs(plan, owner, trace);
      lie.limbs().edit(plan, owner, limbs);
      PersistentCommitment honest =
          PersistentCommitment.commit(plan, owner, limbs, random, prover.code());
      persistent.add(lie.commitment().edit(plan, owner, honest, prover.code()));
    }
    long[] auxiliary = rawLimbs(plan, Owner.AUXILIARY, trace);
    lie.limbs().edit(plan, Owner.AUXILIARY, auxiliary);
    prover.putMultiplicities(auxiliary, persistent);
    lie.multiplicities().edit(plan, Owner.AUXILIARY, auxiliary);

    Statement statement =
        new Statement(
            persistent.get(0).root(),
            persistent.get(2).root(),
            hyperparameters.hash(),
            persistent.get(1).root(),
            1,
            2,
            3);
    AtomicReference<StepScript> script = new AtomicReference<>();
    AtomicReference<Channel> honestEnd = new AtomicReference<>();
    UnaryOperator<Channel> wrap =
        channel -> {
          honestEnd.set(channel);
          return lie.channel().wrap(channel, plan, script::get);
        };
    byte[] proof =
        prover.prove(
            statement,
            persistent,
            auxiliary,
            new TraceTensorProver(trace, kernels),
            random,
            new StepProver.Hooks(enforced, transcripts.get(), wrap, script::set));
    byte[] sent = lie.bytes().apply(proof);
    Set<String> broken = broken(plan, script.get(), honestEnd.get(), persistent, auxiliary);
    return verify(plan, statement, sent, enforced, transcripts.get(), broken);
  }

  private Outcome verify(
      StepPlan plan,
      Statement statement,
      byte[] proof,
      Predicate<String> enforced,
      Transcript transcript,
      Set<String> broken) {
    try {
      ProofReader in = new ProofReader(proof);
      ProofBytes header = ProofBytes.read(in);
      new StepVerifier(plan, kernels).verify(statement, header, in, enforced, transcript);
      return new Outcome(true, "", broken, statement, proof);
    } catch (InvalidProof e) {
      return new Outcome(false, String.valueOf(e.getMessage()), broken, statement, proof);
    }
  }

  /**
   * Limbs of values that may lie outside their range: the excess goes into the top limb, as a field
   * element.
   */
  static long[] rawLimbs(StepPlan plan, Owner owner, Trace trace) {
    long[] data = new long[plan.layout(owner.index()).used()];
    for (TensorSpec tensor : plan.circuit().tensors(owner)) {
      long[] values = trace.get(tensor);
      List<TensorLimbs.Limb> limbs = plan.of(tensor);
      int shift = 0;
      for (int k = 0; k < limbs.size(); k++) {
        int width = limbs.get(k).width();
        for (int i = 0; i < values.length; i++) {
          long rest = (values[i] + tensor.offset()) >> shift;
          boolean top = k == limbs.size() - 1;
          data[limbs.get(k).slice().offset() + i] =
              Goldilocks.fromSigned(top ? rest : rest & ((1L << width) - 1));
        }
        shift += width;
      }
    }
    return data;
  }

  private Set<String> broken(
      StepPlan plan,
      StepScript script,
      Channel channel,
      List<PersistentCommitment> persistent,
      long[] auxiliary) {
    Set<String> broken = new LinkedHashSet<>();
    Set<String> settled = new HashSet<>();
    for (Claim claim : script.collectedClaims()) {
      Ext actual = Ext.ZERO;
      for (Claim.Term term : claim.terms()) {
        int k = term.slice().commitment();
        long[] data = k < persistent.size() ? persistent.get(k).vector().data() : auxiliary;
        ExtVector weights = ExtVector.zeros(term.slice().size());
        term.weights().prepare(kernels).addTo(weights, 0, term.coefficient(), kernels);
        actual =
            actual.plus(
                kernels.dotBase(weights, 0, data, term.slice().offset(), term.slice().size()));
      }
      if (!actual.equals(channel.reveal(claim.value()))) {
        broken.add(claim.name());
        // What settles the claims is bound to fail with them: no lie of its own.
        settled.add("batched claims");
      }
    }
    for (Obligations.Zero zero : script.obligations().zeros()) {
      if (!channel.reveal(zero.value()).isZero()) {
        broken.add(zero.name());
      }
    }
    for (ProductRelation relation : script.obligations().products()) {
      Ext sum = Ext.ZERO;
      for (ProductRelation.Monomial m : relation.monomials()) {
        Ext product = channel.reveal(m.left()).times(channel.reveal(m.right()));
        sum = sum.plus(m.coefficient().times(product));
      }
      if (!sum.equals(channel.reveal(relation.target()))) {
        broken.add(relation.name());
        settled.add("products");
      }
    }
    broken.removeAll(settled);
    return broken;
  }

  /**
   * A tree over other lanes than the prover works with: one coefficient of the first lane differs.
   */
  static PersistentCommitment withOtherTree(
      PersistentCommitment honest, StepPlan plan, Owner owner, pot.zk.poly.ReedSolomon code) {
    List<long[]> lanes = new ArrayList<>();
    honest.vector().lanes().forEach(l -> lanes.add(l.coefficients()));
    lanes.get(0)[0] = Goldilocks.add(lanes.get(0)[0], 1);
    LaneTree tree =
        LaneTree.commit(code, lanes.stream().map(Lane::of).toList(), new PrfStream(new byte[32]));
    byte[] root = PersistentCommitment.root(Role.of(owner).tuple(plan, owner), tree.root());
    return new PersistentCommitment(root, tree.root(), honest.vector(), tree);
  }
}
