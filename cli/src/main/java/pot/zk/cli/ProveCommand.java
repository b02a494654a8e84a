package pot.zk.cli;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.step.Progress;
import pot.zk.step.Proof;
import pot.zk.step.RecentCommitments;
import pot.zk.step.SgdZkProver;
import pot.zk.step.SoundnessReport;
import pot.zk.step.Statement;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder;

/** Proves a step. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    description = "Prove one SGD step. Exit status 1: the step is not true, and where.",
    footer = {
      "",
      "Request:",
      "  {\"public_inputs\":{\"w_t_root\":hex, \"batch_root\":hex, \"hparams_hash\":hex, \"w_t1_root\":hex,",
      "                    \"step_nonce\":n, \"step_number\":n, \"epoch\":n},",
      "   \"hyperparameters\":{..},",
      "   \"witness\":{\"weights_before\":.., \"weights_after\":.., \"batch_inputs\":.., \"batch_targets\":..},",
      "   \"blinding_seeds\":{\"w_t\":hex, \"w_t1\":hex, \"batch\":hex}}",
      "",
      "Example:",
      "  ./pot prove -i examples/16x4.request.json -o proof.json"
    })
final class ProveCommand extends JsonCommand {
  private final RecentCommitments recent;

  ProveCommand() {
    this(new RecentCommitments());
  }

  /**
   * @param recent kept from request to request
   */
  ProveCommand(RecentCommitments recent) {
    this.recent = recent;
  }

  @Override
  Answer answer(Request request, Progress progress) {
    request.members(
        Set.of("public_inputs", "hyperparameters", "witness", "blinding_seeds"),
        Set.of("version", "params_k"));
    Faults faults = new Faults();
    Optional<Statement> statement = faults.get(() -> StepRequest.statement(request));
    Optional<Hyperparameters> declared = faults.get(() -> StepRequest.hyperparameters(request));
    Optional<ZkWitnessBuilder> builder = declared.flatMap(hp -> faults.get(() -> builder(hp)));
    if (builder.isEmpty()) {
      faults.throwIfAny();
    }
    Hyperparameters hp = declared.orElseThrow();
    ZkWitnessBuilder b = builder.orElseThrow();
    long limbs = b.largestTensorLimbs();
    faults.check(() -> StepRequest.checkParamsK(request, limbs));
    statement.ifPresent(s -> faults.check(() -> checkHash(s, hp)));
    Optional<Witness> witness = new WitnessReader(hp, b).read(request, faults);
    faults.throwIfAny();

    long start = System.nanoTime();
    Proof proof =
        new SgdZkProver(FileOpeningLedger.openDefault(), progress, recent)
            .proveSgdStep(hp, statement.orElseThrow(), witness.orElseThrow());
    long millis = (System.nanoTime() - start) / 1_000_000;

    ObjectNode answer = new ObjectNode();
    answer.put("proof", Base64.getEncoder().encodeToString(proof.bytes()));
    ObjectNode metadata = answer.putObject("metadata");
    metadata.put("version", 1);
    metadata.put("proof_size", proof.size());
    metadata.put("params_k", StepRequest.paramsK(limbs));
    metadata.put("soundness_bits", StepRequest.tenths(SoundnessReport.of(hp).bits()));
    metadata.put("prove_ms", millis);
    return Answer.of(answer, Main.OK).withBytes(proof.bytes());
  }

  /** For steps that fit into memory: others are refused before their tensors are read. */
  private static ZkWitnessBuilder builder(Hyperparameters hp) {
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    builder.requireMemory();
    return builder;
  }

  private static void checkHash(Statement statement, Hyperparameters hp) {
    if (!Arrays.equals(statement.hparamsHash(), hp.hash())) {
      HexFormat hex = HexFormat.of();
      throw new UnusableRequestException(
          "public_inputs.hparams_hash",
          hex.formatHex(statement.hparamsHash()),
          hex.formatHex(hp.hash()) + ", the hash of the given hyper-parameters",
          "state the hash that commit gives");
    }
  }
}
