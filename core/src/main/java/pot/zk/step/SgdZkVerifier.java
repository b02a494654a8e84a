package pot.zk.step;

import java.util.Arrays;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Sha256;
import pot.zk.model.Hyperparameters;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.transcript.Sha256Transcript;

/** Verifies proofs of SGD steps. Holds no state; one may serve many threads. */
public final class SgdZkVerifier {
  private final FieldKernels kernels;

  public SgdZkVerifier() {
    this(Kernels.best());
  }

  SgdZkVerifier(FieldKernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Whether the proof proves the statement. Any bytes whatever get a verdict: nothing is thrown for
   * an invalid proof, and no more memory is taken than an honest proof of its size needs.
   */
  public Verdict verifySgdStep(Statement statement, Proof proof) {
    try {
      ProofReader in = new ProofReader(proof.bytes());
      ProofBytes header = ProofBytes.read(in);
      if (!Arrays.equals(
          statement.hparamsHash(), Sha256.newDigest().digest(header.hyperparameters()))) {
        return new Verdict.Invalid(
            "hparams_hash of the statement is not the hash of the proof's hyper-parameters");
      }
      StepPlan plan = plan(header.hyperparameters());
      if (in.remaining() < plan.leastProofBytes()) {
        return new Verdict.Invalid("the proof is shorter than its hyper-parameters demand");
      }
      new StepVerifier(plan, kernels)
          .verify(
              statement, header, in, check -> true, new Sha256Transcript(ProofBytes.PROTOCOL_ID));
      return new Verdict.Valid(plan.hyperparameters(), plan.budget().bits());
    } catch (InvalidProof e) {
      return new Verdict.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private static StepPlan plan(byte[] hyperparameters) {
    try {
      return StepPlan.of(Hyperparameters.parseCanonical(hyperparameters));
    } catch (UnusableRequestException e) {
      throw new InvalidProof("hyper-parameters in the proof: " + e.getMessage());
    }
  }
}
