package pot.zk.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import pot.zk.commitment.ColumnVerifier;
import pot.zk.commitment.Opening;
import pot.zk.hiding.Obligations;
import pot.zk.hiding.VerifierChannel;
import pot.zk.poly.ReedSolomon;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.relation.Owner;
import pot.zk.simd.FieldKernels;
import pot.zk.soundness.ErrorTally;
import pot.zk.transcript.Transcript;

/** Runs the script as the verifier. */
final class StepVerifier {
  private final StepPlan plan;
  private final FieldKernels kernels;

  StepVerifier(StepPlan plan, FieldKernels kernels) {
    this.plan = plan;
    this.kernels = kernels;
  }

  /**
   * Reads the rest of a proof whose header has been read.
   *
   * @param enforced the checks that are on; all of them but in tests
   * @param transcript new
   * @throws InvalidProof unless everything holds
   */
  void verify(
      Statement statement,
      ProofBytes header,
      ProofReader in,
      Predicate<String> enforced,
      Transcript transcript) {
    checkRoots(statement, header.merkleRoots());
    StepPrelude.absorb(transcript, plan, statement, header.merkleRoots());
    VerifierChannel channel = new VerifierChannel(transcript, in);
    StepScript script =
        new StepScript(
            plan,
            channel,
            new Obligations(enforced),
            StepScript.Provers.absent(),
            new ErrorTally(),
            kernels);
    Opening.Pending pending = script.claims();
    Opening.Messages messages = script.open(plan.opening(), pending);
    ColumnVerifier columns = new ColumnVerifier(plan.opening(), messages, kernels, enforced);
    columns.checkLinearTest();
    List<byte[]> roots = new ArrayList<>(header.merkleRoots());
    roots.add(script.auxiliaryRoot());
    ReedSolomon code = new ReedSolomon(plan.parameters().lengthVariables(), kernels);
    columns.checkColumns(in, roots, StepPrelude.positions(transcript, plan), code);
    in.end();
  }

  /**
   * The statement's roots are the proof's Merkle roots, read under the tuples that follow from the
   * hyper-parameters.
   */
  private void checkRoots(Statement statement, List<byte[]> merkleRoots) {
    check("w_t_root", statement.wtRoot(), Owner.WEIGHTS_BEFORE, merkleRoots);
    check("w_t1_root", statement.wt1Root(), Owner.WEIGHTS_AFTER, merkleRoots);
    check("batch_root", statement.batchRoot(), Owner.BATCH, merkleRoots);
  }

  private void check(String field, byte[] stated, Owner owner, List<byte[]> merkleRoots) {
    byte[] tuple = Role.of(owner).tuple(plan, owner);
    byte[] root = PersistentCommitment.root(tuple, merkleRoots.get(owner.index()));
    if (!Arrays.equals(stated, root)) {
      throw new InvalidProof(field + " of the statement is not the root that the proof opens");
    }
  }
}
