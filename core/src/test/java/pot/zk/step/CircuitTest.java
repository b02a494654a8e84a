package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.error.UnusableRequestException;
import pot.zk.model.CommitmentSettings;
import pot.zk.model.Dyadic;
import pot.zk.model.Formats;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.Model;
import pot.zk.model.Optimizer;
import pot.zk.model.Reduction;
import pot.zk.model.TensorFormat;
import pot.zk.relation.Entry;
import pot.zk.relation.MatrixProduct;
import pot.zk.relation.Relation;
import pot.zk.relation.Solution;
import pot.zk.relation.StepCircuit;
import pot.zk.relation.Trace;

/**
 * Circuits of formats that the planner would not choose, and how far they may go. The bugs this
 * stands for: factors that are one everywhere else and forgotten, a band as wide as the format, in
 * which any gate passes.
 */
class CircuitTest {
  private static Hyperparameters with(Hyperparameters hp, Formats formats, Mode mode) {
    return new Hyperparameters(
        hp.batch(), hp.model(), hp.loss(), hp.optimizer(), mode, formats, hp.commitment());
  }

  private static Formats gradientFrac(Formats f, int frac) {
    return new Formats(
        f.weight(),
        f.input(),
        f.target(),
        f.activation(),
        new TensorFormat(frac, f.gradient().bits() - 8),
        f.buffer());
  }

  private static boolean scales(Relation relation) {
    return relation.terms().stream()
        .anyMatch(t -> t instanceof MatrixProduct m && m.coefficient() > 1);
  }

  /** Gradients in coarser units than buffers: their products carry a factor. */
  @Test
  void gradientsInOtherUnits() {
    Hyperparameters moved = Fixtures.moved(Fixtures.EXACT, false);
    Formats formats = gradientFrac(moved.formats(), moved.formats().gradient().frac() - 6);
    Hyperparameters hp = with(moved, formats, Fixtures.EXACT);
    assertThat(StepCircuit.of(hp).relations()).anyMatch(CircuitTest::scales);
    LyingProver prover = new LyingProver(hp, 5);
    Predicate<String> all = check -> true;
    LyingProver.Outcome outcome = prover.run(Lie.none(), all);
    assertThat(outcome.broken()).isEmpty();
    assertThat(outcome.accepted()).as(outcome.reason()).isTrue();
  }

  private static Formats formats(TensorFormat target, TensorFormat activation) {
    TensorFormat narrow = new TensorFormat(8, 16);
    TensorFormat wide = new TensorFormat(8, 20);
    return new Formats(wide, narrow, target, activation, new TensorFormat(12, 20), wide);
  }

  private static Hyperparameters gated(Formats formats, Mode mode) {
    return new Hyperparameters(
        2,
        new Model(List.of(3), List.of(new Layer.Linear("a", 3, 2, true), new Layer.Relu())),
        new Loss.Mse(Reduction.MEAN),
        new Optimizer.Sgd(new Dyadic(1, -2), Dyadic.ZERO, false, Dyadic.ZERO),
        mode,
        formats,
        new CommitmentSettings(1, 1));
  }

  /** Predictions and targets are brought to the finer of their units. */
  @ParameterizedTest
  @CsvSource({"8, 8", "8, 5", "5, 8"})
  void unitsOfTheLoss(int target, int activation) {
    Formats formats = formats(new TensorFormat(target, 16), new TensorFormat(activation, 16));
    StepCircuit circuit = StepCircuit.of(gated(formats, Fixtures.EXACT));
    Relation loss =
        circuit.relations().stream()
            .filter(r -> r.name().equals("loss.gradient"))
            .findFirst()
            .orElseThrow();
    long factor = circuit.arithmetic().lossFactor();
    int finest = Math.max(target, activation);
    assertThat(((Entry) loss.terms().getFirst()).coefficient())
        .isEqualTo(factor << (finest - activation));
    assertThat(loss.terms()).contains(new Entry(circuit.targets(), -(factor << (finest - target))));
  }

