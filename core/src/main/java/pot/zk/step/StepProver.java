package pot.zk.step;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import pot.zk.commitment.Opening;
import pot.zk.commitment.VectorOpeningProver;
import pot.zk.hash.PrfStream;
import pot.zk.hiding.Channel;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.ProverChannel;
import pot.zk.lookup.FractionTree;
import pot.zk.lookup.Multiplicities;
import pot.zk.poly.ReedSolomon;
import pot.zk.relation.Owner;
import pot.zk.relation.TensorProver;
import pot.zk.relation.Trace;
import pot.zk.simd.FieldKernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.transcript.Sha256Transcript;
import pot.zk.transcript.Transcript;

/**
 * Runs the script as the prover. Knows nothing of ledgers, requests or whether the step is true:
 * given any trace it follows the protocol.
 */
final class StepProver {
  private final StepPlan plan;
  private final FieldKernels kernels;
  private final ReedSolomon code;
  private final Progress progress;

  /**
   * Where tests take hold of an otherwise honest prover.
   *
   * @param enforced the checks that are on
   * @param transcript new
   * @param wrap put around the channel
   * @param observer is given the script before it runs
   */
  record Hooks(
      Predicate<String> enforced,
      Transcript transcript,
      UnaryOperator<Channel> wrap,
      Consumer<StepScript> observer) {
    /** All checks on, nothing in between. */
    static Hooks none() {
      return new Hooks(
          check -> true,
          new Sha256Transcript(ProofBytes.PROTOCOL_ID),
          UnaryOperator.identity(),
          script -> {});
    }
  }

  StepProver(StepPlan plan, FieldKernels kernels) {
    this(plan, kernels, Progress.none());
  }

  StepProver(StepPlan plan, FieldKernels kernels, Progress progress) {
    this.plan = plan;
    this.kernels = kernels;
    this.progress = progress;
    this.code = new ReedSolomon(plan.parameters().lengthVariables(), kernels);
  }

  ReedSolomon code() {
    return code;
  }

  /**
   * The auxiliary vector of a trace: limbs of intermediate values and remainders, and the
   * multiplicities.
   *
   * @param persistent the vectors committed before, whose limbs are counted too
   */
  long[] auxiliaryData(Trace trace, List<PersistentCommitment> persistent) {
    long[] data = PersistentCommitment.limbs(plan, Owner.AUXILIARY, trace);
    putMultiplicities(data, persistent);
    return data;
  }

  /** Counts all limbs and stores the multiplicities in the auxiliary vector. */
  void putMultiplicities(long[] auxiliary, List<PersistentCommitment> persistent) {
    FractionTree.SliceValues values = values(auxiliary, persistent);
    for (int t = 0; t < plan.lookup().tables().size(); t++) {
      long[] counts = Multiplicities.count(plan.lookup(), t, values);
      int offset = plan.lookup().tables().get(t).multiplicities().offset();
      System.arraycopy(counts, 0, auxiliary, offset, counts.length);
    }
  }

  /**
   * Makes the proof.
   *
   * @param persistent commitments to W, W' and the batch
   * @param auxiliary entries of the auxiliary vector
   * @param tensors evaluates the trace, and lets it go when it is no longer needed
   * @param random all randomness of this proof
   */
  byte[] prove(
      Statement statement,
      List<PersistentCommitment> persistent,
      long[] auxiliary,
      TensorProver tensors,
      PrfStream random,
      Hooks hooks) {
    Transcript transcript = hooks.transcript();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<byte[]> merkleRoots = persistent.stream().map(PersistentCommitment::merkleRoot).toList();
    new ProofBytes(plan.hyperparameters().canonicalBytes(), merkleRoots).write(out);
    StepPrelude.absorb(transcript, plan, statement, merkleRoots);

    VectorOpeningProver opening =
        VectorOpeningProver.commitAuxiliary(
            plan.opening(),
            persistent.stream().map(PersistentCommitment::vector).toList(),
            persistent.stream().map(PersistentCommitment::tree).toList(),
            auxiliary,
            code,
            random,
            kernels);
    Channel channel = hooks.wrap().apply(new ProverChannel(transcript, out, opening.pads()));
    StepScript.Provers provers =
        new StepScript.Provers(
            opening::auxiliaryRoot,
            tensors,
            new FractionTree(plan.lookup(), values(auxiliary, persistent), kernels),
            opening);
    StepScript script =
        new StepScript(
            plan,
            channel,
            new Obligations(hooks.enforced()),
            provers,
            new ErrorTally(),
            kernels,
            progress);
    hooks.observer().accept(script);
    Opening.Pending pending = script.claims();
    script.open(plan.opening(), pending);
    opening.openColumns(StepPrelude.positions(transcript, plan), out);
    return out.toByteArray();
  }

  private static FractionTree.SliceValues values(
      long[] auxiliary, List<PersistentCommitment> persistent) {
    return slice ->
        new FractionTree.Entries(
            slice.commitment() == Owner.AUXILIARY.index()
                ? auxiliary
                : persistent.get(slice.commitment()).vector().data(),
            slice.offset());
  }
}
