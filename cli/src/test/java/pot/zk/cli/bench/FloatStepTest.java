package pot.zk.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.step.ModelState;

/** The fast float32 step is the step: it agrees with three plain loops in double precision. */
class FloatStepTest {
  /** Gradients are at most one here, and sums of a few hundred products of float32. */
  private static final double CLOSE = 1e-6;

  @ParameterizedTest
  @ValueSource(strings = {"1,1", "5,4,3", "37,70,33,5", "300,290,260", "16,600,40"})
  void agreesWithDoublePrecision(String widths) {
    List<Integer> w = java.util.stream.Stream.of(widths.split(",")).map(Integer::valueOf).toList();
    for (boolean entropy : new boolean[] {false, true}) {
      for (int batch : new int[] {1, 13, 64}) {
        Network network = new Network(w, batch, entropy);
        SyntheticStep data = SyntheticStep.of(network);
        FloatStep step = new FloatStep(network, data.before(), data.batch(), 2);
        step.run();
        step.run();
        DoubleStep reference = new DoubleStep(network);
        ModelState once = reference.run(data.before(), data.batch());
        ModelState twice = reference.run(once, data.batch());
        for (String name : twice.names()) {
          double[] found = step.state().tensor(name);
          double[] expected = twice.tensor(name);
          for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as(name + " " + i).isCloseTo(expected[i], within(expected[i]));
          }
        }
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double value) {
    return org.assertj.core.data.Offset.offset(CLOSE * (1 + Math.abs(value)));
  }

  /**
   * Every edge of the blocking: rows, columns and depth that are no multiples of a tile or block.
   */
  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "12,32,256",
    "13,33,257",
    "130,300,40",
    "25,1100,3",
    "300,5,600",
    "64,64,64"
  })
  void products(int rows, int columns, int depth) throws Exception {
    Random random = new Random(1);
    FloatMatrix a = random(random, rows, depth);
    FloatMatrix b = random(random, depth, columns);
    FloatMatrix c = random(random, rows, columns);
    float[] before = c.values().clone();
    try (ForkJoinPool pool = new ForkJoinPool(3)) {
      pool.submit(() -> new FloatMatmul(3).addProduct(c, -2, a, b)).get();
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        // Small integers: every sum is exact.
        float expected = before[i * columns + j];
        for (int k = 0; k < depth; k++) {
          expected -= 2 * a.values()[i * depth + k] * b.values()[k * columns + j];
        }
        assertThat(c.values()[i * columns + j]).isEqualTo(expected);
      }
    }
  }

  private static FloatMatrix random(Random random, int rows, int columns) {
    FloatMatrix m = FloatMatrix.zeros(rows, columns);
    for (int i = 0; i < m.values().length; i++) {
      m.values()[i] = random.nextInt(-8, 9);
    }
    return m;
  }

  @Test
  void transposes() {
    FloatMatrix m = random(new Random(2), 19, 1000);
    FloatMatrix turned = FloatMatrix.zeros(1000, 19);
    m.transposeInto(turned);
    for (int i = 0; i < 19; i++) {
      for (int j = 0; j < 1000; j++) {
        assertThat(turned.values()[j * 19 + i]).isEqualTo(m.values()[i * 1000 + j]);
      }
    }
  }

  /** Counted by hand for 3-4-2: 3*4+4 + 4*2+2 parameters; 4 B 12 + 6 B 8 operations. */
  @Test
  void counts() {
    Network network = new Network(List.of(3, 4, 2), 5, false);
    assertThat(network.parameters()).isEqualTo(26);
    assertThat(network.flops()).isEqualTo(480);
  }
}
