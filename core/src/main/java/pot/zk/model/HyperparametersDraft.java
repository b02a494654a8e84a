package pot.zk.model;

import java.util.Optional;
import java.util.Set;
import pot.zk.error.UnusableRequestException;

/** Hyper-parameters as a user writes them: mode, formats and commitment may be left to the planner. */
public record HyperparametersDraft(
    int batch,
    Model model,
    Loss loss,
    Optimizer optimizer,
    Optional<Mode> mode,
    Optional<Formats> formats,
    Optional<CommitmentSettings> commitment) {
  /**
   * @throws UnusableRequestException if the batch is not 1 to 2^24
   */
  public HyperparametersDraft {
    if (batch < 1 || batch > Hyperparameters.MAX_BATCH) {
      throw new UnusableRequestException(
          "hyperparameters.batch", Integer.toString(batch), "1 to 2^24", "correct it");
    }
  }

  /**
   * Reads what a user wrote; order and white space are free.
   *
   * @throws UnusableRequestException naming what is missing, unknown or out of range
   */
  public static HyperparametersDraft parse(byte[] json) {
    Members m =
        Members.of(
            "hyperparameters",
            CanonicalJson.parse(json),
            Set.of("format", "batch", "model", "loss", "optimizer"),
            Set.of("mode", "formats", "commitment"));
    m.choice("format", Hyperparameters.FORMAT);
    return new HyperparametersDraft(
        m.smallInteger("batch", 1, Hyperparameters.MAX_BATCH),
        m.read("model", Model::read),
        m.read("loss", Loss::read),
        m.read("optimizer", Optimizer::read),
        m.readOptional("mode", Mode::read),
        m.readOptional("formats", Formats::read),
        m.readOptional("commitment", CommitmentSettings::read));
  }

  /** Complete, with these in place of what was left out. */
  public Hyperparameters complete(
      Formats chosenFormats, Mode chosenMode, CommitmentSettings chosenCommitment) {
    return new Hyperparameters(
        batch, model, loss, optimizer, chosenMode, chosenFormats, chosenCommitment);
  }
}
