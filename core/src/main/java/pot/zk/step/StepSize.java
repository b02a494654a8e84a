package pot.zk.step;

import java.util.ArrayList;
import java.util.List;
import pot.zk.commitment.Claim;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.Obligations;
import pot.zk.lookup.LookupTable;
import pot.zk.merkle.MerkleMultiProof;
import pot.zk.model.Hyperparameters;
import pot.zk.relation.MatrixProduct;
import pot.zk.relation.Owner;
import pot.zk.relation.Relation;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Term;
import pot.zk.soundness.ErrorTally;

/**
 * How large the work on one step is, counted from the hyper-parameters alone.
 *
 * @param parameters weights and biases, momentum aside
 * @param laneLength C, data elements of a lane
 * @param codeLength n, positions of a codeword
 * @param queries q, positions opened
 * @param blinding h, blinding coefficients of a persistent lane
 * @param commitments W, W', the batch and the auxiliary one
 * @param traceValues padded values of all tensors
 * @param multiplyAdds of the step's matrix products, padded
 * @param relationValues padded values that the relations' arguments run over
 * @param lookupLeaves 2^M, leaves of the lookup with their padding
 * @param tableEntries of all lookup tables
 * @param claims linear claims that the opening batches
 * @param claimTerms slices in them
 * @param claimedValues entries of those slices, all together
 * @param liveBytes of the heap that a prover needs at once
 * @param proofBytes expected, over the positions that may be drawn
 */
public record StepSize(
    long parameters,
    int laneLength,
    int codeLength,
    int queries,
    int blinding,
    List<Commitment> commitments,
    long traceValues,
    long multiplyAdds,
    long relationValues,
    long lookupLeaves,
    long tableEntries,
    int claims,
    long claimTerms,
    long claimedValues,
    long liveBytes,
    double proofBytes) {
  /**
   * One committed vector.
   *
   * @param values padded values of its tensors
   * @param entries limbs, and multiplicities
   * @param padded 2^m, entries of the table that its sumcheck runs over
   * @param lanes of its tree, pads included, one over K counting as two
   */
  public record Commitment(long values, long entries, long padded, int lanes) {}

  private static final int HASH_BYTES = 32;

  /**
   * The size of a step.
   *
   * @throws pot.zk.error.UnusableRequestException if such a step cannot be proven
   */
  public static StepSize of(Hyperparameters hyperparameters) {
    StepPlan plan = StepPlan.of(hyperparameters);
    CommitmentParameters p = plan.parameters();
    List<Claim> claims = claims(plan);
    return new StepSize(
        parameters(plan),
        p.laneLength(),
        p.codeLength(),
        p.queries(),
        p.blinding(),
        commitments(plan),
        values(plan.circuit().tensors()),
        plan.circuit().relations().stream().mapToLong(StepSize::multiplyAdds).sum(),
        plan.circuit().relations().stream().mapToLong(StepSize::relationValues).sum(),
        1L << plan.lookup().variables(),
        plan.lookup().tables().stream().mapToLong(StepSize::entries).sum(),
        claims.size(),
        claims.stream().mapToLong(c -> c.terms().size()).sum(),
        claims.stream().flatMap(c -> c.terms().stream()).mapToLong(t -> t.slice().size()).sum(),
        MemoryNeed.bytes(plan),
        proofBytes(plan));
  }

  /** The claims of a dry run. */
  private static List<Claim> claims(StepPlan plan) {
    StepScript script =
        new StepScript(
            plan,
            new CountingChannel(),
            new Obligations(),
            StepScript.Provers.absent(),
            new ErrorTally());
    script.claims();
    return script.collectedClaims();
  }

  private static long parameters(StepPlan plan) {
    return plan.circuit().parameters().stream()
        .filter(p -> p.gradient().isPresent())
        .mapToLong(p -> (long) p.before().rows() * p.before().columns())
        .sum();
  }

  private static List<Commitment> commitments(StepPlan plan) {
    List<Commitment> out = new ArrayList<>();
    for (Owner owner : Owner.values()) {
      out.add(
          new Commitment(
              values(plan.circuit().tensors(owner)),
              plan.layout(owner.index()).used(),
              1L << plan.layout(owner.index()).variables(),
              plan.opening().treeLanes(owner.index())));
    }
    return List.copyOf(out);
  }

  private static long values(List<TensorSpec> tensors) {
    return tensors.stream().mapToLong(TensorSpec::paddedSize).sum();
  }

  private static long entries(LookupTable table) {
    return 1L << table.bits();
  }

  private static long multiplyAdds(Relation relation) {
    return relation.terms().stream()
        .filter(MatrixProduct.class::isInstance)
        .mapToLong(t -> (long) relation.paddedSize() << ((MatrixProduct) t).innerVariables())
        .sum();
  }

  /** The factors of a product are run over twice: bound for its sumcheck, then evaluated. */
  private static long relationValues(Relation relation) {
    long sum = relation.remainder().map(TensorSpec::paddedSize).orElse(0);
    for (Term term : relation.terms()) {
      sum += (term instanceof MatrixProduct ? 2 : 1) * values(term.tensors());
    }
    return sum;
  }

  private static double proofBytes(StepPlan plan) {
    CommitmentParameters p = plan.parameters();
    double nodes = MerkleMultiProof.expectedNodeCount(p.codeLength(), p.queries());
    return bytesBesideMerkleNodes(plan) + Owner.values().length * nodes * HASH_BYTES;
  }

  /** All of a proof whose length does not depend on the positions that are opened. */
  static int bytesBesideMerkleNodes(StepPlan plan) {
    int header =
        ProofBytes.BYTES_BEFORE_HYPERPARAMETERS
            + plan.hyperparameters().canonicalBytes().length
            + ProofBytes.ROOTS * HASH_BYTES;
    return Math.toIntExact(header + plan.leastProofBytes());
  }
}
