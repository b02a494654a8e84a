package pot.zk.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.fixedpoint.SoftmaxArithmetic;
import pot.zk.model.TensorFormat;

/** Softmax in fixed point is within the documented bound of softmax in double precision. */
class SoftmaxTest {
  private static final double PROBABILITY_UNIT = 0x1p-23;

  private final Random random = new Random(1);

  /** What docs/protocol.md promises. */
  private static double bound(SoftmaxArithmetic a) {
    int digits = a.digitBits().size();
    return 0x1p-23 + (2 * digits - 1) * a.classes() * 0x1p-31;
  }

  @ParameterizedTest
  @CsvSource({
    "20, 28, 10, 0.1",
    "20, 28, 10, 1",
    "20, 28, 10, 5",
    "20, 28, 10, 20",
    "20, 28, 2, 1",
    "20, 28, 1, 1",
    "20, 28, 1000, 1",
    "20, 28, 1000, 4",
    "20, 36, 10, 1000",
    "16, 24, 7, 2",
    "2, 8, 7, 4",
    "30, 40, 33, 3"
  })
  void withinTheBound(int frac, int bits, int classes, double scale) {
    int rows = 50;
    SoftmaxArithmetic arithmetic = new SoftmaxArithmetic(new TensorFormat(frac, bits), classes);
    TensorSpec input =
        new TensorSpec("logits", Owner.AUXILIARY, rows, classes, frac, bits, true, false);
    Softmax softmax = Softmax.of(Combination.of(input), arithmetic);
    Trace trace = new Trace();
    trace.put(input, logits(input, scale));
    for (Relation relation : softmax.relations()) {
      assertThat(relation.cannotWrap()).as(relation.name()).isTrue();
      if (relation.determined().isPresent()) {
        relation.determine(trace);
        relation.determined().get().tensors().forEach(t -> assertHolds(t, trace));
        relation.remainder().ifPresent(r -> assertHolds(r, trace));
      }
    }
    double largest = 0;
    long[] y = trace.get(input);
    long[] p = trace.get(softmax.probability());
    for (int i = 0; i < rows; i++) {
      double[] row = new double[classes];
      for (int j = 0; j < classes; j++) {
        row[j] = Math.scalb((double) y[i * input.paddedColumns() + j], -frac);
      }
      double maximum = Arrays.stream(row).max().orElseThrow();
      double total = Arrays.stream(row).map(v -> Math.exp(v - maximum)).sum();
      for (int j = 0; j < classes; j++) {
        double exact = Math.exp(row[j] - maximum) / total;
        double found = p[i * input.paddedColumns() + j] * PROBABILITY_UNIT;
        largest = Math.max(largest, Math.abs(found - exact));
      }
    }
    assertThat(largest).isLessThanOrEqualTo(bound(arithmetic));
  }

  /** Equal outputs are equally likely, whichever of them is taken for the maximum. */
  @Test
  void ties() {
    SoftmaxArithmetic arithmetic = new SoftmaxArithmetic(new TensorFormat(20, 28), 4);
    TensorSpec input = new TensorSpec("logits", Owner.AUXILIARY, 1, 4, 20, 28, true, false);
    Softmax softmax = Softmax.of(Combination.of(input), arithmetic);
    Trace trace = new Trace();
    trace.put(input, new long[] {-5, -5, -5, -5});
    softmax.relations().stream()
        .filter(r -> r.determined().isPresent())
        .forEach(r -> r.determine(trace));
    assertThat(trace.get(softmax.probability())).containsOnly(1L << 21);
  }

  private long[] logits(TensorSpec spec, double scale) {
    long[] values = new long[spec.paddedSize()];
    for (int i = 0; i < spec.rows(); i++) {
      for (int j = 0; j < spec.columns(); j++) {
        long units = Math.round(Math.scalb(random.nextGaussian() * scale, spec.frac()));
        values[i * spec.paddedColumns() + j] = Math.clamp(units, spec.min(), spec.max());
      }
    }
    return values;
  }

  private static void assertHolds(TensorSpec tensor, Trace trace) {
    assertThat(Arrays.stream(trace.get(tensor)).allMatch(tensor::holds)).as(tensor.name()).isTrue();
  }
}
