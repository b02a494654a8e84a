package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.error.UntrueStepException;
import pot.zk.error.UnusableRequestException;
import pot.zk.ledger.FileOpeningLedger;
import pot.zk.ledger.OpeningLedger;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Reduction;
import pot.zk.proof.ProofReader;
import pot.zk.step.ZkWitnessBuilder.StepData;

/**
 * What cannot be proven is refused before anything is spent, and the message says where, what was
 * found and what was expected. The bug this stands for is a prover that proves something else, or
 * fails without saying why.
 */
class RefusalTest {
  private static final int IN = 16;
  private static final int OUT = 4;
  private static final int BATCH = 8;
  private static final Hyperparameters HP =
      Fixtures.linear(BATCH, IN, OUT, false, Reduction.HALF_MEAN, Fixtures.ATTESTED, 2);
  private static final String WEIGHT = "fc1.weight";

  @TempDir Path state;

  private final Random random = new Random(17);
  private final ZkWitnessBuilder builder = new ZkWitnessBuilder(HP);
  private final double[] weights = gaussian(IN * OUT, 0.1);
  private final Batch batch = new Batch(gaussian(BATCH * IN, 1), gaussian(BATCH * OUT, 1));
  private final double[] after =
      Steps.floatStep(HP, new Steps.Data(state(weights), batch)).tensor(WEIGHT);

  private double[] gaussian(int count, double scale) {
    return random.doubles(count).map(u -> random.nextGaussian() * scale).toArray();
  }

  private static ModelState state(double[] weights) {
    return new ModelState(Map.of(WEIGHT, weights));
  }

  private StepData step(double[] claimed) {
    return builder.extractSgdUpdateWitness(state(weights), state(claimed), batch, 1, 2, 3);
  }

  private static Proof prove(OpeningLedger ledger, Statement statement, Witness witness) {
    return new SgdZkProver(ledger).proveSgdStep(HP, statement, witness);
  }

  /** Refused without a word to the ledger. */
  private static <E extends Throwable> E refusal(
      Class<E> type, Statement statement, Witness witness) {
    OpeningLedger untouched =
        new OpeningLedger() {
          @Override
          public Reservation reserve(byte[] inputHash, List<Spend> spends) {
            throw new AssertionError("an opening was spent");
          }

          @Override
          public int spent(byte[] merkleRoot) {
            return 0;
          }
        };
    return catchThrowableOfType(type, () -> prove(untouched, statement, witness));
  }

  @Test
  void theTrueStepIsProven() {
    StepData step = step(after);
    Proof proof = prove(new MemoryLedger(), step.statement(), step.witness());
    assertThat(new SgdZkVerifier().verifySgdStep(step.statement(), proof).isValid()).isTrue();
  }

  /** The first prototype's example: weights after that have nothing to do with the batch. */
  @Test
  void randomGradientsAreNoStep() {
    double[] gradients = gaussian(IN * OUT, 0.01);
    double[] claimed = weights.clone();
    for (int i = 0; i < claimed.length; i++) {
      claimed[i] -= 0.01 * gradients[i];
    }
    int worst = 0;
    for (int i = 0; i < claimed.length; i++) {
      if (Math.abs(claimed[i] - after[i]) > Math.abs(claimed[worst] - after[worst])) {
        worst = i;
      }
    }
    StepData step = step(claimed);
    UntrueStepException e = refusal(UntrueStepException.class, step.statement(), step.witness());
    assertThat(e.getMessage())
        .contains(WEIGHT + "[" + worst / OUT + ", " + worst % OUT + "] is ")
        .contains("units of 2^-24, the tolerance is 4 units")
        .contains("(64 weights of this tensor are off, this one most)");
    long off = Math.round(Math.scalb(claimed[worst] - after[worst], 24));
    assertThat(statedDeviation(e)).isBetween(off - 2.0, off + 2.0);
  }

  private static double statedDeviation(UntrueStepException e) {
    String message = String.valueOf(e.getMessage());
    int from = message.indexOf("off by ") + "off by ".length();
    return Double.parseDouble(message.substring(from, message.indexOf(' ', from)));
  }

