package pot.zk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.step.BlindingSeed;
import pot.zk.step.Proof;
import pot.zk.step.SgdZkProver;
import pot.zk.step.Statement;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder.Commitment;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proves steps as they are done, and writes each as a request of verify: a folder for verify-chain.
 * The commitment to W' of one step is the commitment to W of the next.
 */
final class StepRecorder {
  private final Path folder;
  private final SgdZkProver prover = new SgdZkProver(FileOpeningLedger.openDefault());
  private final SecureRandom nonces = new SecureRandom();
  private java.util.Optional<Commitment> last = java.util.Optional.empty();

  StepRecorder(Path folder) {
    this.folder = folder;
  }

  /** Proves a step, and gives the bytes of its proof. */
  int record(Trainer.Step step, long number, long epoch) {
    Commitment before = last.orElseGet(() -> step.builder().extractWeightsForZk(step.before()));
    Commitment after = step.builder().extractWeightsForZk(step.after(), BlindingSeed.random());
    Commitment batch = step.builder().buildBatchCommitment(step.batch());
    last = java.util.Optional.of(after);
    Statement statement =
        new Statement(
            before.root(),
            batch.root(),
            step.hyperparameters().hash(),
            after.root(),
            nonces.nextLong() >>> 1,
            number,
            epoch);
    Witness.Seeds seeds = new Witness.Seeds(before.seed(), after.seed(), batch.seed());
    Witness witness = new Witness(step.before(), step.after(), step.batch(), seeds);
    Proof proof = prover.proveSgdStep(step.hyperparameters(), statement, witness);
    write(
        String.format(java.util.Locale.ROOT, "step-%08d.json", number), request(statement, proof));
    return proof.size();
  }

  private static ObjectNode request(Statement s, Proof proof) {
    HexFormat hex = HexFormat.of();
    ObjectNode request = JsonCommand.JSON.objectNode();
    request
        .putObject("public_inputs")
        .put("w_t_root", hex.formatHex(s.wtRoot()))
        .put("batch_root", hex.formatHex(s.batchRoot()))
        .put("hparams_hash", hex.formatHex(s.hparamsHash()))
        .put("w_t1_root", hex.formatHex(s.wt1Root()))
        .put("step_nonce", s.stepNonce())
        .put("step_number", s.stepNumber())
        .put("epoch", s.epoch());
    return request.put("proof", Base64.getEncoder().encodeToString(proof.bytes()));
  }

  private void write(String name, ObjectNode json) {
    try {
      Files.write(folder.resolve(name), Request.utf8(json + "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
