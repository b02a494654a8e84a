package pot.zk.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UntrueStepException;
import pot.zk.model.Hyperparameters;
import pot.zk.step.Batch;
import pot.zk.step.Deviation;
import pot.zk.step.ModelState;
import pot.zk.step.Progress;
import pot.zk.step.ZkWitnessBuilder;

/** Does everything but the proof. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check a step before proving it: how far each tensor is from the declared step, how much of it is",
      "moved by less than the tolerance, and the tolerance needed. Exit status 1: the step is not true."
    },
    footer = {
      "",
      "Request: that of prove will do; roots and seeds are not looked at",
      "  {\"hyperparameters\":{..},",
      "   \"witness\":{\"weights_before\":.., \"weights_after\":.., \"batch_inputs\":.., \"batch_targets\":..}}",
      "",
      "Example:",
      "  ./pot check -i examples/16x4.request.json"
    })
final class CheckCommand extends JsonCommand {
  @Override
  Answer answer(Request request, Progress progress) {
    request.members(
        Set.of("hyperparameters", "witness"),
        Set.of("version", "public_inputs", "blinding_seeds", "params_k"));
    Hyperparameters hp = StepRequest.hyperparameters(request);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    Request w =
        request
            .object("witness")
            .members(
                Set.of("weights_before", "weights_after", "batch_inputs", "batch_targets"),
                Set.of("learning_rate", "loss_value", "gradients"));
    Faults faults = new Faults();
    Optional<ModelState> before = faults.get(() -> StepRequest.state(w, "weights_before", builder));
    Optional<ModelState> after = faults.get(() -> StepRequest.state(w, "weights_after", builder));
    Optional<Batch> batch =
        faults.get(() -> StepRequest.batch(w, "batch_inputs", "batch_targets", hp));
    faults.throwIfAny();
    progress.phase(Progress.WITNESS);
    return answer(builder, before.orElseThrow(), after.orElseThrow(), batch.orElseThrow());
  }

  private static Answer answer(
      ZkWitnessBuilder builder, ModelState before, ModelState after, Batch batch) {
    List<Deviation> deviations = builder.deviations(before, after, batch);
    ObjectNode answer = new ObjectNode();
    Optional<String> reason = reason(builder, before, after, batch);
    answer.put("true", reason.isEmpty());
    reason.ifPresent(r -> answer.put("reason", r));
    answer.put("loss_value", builder.facts(before, batch).loss());
    ArrayNode tensors = answer.putArray("tensors");
    for (Deviation d : deviations) {
      tensors
          .addObject()
          .put("name", d.name())
          .put("largest_deviation", Math.round(1000 * d.largest()) / 1000.0)
          .put("index", d.index())
          .put("tolerance", d.tolerance())
          .put("below_tolerance", Math.round(10_000 * d.belowTolerance()) / 10_000.0)
          .put("needed_tolerance_log2", d.neededToleranceLog2());
    }
    return Answer.of(answer, reason.isEmpty() ? Main.OK : Main.NOT_TRUE).forTheOwner();
  }

  /** What prove would say of the step. */
  private static Optional<String> reason(
      ZkWitnessBuilder builder, ModelState before, ModelState after, Batch batch) {
    try {
      builder.checkStep(before, after, batch);
      return Optional.empty();
    } catch (UntrueStepException e) {
      return Optional.of(e.found());
    }
  }
}
