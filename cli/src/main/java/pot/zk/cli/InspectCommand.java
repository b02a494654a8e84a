package pot.zk.cli;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.error.UnusableRequestException;
import pot.zk.step.ProofSummary;
import tools.jackson.databind.node.ObjectNode;

/** Says what a proof is, without verifying it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Say what a proof is: its version, hyper-parameters, roots and sizes. Verifies nothing.",
    footer = {
      "",
      "Request:",
      "  {\"proof\":base64}; an answer of prove will do",
      "",
      "Example:",
      "  ./pot inspect -i proof.json"
    })
final class InspectCommand extends JsonCommand {
  @Override
  Answer answer(Request request) {
    request.members(Set.of("proof"), Set.of("version", "metadata", "public_inputs", "params_k"));
    Optional<ProofSummary> summary = ProofSummary.of(StepRequest.proof(request));
    if (summary.isEmpty()) {
      throw new UnusableRequestException(
          "proof",
          "bytes that do not start as a proof of this format",
          "a proof made by this version",
          "check where the bytes come from");
    }
    ProofSummary s = summary.get();
    HexFormat hex = HexFormat.of();
    ObjectNode answer = JSON.objectNode();
    answer.put("version", 1);
    answer.put("proof_size", s.size());
    answer.put("message_bytes", s.messageBytes());
    answer.put("soundness_bits", Math.floor(10 * s.soundnessBits()) / 10);
    answer.put("hparams_hash", hex.formatHex(s.hyperparameters().hash()));
    ObjectNode roots = answer.putObject("merkle_roots");
    roots.put("w_t", hex.formatHex(s.merkleRoots().get(0)));
    roots.put("w_t1", hex.formatHex(s.merkleRoots().get(1)));
    roots.put("batch", hex.formatHex(s.merkleRoots().get(2)));
    answer.set("hyperparameters", Request.MAPPER.readTree(s.hyperparameters().canonicalBytes()));
    answer.put("verified", false);
    return new Answer(answer, Main.OK);
  }
}