  private static void band(TensorFormat activation, int bandLog2, boolean refused) {
    Formats formats = formats(new TensorFormat(4, 16), activation);
    Hyperparameters hp = gated(formats, new Mode.Attested(-6, bandLog2, -6));
    if (refused) {
      assertThatThrownBy(() -> StepCircuit.of(hp))
          .isInstanceOf(UnusableRequestException.class)
          .hasMessageContaining("gate_band_log2")
          .hasMessageContaining("a band well inside the format");
    } else {
      assertThat(StepCircuit.of(hp).relations()).isNotEmpty();
    }
  }

  /** A quarter of the format's range is too much; less is not. */
  @Test
  void bandsInsideTheFormat() {
    TensorFormat activation = new TensorFormat(4, 12);
    band(activation, 10 - 4, true);
    band(activation, 11 - 4, true);
    band(activation, 9 - 4, false);
    band(activation, -4, false);
    band(new TensorFormat(4, 3), -4, false);
    band(new TensorFormat(4, 3), -3, true);
    band(new TensorFormat(4, 2), -4, true);
    band(new TensorFormat(4, 1), -4, true);
    // Exact mode has no band, which fits any format.
    Formats bit = formats(new TensorFormat(4, 16), new TensorFormat(4, 1));
    assertThat(StepCircuit.of(gated(bit, Fixtures.EXACT)).relations()).isNotEmpty();
  }

  private static void tooLarge(int batch, int in, int out, boolean refused) {
    Hyperparameters small =
        gated(formats(new TensorFormat(4, 16), new TensorFormat(4, 16)), Fixtures.EXACT);
    TensorFormat tiny = new TensorFormat(8, 9);
    TensorFormat medium = new TensorFormat(4, 12);
    Hyperparameters hp =
        new Hyperparameters(
            batch,
            new Model(List.of(in), List.of(new Layer.Linear("a", in, out, true))),
            new Loss.Mse(Reduction.HALF_MEAN),
            new Optimizer.Sgd(new Dyadic(1, 4), Dyadic.ZERO, false, Dyadic.ZERO),
            small.mode(),
            new Formats(tiny, tiny, medium, medium, new TensorFormat(12, 14), tiny),
            small.commitment());
    String reason = "tensors of at most 2^26";
    try {
      StepCircuit.of(hp);
      assertThat(refused).isFalse();
    } catch (UnusableRequestException e) {
      assertThat(e.expected().contains(reason)).as(e.getMessage()).isEqualTo(refused);
    }
  }

  @Test
  void sizesOfTensors() {
    tooLarge(1, 1 << 13, 1 << 13, false);
    tooLarge(1, 1 << 14, 1 << 13, true);
    tooLarge(1, 1 << 13, (1 << 13) + 1, true);
    tooLarge(1 << 13, 1 << 13, 1, false);
    tooLarge(1 << 14, 1 << 13, 1, true);
    tooLarge(1 << 14, 1, 1 << 13, true);
  }

  /** What a step should have given follows from what it gave, whatever that is. */
  @Test
  void canonicalStates() {
    for (Hyperparameters hp :
        List.of(Fixtures.small(Fixtures.EXACT), Fixtures.moved(Fixtures.ATTESTED, true))) {
      StepCircuit circuit = StepCircuit.of(hp);
      Trace trace = Fixtures.honestTrace(StepPlan.of(hp), new Random(2));
      for (StepCircuit.Parameter p : circuit.inUpdateOrder()) {
        Solution solution = p.update().solution().orElseThrow();
        p.update().determine(trace);
        long[] right = trace.get(p.after()).clone();
        long[] other = right.clone();
        for (int i = 0; i < other.length; i++) {
          other[i] += 3 * i - 5;
        }
        trace.put(p.after(), other);
        p.update().putRemainder(trace);
        long[] remainders = trace.get(p.update().remainder().orElseThrow());
        assertThat(solution.canonical(p.update(), remainders, other)).containsExactly(right);
        trace.put(p.after(), right);
        p.update().putRemainder(trace);
        assertThat(p.toleranceUnits())
            .isEqualTo(p.tolerance() == 0 ? 0 : 1L << (p.tolerance() - 1))
            .isNotNegative();
      }
    }
  }
}
