package pot.zk.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.step.Progress;
import pot.zk.step.ProofSummary;

/** Says what a proof is, without verifying it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Say what a proof or an opening is: hyper-parameters, roots, sizes. Verifies nothing.",
    footer = {
      "",
      "Request: an answer of prove or open, a request of verify, or the bytes of a proof themselves",
      "  {\"proof\":base64, or {\"file\":\"x.proof\"}}",
      "",
      "Example:",
      "  ./pot inspect -i proof.json"
    })
final class InspectCommand extends JsonCommand {
  private static final int MAX_PROOF = 1 << 29;

  /** Proofs and openings begin with this; no JSON does. */
  private static final byte[] MAGIC_START = {'P', 'o', 'T', 'Z', 'K'};

  @Override
  Request read(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw);
    in.mark(MAGIC_START.length);
    boolean isProof = java.util.Arrays.equals(in.readNBytes(MAGIC_START.length), MAGIC_START);
    in.reset();
    if (!isProof) {
      return super.read(in);
    }
    String proof = Base64.getEncoder().encodeToString(in.readNBytes(MAX_PROOF));
    return Request.of(new ObjectNode().put("proof", proof), List.of());
  }

  @Override
  Answer answer(Request request, Progress progress) {
    request.members(
        Set.of("proof"),
        Set.of("version", "metadata", "public_inputs", "params_k", "root", "weights"));
    ProofSummary s =
        ProofSummary.of(StepRequest.proof(request))
            .orElseThrow(
                () ->
                    new UnusableRequestException(
                        "proof",
                        "bytes that do not start as a proof of this format",
                        "a proof or an opening made by this version",
                        "check where the bytes come from"));
    HexFormat hex = HexFormat.of();
    ObjectNode answer = new ObjectNode();
    answer.put("version", 1);
    answer.put("kind", s.kind().name().toLowerCase(Locale.ROOT));
    answer.put("proof_size", s.size());
    answer.put("message_bytes", s.messageBytes());
    answer.put("soundness_bits", StepRequest.tenths(s.soundnessBits()));
    ObjectNode roots = answer.putObject("merkle_roots");
    s.merkleRoots().forEach((name, root) -> roots.put(name, hex.formatHex(root)));
    StepRequest.putHyperparameters(answer, s.hyperparameters());
    answer.put("verified", false);
    return Answer.of(answer, Main.OK);
  }
}
