package pot.zk.cli;

import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.model.Hyperparameters;
import pot.zk.step.ModelState;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.ParameterShape;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
  Answer answer(Request request) {
    request.members(Set.of("hyperparameters", "weights", "batch"), Set.of("version"));
    Hyperparameters hp = StepRequest.hyperparameters(request);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    Request batch = request.object("batch").members(Set.of("inputs", "targets"), Set.of());
    ModelState after =
        builder.canonicalStep(
            StepRequest.state(request, "weights", builder),
            StepRequest.batch(batch, "inputs", "targets", hp));
    ObjectNode answer = JSON.objectNode();
    ObjectNode weights = answer.putObject("weights");
    for (ParameterShape shape : builder.parameters()) {
      double[] values = after.tensor(shape.name());
      ArrayNode rows = weights.putArray(shape.name());
      for (int i = 0; i < shape.rows(); i++) {
        ArrayNode row = shape.rows() == 1 ? rows : rows.addArray();
        for (int j = 0; j < shape.columns(); j++) {
          row.add(values[i * shape.columns() + j]);
        }
      }
    }
    return new Answer(answer, Main.OK);
  }
}
