package pot.zk.fixedpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pot.zk.simd.Kernels;
import pot.zk.simd.TileKernels;

/**
 * Products are those of the definition, whatever the shape, the sizes of values and the kernels.
 */
class IntegerProductTest {
  /** Everything that fits, so that sums use all 64 bits. */
  private static final int ALL = 32;

  private static long[] values(Random random, int count, int bits) {
    return random.longs(count).map(x -> x >> (Long.SIZE - bits)).toArray();
  }

  private static long[] defined(long[] start, IntegerMatrix a, IntegerMatrix b) {
    long[] out = start.clone();
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        for (int k = 0; k < a.columns(); k++) {
          out[i * b.columns() + j] += a.get(i, k) * b.get(k, j);
        }
      }
    }
    return out;
  }

  private static IntegerMatrix matrix(long[] values, int rows, int columns, boolean transposed) {
    return transposed
        ? new IntegerMatrix(values, columns, rows).transpose()
        : new IntegerMatrix(values, rows, columns);
  }

  private static void check(int rows, int inner, int columns, long[] a, long[] b) {
    long[] start = values(new Random(rows + inner), rows * columns, Long.SIZE);
    for (int turn = 0; turn < 4; turn++) {
      IntegerMatrix left = matrix(a, rows, inner, (turn & 1) != 0);
      IntegerMatrix right = matrix(b, inner, columns, (turn & 2) != 0);
      long[] expected = defined(start, left, right);
      for (TileKernels kernels : kernels().toList()) {
        long[] out = start.clone();
        new IntegerProduct(left, right, kernels).addTo(out);
        assertThat(out).as("%s, turn %d", kernels, turn).isEqualTo(expected);
      }
    }
  }

  private static Stream<TileKernels> kernels() {
    return Stream.of(Kernels.scalarTiles(), Kernels.tiles());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 300, 70",
    "3, 5, 40",
    "4, 1, 32",
    "4, 257, 33",
    "5, 9, 31",
    "16, 1, 4",
    "64, 600, 96",
    "130, 3, 65",
    "131, 256, 1",
    "1024, 2, 1025"
  })
  void ofEveryShape(int rows, int inner, int columns) {
    Random random = new Random(rows * 31L + columns);
    long[] a = values(random, rows * inner, ALL);
    long[] b = values(random, inner * columns, ALL);
    check(rows, inner, columns, a, b);
  }

  /** A lying prover's values are no small integers: one anywhere, in either factor, counts. */
  @Test
  void ofValuesBeyond32Bits() {
    Random random = new Random(7);
    int rows = 9;
    int inner = 520;
    int columns = 70;
    for (long large : new long[] {1L << 31, -(1L << 31) - 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      long[] a = values(random, rows * inner, ALL);
      long[] b = values(random, inner * columns, ALL);
      long[] aLarge = a.clone();
      aLarge[random.nextInt(a.length)] = large;
      check(rows, inner, columns, aLarge, b);
      long[] bLarge = b.clone();
      bLarge[random.nextInt(b.length)] = large;
      check(rows, inner, columns, a, bLarge);
    }
    check(rows, inner, columns, values(random, rows * inner, 64), values(random, inner * 70, 64));
  }

  @Test
  void ofTheSmallestAndLargestThatFit() {
    long[] a = {Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 0, 1, Integer.MIN_VALUE, 7, -7};
    long[] b = new long[2 * 32];
    for (int i = 0; i < b.length; i++) {
      b[i] = i % 3 == 0 ? Integer.MIN_VALUE : i % 3 == 1 ? Integer.MAX_VALUE : -1;
    }
    check(4, 2, 32, a, b);
  }
}
