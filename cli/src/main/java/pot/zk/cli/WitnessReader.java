package pot.zk.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pot.zk.error.UntrueStepException;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Optimizer;
import pot.zk.step.Batch;
import pot.zk.step.BlindingSeed;
import pot.zk.step.ModelState;
import pot.zk.step.StepFacts;
import pot.zk.step.Witness;
import pot.zk.step.ZkWitnessBuilder;

/** Reads the secret part of a request of prove, and holds its optional members against the data. */
final class WitnessReader {
  /** Optional members may be off by this share: they are not proven, and come from float32. */
  private static final double SLACK = 0x1p-10;

  /** And by this much where they are nearly zero. */
  private static final double LEAST_SLACK = 0x1p-16;

  /** Learning rates are declared with 20 significant bits. */
  private static final double RATE_SLACK = 0x1p-18;

  private final Hyperparameters hp;
  private final ZkWitnessBuilder builder;

  WitnessReader(Hyperparameters hp, ZkWitnessBuilder builder) {
    this.hp = hp;
    this.builder = builder;
  }

  /**
   * The witness; empty if there are faults. Where there are faults already, the step itself is
   * looked at too, so that one error says everything.
   */
  Optional<Witness> read(Request request, Faults faults) {
    Optional<Request> found = faults.get(() -> request.object("witness"));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Request w = found.get();
    faults.check(
        () ->
            w.members(
                Set.of("weights_before", "weights_after", "batch_inputs", "batch_targets"),
                Set.of("learning_rate", "loss_value", "gradients")));
    Optional<ModelState> before = state(w, "weights_before", faults);
    Optional<ModelState> after = state(w, "weights_after", faults);
    Optional<Batch> batch =
        w.has("batch_inputs") && w.has("batch_targets")
            ? faults.get(() -> StepRequest.batch(w, "batch_inputs", "batch_targets", hp))
            : Optional.empty();
    Optional<Witness.Seeds> seeds = faults.get(() -> seeds(request));
    faults.check(() -> checkRate(w));
    if (before.isEmpty() || after.isEmpty() || batch.isEmpty()) {
      return Optional.empty();
    }
    checkFacts(w, before.get(), batch.get(), faults);
    if (faults.any()) {
      faults.check(() -> builder.checkStep(before.get(), after.get(), batch.get()));
    }
    return seeds.map(s -> new Witness(before.get(), after.get(), batch.get(), s));
  }

  private Optional<ModelState> state(Request w, String name, Faults faults) {
    return w.has(name) ? faults.get(() -> StepRequest.state(w, name, builder)) : Optional.empty();
  }

  private static Witness.Seeds seeds(Request request) {
    Request seeds =
        request.object("blinding_seeds").members(Set.of("w_t", "w_t1", "batch"), Set.of());
    return new Witness.Seeds(
        BlindingSeed.of(seeds.hash("w_t")),
        BlindingSeed.of(seeds.hash("w_t1")),
        BlindingSeed.of(seeds.hash("batch")));
  }

  private void checkRate(Request w) {
    if (!w.has("learning_rate")) {
      return;
    }
    double claimed = w.number("learning_rate");
    double declared = ((Optimizer.Sgd) hp.optimizer()).learningRate().doubleValue();
    if (!(Math.abs(claimed - declared) <= declared * RATE_SLACK)) {
      throw new UntrueStepException(
          "witness.learning_rate",
          Double.toString(claimed),
          declared + ", as the hyper-parameters declare",
          "declare the rate of the step");
    }
  }

  private void checkFacts(Request w, ModelState before, Batch batch, Faults faults) {
    if (!w.has("loss_value") && !w.has("gradients")) {
      return;
    }
    Optional<StepFacts> facts = faults.get(() -> builder.facts(before, batch));
    if (facts.isEmpty()) {
      return;
    }
    if (w.has("loss_value")) {
      faults.check(() -> checkLoss(w, facts.get().loss()));
    }
    if (w.has("gradients")) {
      faults
          .get(() -> StepRequest.gradients(w, "gradients", builder))
          .ifPresent(
              claimed -> faults.check(() -> checkGradients(claimed, facts.get().gradients())));
    }
  }

  private static void checkLoss(Request w, double loss) {
    double claimed = w.number("loss_value");
    if (!(Math.abs(claimed - loss) <= SLACK * loss + LEAST_SLACK)) {
      throw new UntrueStepException(
          "witness.loss_value",
          Double.toString(claimed),
          loss + ", the loss before the step in the declared reduction",
          "give that loss, or leave it out");
    }
  }

  private static void checkGradients(ModelState claimed, Map<String, double[]> gradients) {
    gradients.forEach(
        (name, values) -> {
          double largest = 0;
          for (double v : values) {
            largest = Math.max(largest, Math.abs(v));
          }
          double[] given = claimed.tensor(name);
          for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(given[i] - values[i]) <= SLACK * largest + LEAST_SLACK)) {
              throw new UntrueStepException(
                  "witness.gradients." + name + "[" + i + "]",
                  Double.toString(given[i]),
                  values[i] + ", the gradient of the declared loss on this batch",
                  "give that gradient, or leave it out");
            }
          }
        });
  }
}
