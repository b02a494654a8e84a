package pot.zk.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.proof.InvalidProof;
import pot.zk.proof.ProofReader;

/**
 * What a proof or an opening says of itself, unverified.
 *
 * @param kind whether it is about a step or about chosen weights
 * @param size in bytes
 * @param hyperparameters it was made under
 * @param merkleRoots by commitment: {@code w_t}, {@code w_t1}, {@code batch}, or {@code weights};
 *     32 bytes each
 * @param messageBytes before the opened columns
 * @param soundnessBits that it has if it verifies
 */
public record ProofSummary(
    Kind kind,
    int size,
    Hyperparameters hyperparameters,
    Map<String, byte[]> merkleRoots,
    int messageBytes,
    double soundnessBits) {
  /** What the bytes are about. */
  public enum Kind {
    STEP,
    OPENING
  }

  /** Reads the start of a proof or of an opening; empty, if it is none of ours. */
  public static Optional<ProofSummary> of(byte[] bytes) {
    return attempt(() -> step(bytes)).or(() -> attempt(() -> opening(bytes)));
  }

  private static Optional<ProofSummary> attempt(java.util.function.Supplier<ProofSummary> reading) {
    try {
      return Optional.of(reading.get());
    } catch (InvalidProof | UnusableRequestException e) {
      return Optional.empty();
    }
  }

  private static ProofSummary step(byte[] bytes) {
    ProofBytes header = ProofBytes.read(new ProofReader(bytes));
    StepPlan plan = StepPlan.of(Hyperparameters.parseCanonical(header.hyperparameters()));
    Map<String, byte[]> roots = new LinkedHashMap<>();
    roots.put("w_t", header.merkleRoots().get(0));
    roots.put("w_t1", header.merkleRoots().get(1));
    roots.put("batch", header.merkleRoots().get(2));
    return new ProofSummary(
        Kind.STEP,
        bytes.length,
        plan.hyperparameters(),
        roots,
        plan.messageBytes(),
        plan.budget().bits());
  }

  private static ProofSummary opening(byte[] bytes) {
    RevealBytes header = RevealBytes.read(new ProofReader(bytes));
    StepPlan step = StepPlan.of(Hyperparameters.parseCanonical(header.hyperparameters()));
    if (!Revelation.fits(header.revelation().entries(), step)) {
      throw new InvalidProof("the weights shown are not ascending places of this model");
    }
    RevealPlan plan = RevealPlan.of(step, header.revelation());
    return new ProofSummary(
        Kind.OPENING,
        bytes.length,
        step.hyperparameters(),
        Map.of("weights", header.merkleRoot()),
        plan.messageBytes(),
        plan.budget().bits());
  }
}
