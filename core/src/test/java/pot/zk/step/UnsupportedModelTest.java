package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.error.UnusableRequestException;
import pot.zk.fixedpoint.FormatPlanner;
import pot.zk.model.Dyadic;
import pot.zk.model.Hyperparameters;
import pot.zk.model.HyperparametersDraft;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.ModeDraft;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;

/**
 * Whatever can be declared but not proven yet is refused by name, by planner and prover, and makes
 * a proof invalid. The bug this stands for is a part of the declaration that is read and then not
 * proven: momentum taken for none.
 */
class UnsupportedModelTest {
  private static final Hyperparameters PROVABLE = Fixtures.small(Fixtures.EXACT);
  private static final Layer FIRST = new Layer.Linear("fc1", 5, 3, true);
  private static final Model ONE = new Model(List.of(5), List.of(FIRST));
  private static final Loss MSE = new Loss.Mse(Reduction.MEAN);

  private static Optimizer sgd(String rate, String momentum, boolean nesterov, String decay) {
    return new Optimizer.Sgd(
        Dyadic.ofDecimal(rate), Dyadic.ofDecimal(momentum), nesterov, Dyadic.ofDecimal(decay));
  }

  static Stream<Arguments> declared() {
    Optimizer plain = sgd("0.01", "0", false, "0");
    Model reluAlone = new Model(List.of(5), List.of(new Layer.Relu()));
    return Stream.of(Arguments.of("model.layers", reluAlone, MSE, plain));
  }

  /** What the planner would not declare: cross-entropy with targets that are no bits. */
  static Stream<Arguments> formatsOfAnother() {
    Loss softmax = new Loss.SoftmaxCrossEntropy(Reduction.MEAN);
    return Stream.of(Arguments.of("formats.target", ONE, softmax, sgd("0.01", "0", false, "0")));
  }

  private static Hyperparameters complete(Model model, Loss loss, Optimizer optimizer) {
    return new Hyperparameters(
        PROVABLE.batch(),
        model,
        loss,
        optimizer,
        PROVABLE.mode(),
        PROVABLE.formats(),
        PROVABLE.commitment());
  }

  private static void refused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UnusableRequestException.class,
            e -> {
              assertThat(e.field()).isEqualTo("hyperparameters." + field);
              assertThat(e.found()).isNotBlank();
              assertThat(e.expected()).isNotBlank();
              assertThat(e.action()).isNotBlank();
            });
  }

  @Test
  void theFixtureIsProvable() {
    assertThat(StepPlan.of(PROVABLE).hyperparameters()).isEqualTo(PROVABLE);
    Hyperparameters again = complete(ONE, MSE, sgd("0.01", "0", false, "0"));
    assertThat(again.hash()).isEqualTo(PROVABLE.hash());
  }

  @ParameterizedTest
  @MethodSource("declared")
  void refusedByPlannerAndProver(String field, Model model, Loss loss, Optimizer optimizer) {
    HyperparametersDraft draft = HyperparametersDraft.of(PROVABLE.batch(), model, loss, optimizer);
    refused(field, () -> FormatPlanner.complete(draft));
    ModeDraft tolerant =
        new ModeDraft.Attested(Optional.empty(), Optional.empty(), Optional.empty());
    HyperparametersDraft attested =
        new HyperparametersDraft(
            draft.batch(),
            model,
            loss,
            optimizer,
            Optional.of(tolerant),
            Optional.empty(),
            Optional.empty());
    refused(field, () -> FormatPlanner.complete(attested));
    refusedByProver(field, model, loss, optimizer);
  }

  @ParameterizedTest
  @MethodSource("formatsOfAnother")
  void refusedByProver(String field, Model model, Loss loss, Optimizer optimizer) {
    Hyperparameters hp = complete(model, loss, optimizer);
    refused(field, () -> new ZkWitnessBuilder(hp));
    Witness.Seeds seeds =
        new Witness.Seeds(BlindingSeed.random(), BlindingSeed.random(), BlindingSeed.random());
    ModelState nothing = new ModelState(Map.of());
    Witness witness =
        new Witness(nothing, nothing, new Batch(new double[15], new double[9]), seeds);
    refused(
        field, () -> new SgdZkProver(new MemoryLedger()).proveSgdStep(hp, statement(hp), witness));
  }

  /**
   * A verifier meets such hyper-parameters only in a hostile proof: a verdict, not an exception.
   */
  @ParameterizedTest
  @MethodSource({"declared", "formatsOfAnother"})
  void invalidInAProof(String field, Model model, Loss loss, Optimizer optimizer) {
    Hyperparameters hp = complete(model, loss, optimizer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] root = new byte[32];
    new ProofBytes(hp.canonicalBytes(), List.of(root, root, root)).write(out);
    out.writeBytes(new byte[100_000]);
    Verdict verdict =
        new SgdZkVerifier().verifySgdStep(statement(hp), new Proof(out.toByteArray()));
    assertThat(verdict)
        .isInstanceOfSatisfying(Verdict.Invalid.class, v -> assertThat(v.reason()).contains(field));
  }

  private static Statement statement(Hyperparameters hp) {
    byte[] root = new byte[32];
    return new Statement(root, root, hp.hash(), root, 0, 0, 0);
  }

  /** Rounded to zero, the step would change nothing and the proof would say so of any batch. */
  @ParameterizedTest
  @ValueSource(strings = {"1e-30", "1e-19", "1e-100"})
  void ratesThatRoundToZero(String rate) {
    Optimizer tiny = sgd(rate, "0", false, "0");
    Hyperparameters declared = complete(ONE, MSE, tiny);
    refused("optimizer.learning_rate", () -> new ZkWitnessBuilder(declared));
    HyperparametersDraft draft = HyperparametersDraft.of(3, ONE, MSE, tiny);
    refused("optimizer.learning_rate", () -> new ZkWitnessBuilder(FormatPlanner.complete(draft)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e30", "1e9", "1e100"})
  void ratesThatAreTooLarge(String rate) {
    Optimizer huge = sgd(rate, "0", false, "0");
    Hyperparameters declared = complete(ONE, MSE, huge);
    refused("optimizer.learning_rate", () -> new ZkWitnessBuilder(declared));
    HyperparametersDraft draft = HyperparametersDraft.of(3, ONE, MSE, huge);
    assertThatThrownBy(() -> new ZkWitnessBuilder(FormatPlanner.complete(draft)))
        .isInstanceOf(UnusableRequestException.class);
  }
}
