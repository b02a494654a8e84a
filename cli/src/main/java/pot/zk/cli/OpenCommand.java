package pot.zk.cli;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import pot.zk.cli.json.ArrayNode;
import pot.zk.cli.json.JsonNode;
import pot.zk.cli.json.JsonReader;
import pot.zk.cli.json.ObjectNode;
import pot.zk.error.UnusableRequestException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.step.BlindingSeed;
import pot.zk.step.ModelState;
import pot.zk.step.OpeningVerdict;
import pot.zk.step.Progress;
import pot.zk.step.RevealedWeight;
import pot.zk.step.WeightOpener;
import pot.zk.step.WeightOpener.Opened;
import pot.zk.step.WeightOpener.Place;
import pot.zk.step.WeightOpening;
import pot.zk.step.WeightOpeningVerifier;
import pot.zk.step.ZkWitnessBuilder;
import pot.zk.step.ZkWitnessBuilder.ParameterShape;

/** Reveals chosen weights with a proof, or checks such a proof. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Reveal chosen weights with a proof against the root that shows no other; or check such a proof.",
      "Revealing spends one opening of the commitment."
    },
    footer = {
      "",
      "Request to reveal; an index is flat, or a row and a column:",
      "  {\"hyperparameters\":{..}, \"weights\":{..}, \"blinding_seed\":hex,",
      "   \"indices\":[[\"fc1.weight\",5], [\"fc1.weight\",1,2]]}",
      "Request to check; exit status 1 if it is not valid:",
      "  {\"root\":hex, \"proof\":base64, or {\"file\":\"x.opening\"}}",
      "",
      "Example:",
      "  ./pot open -i request.json -o opening.json"
    })
final class OpenCommand extends JsonCommand {
  @Override
  Answer answer(Request request, Progress progress) {
    return request.has("proof") ? check(request, progress) : reveal(request, progress);
  }

  private static Answer reveal(Request request, Progress progress) {
    request.members(
        Set.of("hyperparameters", "weights", "blinding_seed", "indices"),
        Set.of("version", "root"));
    Hyperparameters hp = StepRequest.hyperparameters(request);
    ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
    Faults faults = new Faults();
    Optional<ModelState> weights = faults.get(() -> StepRequest.state(request, "weights", builder));
    Optional<BlindingSeed> seed = faults.get(() -> BlindingSeed.of(request.hash("blinding_seed")));
    Optional<List<Place>> places = faults.get(() -> places(request, builder.parameters()));
    Optional<byte[]> given =
        request.has("root") ? faults.get(() -> request.hash("root")) : Optional.empty();
    faults.throwIfAny();
    progress.phase(Progress.COMMITMENTS);
    byte[] root =
        given.orElseGet(
            () -> builder.extractWeightsForZk(weights.orElseThrow(), seed.orElseThrow()).root());
    progress.phase(Progress.PROOF);
    Opened opened =
        new WeightOpener(FileOpeningLedger.openDefault())
            .open(hp, root, weights.orElseThrow(), seed.orElseThrow(), places.orElseThrow());
    byte[] bytes = opened.opening().bytes();
    ObjectNode answer = new ObjectNode();
    answer.put("proof", Base64.getEncoder().encodeToString(bytes));
    answer.put("root", HexFormat.of().formatHex(root));
    putWeights(answer, opened.weights());
    metadata(answer, bytes.length)
        .put("soundness_bits", StepRequest.tenths(opened.soundnessBits()));
    return Answer.of(answer, Main.OK).withBytes(bytes);
  }

  private static Answer check(Request request, Progress progress) {
    request.members(Set.of("root", "proof"), Set.of("version", "weights", "metadata"));
    byte[] root = request.hash("root");
    WeightOpening opening = new WeightOpening(StepRequest.proof(request));
    VectorModule.loadFor(opening.size());
    progress.phase(Progress.VERIFICATION);
    long start = System.nanoTime();
    OpeningVerdict verdict = new WeightOpeningVerifier().verify(root, opening);
    long millis = (System.nanoTime() - start) / 1_000_000;
    ObjectNode answer = new ObjectNode();
    answer.put("valid", verdict.isValid());
    switch (verdict) {
      case OpeningVerdict.Invalid(String reason) -> {
        answer.put("reason", reason);
        answer.putArray("weights");
        answer.put("verification_time_ms", millis);
        metadata(answer, opening.size());
      }
      case OpeningVerdict.Valid valid -> {
        putWeights(answer, valid.weights());
        answer.put("verification_time_ms", millis);
        metadata(answer, opening.size())
            .put("soundness_bits", StepRequest.tenths(valid.soundnessBits()))
            .set("hyperparameters", JsonReader.read(valid.hyperparameters().canonicalBytes()));
      }
    }
    return Answer.of(answer, verdict.isValid() ? Main.OK : Main.NOT_TRUE);
  }

  private static ObjectNode metadata(ObjectNode answer, int size) {
    return answer.putObject("metadata").put("version", 1).put("proof_size", size);
  }

  private static void putWeights(ObjectNode answer, List<RevealedWeight> weights) {
    ArrayNode list = answer.putArray("weights");
    for (RevealedWeight w : weights) {
      list.addObject().put("name", w.tensor()).put("index", w.index()).put("value", w.value());
    }
  }

  private static List<Place> places(Request request, List<ParameterShape> shapes) {
    return request.list("indices", element -> place(element, shapes));
  }

  /** A name and a flat index, or a name, a row and a column. */
  private static Place place(Request.JsonElement element, List<ParameterShape> shapes) {
    JsonNode node = element.node();
    boolean wellFormed =
        node.isArray() && (node.size() == 2 || node.size() == 3) && node.get(0).isString();
    for (int i = 1; wellFormed && i < node.size(); i++) {
      wellFormed = node.get(i).isIntegralNumber() && node.get(i).canConvertToInt();
    }
    if (!wellFormed) {
      throw new UnusableRequestException(
          element.place(),
          Request.clip(node.toString()),
          "[name, index] or [name, row, column]",
          "for example [\"fc1.weight\", 0]");
    }
    String name = node.get(0).stringValue();
    ParameterShape shape =
        shapes.stream()
            .filter(s -> s.name().equals(name) || StepRequest.layer(s).equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnusableRequestException(
                        element.place(),
                        "a tensor named " + Request.clip(name),
                        "one of " + shapes.stream().map(ParameterShape::name).toList(),
                        "name it as declared"));
    if (node.size() == 2) {
      return new Place(shape.name(), inside(element, node.get(1), shape.rows() * shape.columns()));
    }
    int row = inside(element, node.get(1), shape.rows());
    return new Place(
        shape.name(), row * shape.columns() + inside(element, node.get(2), shape.columns()));
  }

  private static int inside(Request.JsonElement element, JsonNode index, int size) {
    if (index.intValue() < 0 || index.intValue() >= size) {
      throw new UnusableRequestException(
          element.place(),
          index.toString(),
          "an index from 0 to " + (size - 1),
          "count from 0, row after row");
    }
    return index.intValue();
  }
}
