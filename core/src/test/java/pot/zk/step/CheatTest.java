package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.error.UntrueStepException;
import pot.zk.model.Hyperparameters;
import pot.zk.model.Loss;
import pot.zk.model.Mode;
import pot.zk.model.Reduction;
import pot.zk.relation.StepCircuit.Parameter;
import pot.zk.relation.TensorSpec;
import pot.zk.relation.Trace;
import pot.zk.step.DigitsRun.Configuration;
import pot.zk.step.LyingProver.Outcome;

/**
 * A float32 step on the digits that is not the declared one is refused in attested mode wherever it
 * puts some weight more than four times the tolerance from where float64 puts it; and rejected when
 * a prover goes on with it. Cheats are done in full, and scaled down to just above that.
 */
class CheatTest {
  private static final int HONEST_STEPS = 20;

  private static final int TIMES = 4;

  /** Tolerances to which a cheat is scaled down. */
  private static final double JUST_OVER = 4.1;

  /** The rates of the campaign. */
  private static final List<String> RATES = List.of("0.001", "0.01", "0.1");

  static Stream<Arguments> cheats() {
    return Stream.of(List.of(64, 32, 10), List.of(64, 64, 32, 10))
        .flatMap(
            widths ->
                Stream.of("0", "0.9")
                    .flatMap(
                        momentum ->
                            Stream.of(Cheat.values())
                                .filter(c -> !c.needsMomentum() || !momentum.equals("0"))
                                .map(c -> Arguments.of(widths, momentum, c))));
  }

  @ParameterizedTest
  @MethodSource("cheats")
  void refused(List<Integer> widths, String momentum, Cheat cheat) {
    StringBuilder errors = new StringBuilder();
    for (String rate : RATES) {
      Step step = new Step(widths, rate, momentum, cheat);
      double error = step.largestError();
      assertThat(error).as("at rate %s", rate).isGreaterThan(TIMES);
      step.assertRefused();
      step.assertRefusedWhenScaledTo(JUST_OVER / error);
      errors.append(String.format(Locale.ROOT, ", %,.0f tolerances at rate %s", error, rate));
    }
    System.out.println(cheat + " " + widths + " momentum " + momentum + errors);
  }

  @ParameterizedTest
  @MethodSource("cheats")
  void rejected(List<Integer> widths, String momentum, Cheat cheat) {
    Step step = new Step(widths, RATES.getFirst(), momentum, cheat);
    step.assertRejected(step.withExcess());
    step.assertRejected(step.withFalseRelations());
  }

  /** Where the tolerance hides a cheat: at this rate a step's whole decay is less than it. */
  @Test
  void whatIsLessThanTheToleranceIsNotSeen() {
    Step step = new Step(List.of(64, 32, 10), "0.00001", "0", Cheat.DECAY_SKIPPED);
    assertThat(step.largestError()).isLessThan(1);
    new ZkWitnessBuilder(step.hp).checkStep(step.before, step.after, step.batch);
  }

  /** A step done by a cheat, after honest ones. */
  private static final class Step {
    private final Hyperparameters hp;
    private final ModelState before;
    private final ModelState after;
    private final Batch batch;

    Step(List<Integer> widths, String rate, String momentum, Cheat cheat) {
      Configuration c =
          new Configuration(widths, new Loss.Mse(Reduction.MEAN), rate, momentum, false, "0.01");
      DigitsRun run = new DigitsRun(c, 1);
      run.train(HONEST_STEPS);
      this.hp = run.hyperparameters();
      this.before = run.state();
      this.batch = run.batch();
      this.after = cheat.step(c, before, batch);
      // The step before the cheat is one that is accepted.
      new ZkWitnessBuilder(hp).checkStep(before, run.honest().step(before, batch), batch);
    }

    /** Of any weight, from the honest step in double precision; in tolerances. */
    double largestError() {
      ModelState honest = Steps.floatStep(hp, new Steps.Data(before, batch));
      double largest = 0;
      for (String name : before.names()) {
        double[] right = honest.tensor(name);
        double[] found = after.tensor(name);
        for (int i = 0; i < right.length && !Cheat.isBuffer(name); i++) {
          largest = Math.max(largest, Math.abs(found[i] - right[i]));
        }
      }
      return Math.scalb(largest, -((Mode.Attested) hp.mode()).toleranceLog2());
    }

    void assertRefused() {
      ZkWitnessBuilder builder = new ZkWitnessBuilder(hp);
      assertThatThrownBy(() -> builder.checkStep(before, after, batch))
          .isInstanceOf(UntrueStepException.class);
      ZkWitnessBuilder.StepData data =
          builder.extractSgdUpdateWitness(before, after, batch, 1, 2, 3);
      SgdZkProver prover = new SgdZkProver(new MemoryLedger());
      assertThatThrownBy(() -> prover.proveSgdStep(hp, data.statement(), data.witness()))
          .isInstanceOf(UntrueStepException.class);
    }

    /** A cheat that goes only a part of the way from the honest step, in weights and buffers. */
    void assertRefusedWhenScaledTo(double part) {
      ModelState honest = Steps.floatStep(hp, new Steps.Data(before, batch));
      Map<String, double[]> scaled = new LinkedHashMap<>();
      for (String name : before.names()) {
        double[] values = honest.tensor(name).clone();
        for (int i = 0; i < values.length; i++) {
          values[i] += part * (after.tensor(name)[i] - values[i]);
        }
        scaled.put(name, values);
      }
      ModelState state = new ModelState(scaled);
      assertThatThrownBy(() -> new ZkWitnessBuilder(hp).checkStep(before, state, batch))
          .isInstanceOf(UntrueStepException.class);
    }

    /** The trace with remainders as they are: some out of their range. */
    Trace withExcess() {
      StepPlan plan = StepPlan.of(hp);
      TraceBuilder builder = new TraceBuilder(plan.circuit(), TraceBuilder.Naming.WITNESS);
      Trace trace = new Trace();
      builder.putState(trace, before, false);
      builder.putState(trace, after, true);
      builder.putBatch(trace, batch);
      builder.putGateHints(trace, before, batch);
      builder.run(trace);
      for (Parameter p : plan.circuit().parameters()) {
        trace.put(p.update().remainder().orElseThrow(), p.update().evaluate(trace));
      }
      return trace;
    }

    /** The trace with remainders moved into their range: some relations do not hold. */
    Trace withFalseRelations() {
      Trace trace = withExcess();
      for (Parameter p : StepPlan.of(hp).circuit().parameters()) {
        TensorSpec range = p.update().remainder().orElseThrow();
        long[] values = trace.get(range);
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.clamp(values[i], range.min(), range.max());
        }
      }
      return trace;
    }

    void assertRejected(Trace trace) {
      LyingProver prover = new LyingProver(hp, trace);
      Outcome outcome = prover.run(Lie.none(), check -> true);
      assertThat(outcome.accepted()).isFalse();
      assertThat(outcome.broken()).isNotEmpty();
      // By what the cheat breaks and by nothing else.
      Outcome off = prover.run(Lie.none(), check -> !outcome.broken().contains(check));
      assertThat(off.reason()).isEmpty();
    }
  }
}
