package pot.zk.step;

import java.util.List;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;

/**
 * What a proof says of itself, unverified.
 *
 * @param size in bytes
 * @param hyperparameters it was made under
 * @param merkleRoots of W, W' and the batch, 32 bytes each
 * @param messageBytes before the opened columns
 * @param soundnessBits that such a proof has if it verifies
 */
public record ProofSummary(
    int size,
    Hyperparameters hyperparameters,
    List<byte[]> merkleRoots,
    int messageBytes,
    double soundnessBits) {
  /** Reads the start of a proof; empty, if it is none of ours. */
  public static Optional<ProofSummary> of(Proof proof) {
    try {
      ProofBytes header = ProofBytes.read(new ProofReader(proof.bytes()));
      StepPlan plan = StepPlan.of(Hyperparameters.parseCanonical(header.hyperparameters()));
      return Optional.of(
          new ProofSummary(
              proof.size(),
              plan.hyperparameters(),
              header.merkleRoots(),
              plan.messageBytes(),
              plan.budget().bits()));
    } catch (InvalidProof | UnusableRequestException e) {
      return Optional.empty();
    }
  }
}
