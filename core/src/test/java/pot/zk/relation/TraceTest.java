package pot.zk.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import pot.zk.commitment.Claim;
import pot.zk.field.Ext;
import pot.zk.hiding.CountingChannel;
import pot.zk.hiding.HiddenValue;
import pot.zk.hiding.Obligations;
import pot.zk.soundness.ErrorTally;

/** The integers of a step, and what relations take from them. */
class TraceTest {
  private static final TensorSpec A = new TensorSpec("a", Owner.AUXILIARY, 1, 4, 0, 8, true, true);
  private static final TensorSpec B = new TensorSpec("b", Owner.AUXILIARY, 1, 4, 0, 8, true, true);

  private static Trace trace() {
    Trace trace = new Trace();
    trace.put(A, new long[] {1, 2, 3, 4});
    trace.put(B, new long[] {10, 20, 30, 40});
    return trace;
  }

  private static Combination combination(long a, long b) {
    return new Combination("sum", List.of(new Combination.Part(A, a), new Combination.Part(B, b)));
  }

  @Test
  void combinations() {
    Trace trace = trace();
    assertThat(trace.get(combination(1, 1))).containsExactly(11, 22, 33, 44);
    assertThat(trace.get(combination(1, -2))).containsExactly(-19, -38, -57, -76);
    assertThat(trace.get(new Combination("a", List.of(new Combination.Part(A, 3)))))
        .containsExactly(3, 6, 9, 12);
    assertThat(trace.get(Combination.of(A))).isSameAs(trace.get(A));
  }

  @Test
  void whatIsMissingOrOfAnotherShape() {
    assertThatThrownBy(() -> new Trace().get(A))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the trace has no a");
    assertThatThrownBy(() -> new Trace().put(A, new long[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a: 3 values, not 4");
    assertThat(trace()).hasToString("Trace[2 tensors]");
    Relation nothing = new Relation("x", 1, 4, List.of(), 0, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> nothing.determine(trace()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("x determines nothing");
  }

  @Test
  void aCopyIsApart() {
    Trace trace = trace();
    trace.putHint(A, new boolean[] {true, false, true, false});
    Trace copy = trace.copy();
    copy.get(A)[0] = 7;
    assertThat(trace.get(A)[0]).isEqualTo(1);
    assertThat(copy.hint(A).orElseThrow()).containsExactly(true, false, true, false);
    assertThat(copy.hint(B)).isEmpty();
  }

  /** Hints decide inside the band, its ends included, and nowhere else. */
  @Test
  void gatesInsideTheBand() {
    ReluLayer relu = ReluLayer.of("relu", 1, 8, 0, 8, 2);
    long[] values = {-3, -2, -1, 0, 1, 2, 3, 9};
    assertThat(gates(relu, values, null)).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(gates(relu, values, true)).containsExactly(0, 1, 1, 1, 1, 1, 1, 1);
    assertThat(gates(relu, values, false)).containsExactly(0, 0, 0, 0, 0, 0, 1, 1);
    ReluLayer exact = ReluLayer.of("relu", 1, 8, 0, 8, 0);
    assertThat(gates(exact, values, null)).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
  }

  /** The gate bits; the values come back from their parts. */
  private static long[] gates(ReluLayer relu, long[] values, @Nullable Boolean hint) {
    Trace trace = new Trace();
    if (hint != null) {
      boolean[] open = new boolean[values.length];
      Arrays.fill(open, hint);
      trace.putHint(relu.gate(), open);
    }
    relu.put(trace, values);
    assertThat(relu.input(trace)).containsExactly(values);
    return trace.get(relu.gate());
  }

  /** Tests of single checks turn claims off by name: they must be off. */
  @Test
  void claimsThatAreOff() {
    for (boolean on : new boolean[] {false, true}) {
      List<Claim> claims = new ArrayList<>();
      RelationContext context =
          new RelationContext(
              new CountingChannel(),
              tensor -> List.of(),
              claims,
              new Obligations(name -> on),
              TensorProver.absent(),
              new ErrorTally());
      context.claim("x", List.of(), HiddenValue.known(Ext.ZERO));
      assertThat(claims).hasSize(on ? 1 : 0);
    }
  }
}
