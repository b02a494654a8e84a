package pot.zk.cli;

import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.cli.json.JsonReader;
import pot.zk.cli.json.ObjectNode;
import pot.zk.model.Hyperparameters;
import pot.zk.step.Progress;
import pot.zk.step.Proof;
import pot.zk.step.SgdZkVerifier;
import pot.zk.step.Statement;
import pot.zk.step.Verdict;
import pot.zk.step.ZkWitnessBuilder;

/** Verifies a proof. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Verify a proof of one SGD step. Exit status 0: valid; 1: not valid, and why.",
    footer = {
      "",
      "Request:",
      "  {\"public_inputs\":{\"w_t_root\":hex, \"batch_root\":hex, \"hparams_hash\":hex, \"w_t1_root\":hex,",
      "                    \"step_nonce\":n, \"step_number\":n, \"epoch\":n},",
      "   \"proof\":base64, or {\"file\":\"x.proof\"}}",
      "",
      "Example:",
      "  ./pot verify -i request.json"
    })
final class VerifyCommand extends JsonCommand {
  @Override
  Answer answer(Request request, Progress progress) {
    request.members(Set.of("public_inputs", "proof"), Set.of("version", "params_k", "metadata"));
    Statement statement = StepRequest.statement(request);
    Proof proof = new Proof(StepRequest.proof(request));
    VectorModule.loadFor(proof.size());
    progress.phase(Progress.VERIFICATION);
    long start = System.nanoTime();
    Verdict verdict = new SgdZkVerifier().verifySgdStep(statement, proof);
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (verdict instanceof Verdict.Valid valid && request.has("params_k")) {
      Hyperparameters hp = valid.hyperparameters();
      StepRequest.checkParamsK(request, new ZkWitnessBuilder(hp).largestTensorLimbs());
    }
    ObjectNode answer = new ObjectNode();
    answer.put("valid", verdict.isValid());
    if (verdict instanceof Verdict.Invalid(String reason)) {
      answer.put("reason", reason);
    }
    answer.put("verification_time_ms", millis);
    ObjectNode metadata = answer.putObject("metadata");
    metadata.put("version", 1);
    metadata.put("proof_size", proof.size());
    if (verdict instanceof Verdict.Valid valid) {
      metadata.put("soundness_bits", StepRequest.tenths(valid.soundnessBits()));
      metadata.set("hyperparameters", JsonReader.read(valid.hyperparameters().canonicalBytes()));
    }
    return Answer.of(answer, verdict.isValid() ? Main.OK : Main.NOT_TRUE);
  }
}
