package pot.zk.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import pot.zk.relation.Relation;
import pot.zk.relation.Trace;
import pot.zk.step.LyingProver.Outcome;

/**
 * A value exactly half-way between two units is rounded up; rounded down it is a lie, in the range
 * of the remainder alone.
 */
class TieTest {
  private final LyingProver prover = new LyingProver(Fixtures.small(Fixtures.EXACT), 9);
  private final StepPlan plan = prover.plan(check -> true);
  private final Relation forward = plan.circuit().relations().get(0);
  private final Repair repair = new Repair(plan.circuit());

  /**
   * One unit of the first input times half a unit of the output: the remainder of the first output
   * is zero.
   */
  private void tie(Trace trace) {
    long[] inputs = trace.get(plan.circuit().inputs());
    java.util.Arrays.fill(inputs, 0, plan.circuit().inputs().paddedColumns(), 0);
    inputs[0] = 1;
    trace.get(plan.circuit().parameters().get(0).before())[0] =
        1L << (plan.circuit().arithmetic().layers().get(0).forwardShift() - 1);
    trace.get(plan.circuit().parameters().get(1).before())[0] = 0;
    repair.from(0, trace);
  }

  @Test
  void roundedUp() {
    Outcome outcome = prover.run(Lie.none().inTrace(this::tie), check -> true);
    assertThat(outcome.accepted()).isTrue();
    Trace trace = prover.honestTrace();
    tie(trace);
    assertThat(trace.get(forward.remainder().orElseThrow())[0]).isZero();
    assertThat(trace.get(plan.circuit().output())[0]).isEqualTo(1);
  }

  @Test
  void roundedDown() {
    Lie lie =
        Lie.none()
            .inTrace(
                trace -> {
                  tie(trace);
                  trace.get(plan.circuit().output())[0] = 0;
                  Repair.remainder(forward, trace);
                  repair.from(1, trace);
                });
    Outcome outcome = prover.run(lie, check -> true);
    assertThat(outcome.broken()).isEqualTo(Set.of("lookup identity"));
    assertThat(outcome.accepted()).isFalse();
    assertThat(prover.run(lie, check -> !check.equals("lookup identity")).accepted()).isTrue();
  }
}
