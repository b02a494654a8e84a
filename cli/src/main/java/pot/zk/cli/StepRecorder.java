package pot.zk.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.JsonReader;
import pot.zk.cli.json.ObjectNode;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.step.ModelState;
import pot.zk.step.Progress;
import pot.zk.step.Proof;
import pot.zk.step.RecentCommitments;
import pot.zk.step.SgdZkProver;
import pot.zk.step.Statement;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder.Commitment;

/**
 * Writes steps as they are done: each as a request of prove, for later, or of verify, proven. The
 * commitment to W' of one step is the commitment to W of the next: a folder for verify-chain.
 */
final class StepRecorder {
  /** The folder, inside the other, of requests of prove. */
  static final String REQUESTS = "requests";

  private final Path folder;
  private final SgdZkProver prover;
  private final SecureRandom nonces = new SecureRandom();
  private Optional<Commitment> last = Optional.empty();

  /**
   * @param recent shared with the builders of the steps
   */
  StepRecorder(Path folder, RecentCommitments recent) {
    this.folder = folder;
    this.prover = new SgdZkProver(FileOpeningLedger.openDefault(), Progress.none(), recent);
  }

  /** A step with its statement and everything that its proof needs. */
  private record Committed(Trainer.Step step, Statement statement, Witness witness) {}

  /** Writes the request of prove of a step. */
  void record(Trainer.Step step, long number, long epoch) {
    write(REQUESTS + "/" + name(number), request(commit(step, number, epoch)), true);
  }

  /** Proves a step and writes the request of verify; gives the bytes of the proof. */
  int prove(Trainer.Step step, long number, long epoch) {
    Committed c = commit(step, number, epoch);
    Proof proof = prover.proveSgdStep(step.hyperparameters(), c.statement(), c.witness());
    ObjectNode request = new ObjectNode();
    putStatement(request, c.statement());
    request.put("proof", Base64.getEncoder().encodeToString(proof.bytes()));
    write(name(number), request, false);
    return proof.size();
  }

  private Committed commit(Trainer.Step step, long number, long epoch) {
    Commitment before = last.orElseGet(() -> step.builder().extractWeightsForZk(step.before()));
    Commitment after = step.builder().extractWeightsForZk(step.after());
    Commitment batch = step.builder().buildBatchCommitment(step.batch());
    last = Optional.of(after);
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
    return new Committed(
        step, statement, new Witness(step.before(), step.after(), step.batch(), seeds));
  }

  private static ObjectNode request(Committed c) {
    ObjectNode request = new ObjectNode();
    putStatement(request, c.statement());
    request.set("hyperparameters", JsonReader.read(c.step().hyperparameters().canonicalBytes()));
    ObjectNode witness = request.putObject("witness");
    putState(witness.putObject("weights_before"), c.step().before());
    putState(witness.putObject("weights_after"), c.step().after());
    putValues(witness.putArray("batch_inputs"), c.step().batch().inputs());
    putValues(witness.putArray("batch_targets"), c.step().batch().targets());
    Witness.Seeds seeds = c.witness().seeds();
    request
        .putObject("blinding_seeds")
        .put("w_t", HexFormat.of().formatHex(seeds.wt().revealBytes()))
        .put("w_t1", HexFormat.of().formatHex(seeds.wt1().revealBytes()))
        .put("batch", HexFormat.of().formatHex(seeds.batch().revealBytes()));
    return request;
  }

  private static void putState(ObjectNode object, ModelState state) {
    state.names().forEach(name -> putValues(object.putArray(name), state.tensor(name)));
  }

  private static void putValues(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  private static void putStatement(ObjectNode request, Statement s) {
    HexFormat hex = HexFormat.of();
    request
        .putObject("public_inputs")
        .put("w_t_root", hex.formatHex(s.wtRoot()))
        .put("batch_root", hex.formatHex(s.batchRoot()))
        .put("hparams_hash", hex.formatHex(s.hparamsHash()))
        .put("w_t1_root", hex.formatHex(s.wt1Root()))
        .put("step_nonce", s.stepNonce())
        .put("step_number", s.stepNumber())
        .put("epoch", s.epoch());
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "step-%08d.json", number);
  }

  private void write(String name, ObjectNode json, boolean secret) {
    Output.writeFile(folder.resolve(name), Request.utf8(json + "\n"), secret);
  }
}
