package pot.zk.model;

import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Sha256;

/**
 * All that is public about a training step but its roots: complete, checked, and with one canonical
 * form, whose hash a statement names.
 *
 * <p>Throws {@link UnusableRequestException} for another batch size, or an attested mode that does
 * not fit the formats: a tolerance below one unit, a band below one unit or over half the range, or
 * a buffer tolerance that is not the tolerance where there is no momentum.
 *
 * @param batch samples, from 1 to {@value #MAX_BATCH}
 */
public record Hyperparameters(
    int batch,
    Model model,
    Loss loss,
    Optimizer optimizer,
    Mode mode,
    Formats formats,
    CommitmentSettings commitment) {
  /** The name of this form; it changes if any old document would be read differently. */
  public static final String FORMAT = "pot-hparams/1";

  public static final int MAX_BATCH = 1 << 24;

  public Hyperparameters {
    checkBatch(batch);
    if (mode instanceof Mode.Attested attested) {
      attested.checkFits(formats, hasBuffers(optimizer));
    }
  }

  static void checkBatch(int batch) {
    Checks.range(Checks.ROOT + ".batch", batch, 1, MAX_BATCH);
  }

  private static boolean hasBuffers(Optimizer optimizer) {
    return optimizer instanceof Optimizer.Sgd sgd && !sgd.momentum().isZero();
  }

  /**
   * Reads canonical bytes, as a verifier does: nothing may be missing, unknown, out of range or
   * written otherwise.
   *
   * @throws UnusableRequestException naming every place at fault that can be told
   */
  public static Hyperparameters parseCanonical(byte[] json) {
    return HyperparametersReader.complete(CanonicalJson.parseCanonical(json));
  }

  public JsonValue toJson() {
    return HyperparametersWriter.json(this);
  }

  /** The bytes that are hashed, and carried in a proof. */
  public byte[] canonicalBytes() {
    return CanonicalJson.write(toJson());
  }

  /** SHA-256 of the canonical bytes: 32 new bytes. */
  public byte[] hash() {
    return Sha256.newDigest().digest(canonicalBytes());
  }
}
