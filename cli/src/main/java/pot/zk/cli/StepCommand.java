package pot.zk.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.cli.json.ObjectNode;
import pot.zk.model.Hyperparameters;
import pot.zk.step.Batch;
import pot.zk.step.ModelState;
import pot.zk.step.Progress;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.DoneStep;
import pot.zk.step.ZkWitnessBuilder.ParameterShape;

/** Does the canonical step. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = "Do the canonical step: the weights that exact mode demands after a batch.",
    footer = {
      "",
      "Request:",
      "  {\"hyperparameters\":{..}, \"weights\":{\"fc1.weight\":[[..],..]},",
      "   \"batch\":{\"inputs\":[[..],..], \"targets\":[[..],..]}}",
      "",
      "Example:",
      "  ./pot step -i request.json -o weights.json"
    })
final class StepCommand extends JsonCommand {
  @Override
  Answer answer(Request request, Progress progress) {
    request.members(Set.of("hyperparameters", "weights", "batch"), Set.of("version"));
    Hyperparameters hp = StepRequest.hyperparameters(request);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    Faults faults = new Faults();
    Optional<ModelState> before = faults.get(() -> StepRequest.state(request, "weights", builder));
    Optional<Batch> batch = faults.get(() -> StepRequest.batch(request, hp));
    faults.throwIfAny();
    progress.phase(Progress.WITNESS);
    DoneStep done = builder.canonicalStepWithFacts(before.orElseThrow(), batch.orElseThrow());
    List<NamedTensor> weights = new ArrayList<>();
    for (ParameterShape shape : builder.parameters()) {
      double[] values = done.after().tensor(shape.name());
      weights.add(new NamedTensor(shape.name(), shape.rows(), shape.columns(), values));
    }
    ObjectNode answer = new ObjectNode();
    answer.put("loss_value", done.facts().loss());
    StepRequest.putHyperparameters(answer, hp);
    return Answer.of(answer, Main.OK).withWeights(weights).forTheOwner();
  }
}
