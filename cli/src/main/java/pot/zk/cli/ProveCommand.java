package pot.zk.cli;

import java.util.Base64;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.error.UntrueStepException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Optimizer;
import pot.zk.step.Batch;
import pot.zk.step.BlindingSeed;
import pot.zk.step.Proof;
import pot.zk.step.SgdZkProver;
import pot.zk.step.SoundnessReport;
import pot.zk.step.Statement;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder;
import tools.jackson.databind.node.ObjectNode;

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
      "  ./pot prove -i request.json -o proof.json"
    })
final class ProveCommand extends JsonCommand {
  @Override
  Answer answer(Request request) {
    request.members(
        Set.of("public_inputs", "hyperparameters", "witness", "blinding_seeds"),
        Set.of("version", "params_k"));
    Hyperparameters hp = StepRequest.hyperparameters(request);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    StepRequest.checkParamsK(request, builder);
    Statement statement = StepRequest.statement(request.object("public_inputs"));
    Witness witness = witness(request, hp, builder);

    long start = System.nanoTime();
    Proof proof =
        new SgdZkProver(FileOpeningLedger.openDefault()).proveSgdStep(hp, statement, witness);
    long millis = (System.nanoTime() - start) / 1_000_000;

    ObjectNode answer = JSON.objectNode();
    answer.put("proof", Base64.getEncoder().encodeToString(proof.bytes()));
    ObjectNode metadata = answer.putObject("metadata");
    metadata.put("version", 1);
    metadata.put("proof_size", proof.size());
    long limbs = builder.largestTensorLimbs();
    metadata.put("params_k", 64 - Long.numberOfLeadingZeros(Math.max(1, limbs - 1)));
    metadata.put("soundness_bits", Math.floor(10 * SoundnessReport.of(hp).bits()) / 10);
    metadata.put("prove_ms", millis);
    return new Answer(answer, Main.OK);
  }

  private static Witness witness(Request request, Hyperparameters hp, ZkWitnessBuilder builder) {
    Request w =
        request
            .object("witness")
            .members(
                Set.of("weights_before", "weights_after", "batch_inputs", "batch_targets"),
                Set.of("learning_rate"));
    checkRate(w, hp);
    Request seeds =
        request.object("blinding_seeds").members(Set.of("w_t", "w_t1", "batch"), Set.of());
    Batch batch = StepRequest.batch(w, "batch_inputs", "batch_targets", hp);
    return new Witness(
        StepRequest.state(w, "weights_before", builder),
        StepRequest.state(w, "weights_after", builder),
        batch,
        new Witness.Seeds(
            BlindingSeed.of(seeds.hash("w_t")),
            BlindingSeed.of(seeds.hash("w_t1")),
            BlindingSeed.of(seeds.hash("batch"))));
  }

  /** A learning rate in the witness is not proven, only held against the declared one. */
  private static void checkRate(Request w, Hyperparameters hp) {
    if (w.has("learning_rate")) {
      double claimed = w.number("learning_rate");
      double declared =
          ((Optimizer.Sgd) hp.optimizer()).learningRate().toBigDecimal().doubleValue();
      if (!(Math.abs(claimed - declared) <= Math.scalb(declared, -18))) {
        throw new UntrueStepException(
            "witness.learning_rate",
            Double.toString(claimed),
            declared + ", as the hyper-parameters declare",
            "declare the rate of the step");
      }
    }
  }
}
