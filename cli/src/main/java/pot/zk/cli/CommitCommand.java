package pot.zk.cli;

import java.util.HexFormat;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.Hyperparameters;
import pot.zk.step.BlindingSeed;
import pot.zk.step.Progress;
import pot.zk.step.RecentCommitments;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.Commitment;

/** Commits to weights or to a batch. */
@Command(
    name = "commit",
    mixinStandardHelpOptions = true,
    description = "Commit to weights or to a batch: gives the root, and the seed to keep secret.",
    footer = {
      "",
      "Request:",
      "  {\"hyperparameters\":{..}, \"weights\":{\"fc1.weight\":[[..],..], \"fc1.bias\":[..]}}",
      "  {\"hyperparameters\":{..}, \"batch\":{\"inputs\":[[..],..], \"targets\":[[..],..]}}",
      "  and, to make the same root again, \"blinding_seed\":\"64 hex digits\"",
      "",
      "Example:",
      "  ./pot commit -i request.json -o root.json"
    })
final class CommitCommand extends JsonCommand {
  private final RecentCommitments recent;

  CommitCommand() {
    this(new RecentCommitments());
  }

  /**
   * @param recent shared with who proves
   */
  CommitCommand(RecentCommitments recent) {
    this.recent = recent;
  }

  @Override
  Answer answer(Request request, Progress progress) {
    request.members(
        Set.of("hyperparameters"), Set.of("version", "weights", "batch", "blinding_seed"));
    if (request.has("weights") == request.has("batch")) {
      throw new UnusableRequestException(
          "request",
          request.has("weights") ? "both weights and batch" : "neither weights nor batch",
          "one of them",
          "commit to one thing at a time");
    }
    Hyperparameters hp = StepRequest.hyperparameters(request);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp, recent);
    BlindingSeed seed =
        request.has("blinding_seed")
            ? BlindingSeed.of(request.hash("blinding_seed"))
            : BlindingSeed.random();
    progress.phase(Progress.COMMITMENTS);
    Commitment made;
    if (request.has("weights")) {
      made = builder.extractWeightsForZk(StepRequest.state(request, "weights", builder), seed);
    } else {
      made = builder.buildBatchCommitment(StepRequest.batch(request, hp), seed);
    }
    HexFormat hex = HexFormat.of();
    ObjectNode answer = new ObjectNode();
    answer.put("root", hex.formatHex(made.root()));
    answer.putObject("opening").put("blinding_seed", hex.formatHex(seed.revealBytes()));
    StepRequest.putHyperparameters(answer, hp);
    return Answer.of(answer, Main.OK).withBytes(made.root()).forTheOwner();
  }
}
