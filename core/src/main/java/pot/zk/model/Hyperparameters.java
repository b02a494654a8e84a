package pot.zk.model;

import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Sha256;

/**
 * All that a step was done under, complete and public. Its canonical bytes are carried in every proof, and their
 * SHA-256 is the statement's {@code hparams_hash}.
 *
 * @param batch samples in the batch, 1 to 2^24
 */
public record Hyperparameters(
    int batch,
    Model model,
    Loss loss,
    Optimizer optimizer,
    Mode mode,
    Formats formats,
    CommitmentSettings commitment) {
  /** The value of the member "format". */
  public static final String FORMAT = "pot-hparams/1";

  static final int MAX_BATCH = 1 << 24;
  private static final String ROOT = "hyperparameters";

  /** Canonical JSON: ASCII, members sorted, no white space. */
  public byte[] canonicalBytes() {
    return CanonicalJson.write(toJson());
  }

  /** SHA-256 of the canonical bytes, 32 bytes. */
  public byte[] hash() {
    return Sha256.newDigest().digest(canonicalBytes());
  }

  /**
   * Reads canonical bytes: everything present, nothing unknown, every number in range.
   *
   * @throws UnusableRequestException naming the first member that is not as it must be
   */
  public static Hyperparameters parseCanonical(byte[] bytes) {
    Members m =
        Members.of(
            ROOT,
            CanonicalJson.parseCanonical(bytes),
            "format",
            "batch",
            "model",
            "loss",
            "optimizer",
            "mode",
            "formats",
            "commitment");
    m.choice("format", FORMAT);
    return new Hyperparameters(
        m.smallInteger("batch", 1, MAX_BATCH),
        m.read("model", Model::read),
        m.read("loss", Loss::read),
        m.read("optimizer", Optimizer::read),
        m.read("mode", Mode::read),
        m.read("formats", Formats::read),
        m.read("commitment", CommitmentSettings::read));
  }

  /** The JSON object. */
  public JsonValue toJson() {
    return Json.object(
        "format", FORMAT,
        "batch", batch,
        "model", model.toJson(),
        "loss", loss.toJson(),
        "optimizer", optimizer.toJson(),
        "mode", mode.toJson(),
        "formats", formats.toJson(),
        "commitment", commitment.toJson());
  }
}