  /**
   * The tolerance is 4 units: 2 more than a true step is within it, 6 more is not, in either
   * direction.
   */
  @Test
  void oneWeightBeyondTheTolerance() {
    for (int index : new int[] {0, 37, IN * OUT - 1}) {
      for (int sign : new int[] {-1, 1}) {
        double[] near = after.clone();
        near[index] += sign * Math.scalb(2, -24);
        StepData good = step(near);
        assertThat(prove(new MemoryLedger(), good.statement(), good.witness())).isNotNull();
        double[] far = after.clone();
        far[index] += sign * Math.scalb(6, -24);
        StepData bad = step(far);
        UntrueStepException e = refusal(UntrueStepException.class, bad.statement(), bad.witness());
        assertThat(e.getMessage())
            .contains(WEIGHT + "[" + index / OUT + ", " + index % OUT + "]")
            .doesNotContain("weights of this tensor");
        assertThat(statedDeviation(e) * sign).isBetween(4.0, 8.0);
      }
    }
  }

  @Test
  void anotherBatchIsNoWitness() {
    Batch other = new Batch(gaussian(BATCH * IN, 1), gaussian(BATCH * OUT, 1));
    StepData step = builder.extractSgdUpdateWitness(state(weights), state(after), other, 1, 2, 3);
    assertThat(refusal(UntrueStepException.class, step.statement(), step.witness()))
        .hasMessageContaining(WEIGHT);
  }

  /** Each root alone is wrong, and the message names it and no other. */
  @Test
  void wrongRoots() {
    StepData step = step(after);
    Statement s = step.statement();
    byte[] wrong = s.wtRoot();
    wrong[31] ^= 1;
    List<String> names = List.of("w_t_root", "w_t1_root", "batch_root");
    for (String name : names) {
      boolean before = name.equals("w_t_root");
      boolean data = name.equals("batch_root");
      Statement other =
          new Statement(
              before ? wrong : s.wtRoot(),
              data ? wrong : s.batchRoot(),
              s.hparamsHash(),
              before || data ? s.wt1Root() : wrong,
              1,
              2,
              3);
      UntrueStepException e = refusal(UntrueStepException.class, other, step.witness());
      assertThat(e).hasMessageContaining(name + " is ").hasMessageContaining("commits to");
      names.stream()
          .filter(n -> !n.equals(name))
          .forEach(n -> assertThat(e.getMessage()).doesNotContain(n));
    }
  }

  /** A seed of another commitment makes another root. */
  @Test
  void wrongSeed() {
    StepData step = step(after);
    Witness w = step.witness();
    Witness.Seeds seeds =
        new Witness.Seeds(w.seeds().wt(), BlindingSeed.random(), w.seeds().batch());
    Witness other = new Witness(w.before(), w.after(), w.batch(), seeds);
    assertThat(refusal(UntrueStepException.class, step.statement(), other))
        .hasMessageContaining("w_t1_root");
  }

