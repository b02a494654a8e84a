package pot.zk.model;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import pot.zk.error.UnusableRequestException;

/**
 * Hyper-parameters as a user writes them: what says how to prove may be left to the planner.
 *
 * <p>Throws {@link UnusableRequestException} for another batch size.
 *
 * @param batch samples, from 1 to {@value Hyperparameters#MAX_BATCH}
 */
public record HyperparametersDraft(
    int batch,
    Model model,
    Loss loss,
    Optimizer optimizer,
    Optional<ModeDraft> mode,
    Optional<Formats> formats,
    Optional<CommitmentSettings> commitment) {
  public HyperparametersDraft {
    Hyperparameters.checkBatch(batch);
  }

  /** A draft that leaves mode, formats and commitment to the planner. */
  public static HyperparametersDraft of(int batch, Model model, Loss loss, Optimizer optimizer) {
    return new HyperparametersDraft(
        batch, model, loss, optimizer, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads what a user wrote: members in any order, with white space; {@code formats}, {@code mode}
   * or the numbers of attested mode, and {@code commitment} may be absent, nothing else.
   *
   * @throws UnusableRequestException naming every place at fault that can be told
   */
  public static HyperparametersDraft parse(byte[] json) {
    return HyperparametersReader.draft(CanonicalJson.parse(json));
  }

  /**
   * This draft with what it leaves out.
   *
   * @throws UnusableRequestException if an argument differs from what the draft declares, or they
   *     do not fit together as {@link Hyperparameters} demands
   */
  public Hyperparameters complete(
      Formats chosenFormats, Mode chosenMode, CommitmentSettings chosenCommitment) {
    return new Hyperparameters(
        batch,
        model,
        loss,
        optimizer,
        choose("mode", mode, chosenMode, ModeDraft::agreesWith),
        choose("formats", formats, chosenFormats, Objects::equals),
        choose("commitment", commitment, chosenCommitment, Objects::equals));
  }

  private static <D, T> T choose(
      String member, Optional<D> declared, T chosen, BiPredicate<D, T> agrees) {
    if (declared.isPresent() && !agrees.test(declared.get(), chosen)) {
      throw new UnusableRequestException(
          Checks.ROOT + "." + member,
          chosen.toString(),
          declared.get() + ", as declared",
          "complete the draft with what it declares");
    }
    return chosen;
  }
}