  @Test
  void wrongHashOfHyperparameters() {
    StepData step = step(after);
    Statement s = step.statement();
    Statement other = new Statement(s.wtRoot(), s.batchRoot(), s.wtRoot(), s.wt1Root(), 1, 2, 3);
    assertThat(refusal(UnusableRequestException.class, other, step.witness()).field())
        .isEqualTo("hparams_hash");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e300,
        -1e9,
        40000
      })
  void valuesWithoutAPlace(double value) {
    StepData step = step(after);
    Witness w = step.witness();
    UnaryOperator<double[]> spoilt =
        values -> {
          double[] copy = values.clone();
          copy[9] = value;
          return copy;
        };
    check(
        step,
        "witness.weights_before.fc1.weight[2, 1]",
        value,
        new Witness(state(spoilt.apply(weights)), w.after(), batch, w.seeds()));
    check(
        step,
        "witness.weights_after.fc1.weight[2, 1]",
        value,
        new Witness(w.before(), state(spoilt.apply(after)), batch, w.seeds()));
    check(
        step,
        "witness.batch_inputs[0, 9]",
        value,
        new Witness(
            w.before(),
            w.after(),
            new Batch(spoilt.apply(batch.inputs()), batch.targets()),
            w.seeds()));
    check(
        step,
        "witness.batch_targets[2, 1]",
        value,
        new Witness(
            w.before(),
            w.after(),
            new Batch(batch.inputs(), spoilt.apply(batch.targets())),
            w.seeds()));
    assertThatThrownBy(() -> builder.extractWeightsForZk(state(spoilt.apply(weights))))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining(Double.toString(value));
  }

  private static void check(StepData step, String place, double value, Witness witness) {
    UnusableRequestException e = refusal(UnusableRequestException.class, step.statement(), witness);
    assertThat(e.field()).isEqualTo(place);
    assertThat(e.found()).isEqualTo(Double.toString(value));
  }

  /** The ends of a format: the last unit is in, the next is out. */
  @Test
  void endsOfTheRange() {
    double unit = Math.scalb(1.0, -24);
    double[] values = weights.clone();
    values[5] = 128 - unit;
    values[6] = -128;
    assertThat(builder.extractWeightsForZk(state(values)).root()).hasSize(32);
    for (double out : new double[] {128, 128 - unit / 2, -128 - unit}) {
      values[5] = out;
      assertThatThrownBy(() -> builder.extractWeightsForZk(state(values)))
          .isInstanceOf(UnusableRequestException.class)
          .hasMessageContaining("fc1.weight[1, 1]");
    }
  }

  @Test
  void wrongSizesAndNames() {
    double[] longer = gaussian(IN * OUT + 1, 0.1);
    double[] shorter = gaussian(BATCH * OUT - 1, 0.1);
    unusable(() -> builder.extractWeightsForZk(state(longer)), WEIGHT, "65 values", "16 x 4");
    unusable(
        () -> builder.buildBatchCommitment(new Batch(longer, batch.targets())),
        "batch.inputs",
        "65 values",
        "128");
    unusable(
        () -> builder.buildBatchCommitment(new Batch(batch.inputs(), shorter)),
        "batch.targets",
        "31 values",
        "32");
    unusable(
        () -> builder.extractWeightsForZk(new ModelState(Map.of("fc2.weight", weights))),
        WEIGHT,
        "fc2.weight");
    Map<String, double[]> tooMany = new LinkedHashMap<>();
    tooMany.put(WEIGHT, weights);
    tooMany.put("fc1.bias", new double[OUT]);
    unusable(() -> builder.extractWeightsForZk(new ModelState(tooMany)), "fc1.bias");
    unusable(() -> BlindingSeed.of(new byte[31]), "blinding_seed", "31 bytes");
    unusable(
        () -> new Statement(new byte[33], new byte[32], new byte[32], new byte[32], 0, 0, 0),
        "w_t_root",
        "33 bytes");
    unusable(
        () -> new Statement(new byte[32], new byte[32], new byte[32], new byte[32], 0, -1, 0),
        "step_number",
        "-1");
  }

  private static void unusable(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(UnusableRequestException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  /**
   * Two openings are in the budget: a third proof is refused, and repeating one of the two is not.
   */
  @Test
  void spentBudget() {
    OpeningLedger ledger = FileOpeningLedger.open(state);
    StepData step = step(after);
    Statement s = step.statement();
    Proof first = prove(ledger, s, step.witness());
    prove(ledger, at(s, 2), step.witness());
    assertThatThrownBy(() -> prove(ledger, at(s, 3), step.witness()))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("the weights before the step")
        .hasMessageContaining("2");
    assertThatThrownBy(() -> prove(FileOpeningLedger.open(state), at(s, 4), step.witness()))
        .isInstanceOf(UnusableRequestException.class);
    assertThat(prove(ledger, s, step.witness()).bytes()).isEqualTo(first.bytes());
    byte[] merkleRoot = ProofBytes.read(new ProofReader(first.bytes())).merkleRoots().get(0);
    assertThat(ledger.spent(merkleRoot)).isEqualTo(2);
  }

  /** A step that is refused spends nothing of the budget. */
  @Test
  void refusedStepsSpendNothing() {
    OpeningLedger ledger = FileOpeningLedger.open(state);
    StepData step = step(after);
    Proof first = prove(ledger, step.statement(), step.witness());
    double[] wrong = after.clone();
    wrong[0] += 1;
    Witness w = step.witness();
    Witness untrue = new Witness(w.before(), state(wrong), w.batch(), w.seeds());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> prove(ledger, step.statement(), untrue))
          .isInstanceOf(UntrueStepException.class);
    }
    byte[] merkleRoot = ProofBytes.read(new ProofReader(first.bytes())).merkleRoots().get(0);
    assertThat(ledger.spent(merkleRoot)).isEqualTo(1);
  }

  private static Statement at(Statement s, long nonce) {
    return new Statement(s.wtRoot(), s.batchRoot(), s.hparamsHash(), s.wt1Root(), nonce, 2, 3);
  }
}
