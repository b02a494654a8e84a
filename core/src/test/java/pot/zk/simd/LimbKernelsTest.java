package pot.zk.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/** Sums of limbs, by vector code and by plain code, against arithmetic in K. */
class LimbKernelsTest {
  private static final int STRIDE = 1200;
  private static final int MOST = 1100;
  private static final long LARGEST = (1 << LimbKernels.BITS) - 1;

  private final LimbKernels scalar = Kernels.limbs(Kernels.scalar());
  private final LimbKernels vector = new LimbLoops();

  static IntStream lengths() {
    return IntStream.concat(IntStream.rangeClosed(0, 40), IntStream.of(255, 256, 512, 520, MOST));
  }

  private static long[] limbs(Random random, int n) {
    return random.ints(n).mapToLong(x -> x % 3 == 0 ? LARGEST : x & LARGEST).toArray();
  }

  /** Elements of K whose pieces are of every sign, and at their bounds. */
  private static ExtVector weights(Random random, int n) {
    long[] edges = {
      0,
      1,
      Goldilocks.MODULUS - 1,
      Goldilocks.MODULUS >>> 1,
      (Goldilocks.MODULUS >>> 1) + 1,
      1L << 31,
      (1L << 31) - 1,
      1L << 32,
      Goldilocks.EPSILON,
      1L << 63
    };
    ExtVector out = ExtVector.zeros(n);
    for (int i = 0; i < n; i++) {
      boolean edge = random.nextInt(3) == 0;
      out.set(
          i,
          edge
              ? new Ext(edges[random.nextInt(edges.length)], edges[random.nextInt(edges.length)])
              : new Ext(
                  Goldilocks.reduce(random.nextLong()), Goldilocks.reduce(random.nextLong())));
    }
    return out;
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void widened(int n) {
    Random random = new Random(n);
    long[] x = limbs(random, n + 10);
    if (n % 2 == 1) {
      x[7 + random.nextInt(n)] = 1L << 60;
    }
    double[] a = new double[n + 5];
    double[] b = new double[n + 5];
    long or = Arrays.stream(x, 7, 7 + n).reduce(0, (s, t) -> s | t);
    assertThat(scalar.widen(a, 3, x, 7, n)).isEqualTo(or);
    assertThat(vector.widen(b, 3, x, 7, n)).isEqualTo(or);
    if (or >>> LimbKernels.BITS == 0) {
      assertThat(b).isEqualTo(a);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void dots(int n) {
    Random random = new Random(n);
    long[] x = limbs(random, 5 * STRIDE);
    double[] wide = Arrays.stream(x).asDoubleStream().toArray();
    ExtVector weights = weights(random, n + 5);
    double[] pieces = new double[LimbKernels.PIECES * n + 2];
    LimbKernels.cut(weights, 5, n, pieces, 2);
    for (LimbKernels kernels : List.of(scalar, vector)) {
      long[] acc = new long[LimbKernels.SUMS * LimbKernels.PARTS + 1];
      kernels.dots(acc, 1, wide, 3, STRIDE, pieces, 2, n);
      kernels.dots(acc, 1, wide, 50, STRIDE, pieces, 2, n);
      for (int r = 0; r < LimbKernels.ROWS; r++) {
        Ext first = Kernels.scalar().dotBase(weights, 5, x, 3 + r * STRIDE, n);
        Ext second = Kernels.scalar().dotBase(weights, 5, x, 50 + r * STRIDE, n);
        assertThat(LimbKernels.value(acc, 1, r)).isEqualTo(first.plus(second));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void addedRows(int n) {
    Random random = new Random(n);
    long[] x = limbs(random, 5 * STRIDE);
    ExtVector weights = weights(random, LimbKernels.ROWS + 1);
    long[] rows = LimbKernels.cutRows(weights);
    long[] acc = new long[LimbKernels.PIECES * n + 1];
    long[] fromVectors = acc.clone();
    ExtVector expected = ExtVector.zeros(n);
    for (int repeat = 0; repeat < 2; repeat++) {
      int at = 3 + 50 * repeat;
      scalar.addRows(acc, x, at, STRIDE, rows, LimbKernels.PIECES, n);
      vector.addRows(fromVectors, x, at, STRIDE, rows, LimbKernels.PIECES, n);
      for (int r = 0; r < LimbKernels.ROWS; r++) {
        Kernels.scalar().addScaledBase(expected, 0, weights.get(r + 1), x, at + r * STRIDE, n);
      }
    }
    assertThat(fromVectors).isEqualTo(acc);
    for (int i = 0; i < n; i++) {
      assertThat(LimbKernels.value(acc, 0, n, i)).isEqualTo(expected.get(i));
    }
  }

  /** The largest limbs, weights and number of terms stay within what a sum may be. */
  @Test
  void theLongestSumsAreExact() {
    int n = LimbKernels.MOST_TERMS;
    long[] x = new long[n];
    Arrays.fill(x, LARGEST);
    double[] wide = new double[n];
    Arrays.fill(wide, LARGEST);
    // Both pieces of the one are -2^31, or nearly; those of the other are as large as can be.
    long least = (Goldilocks.MODULUS >>> 1) + 1;
    long most = 0x7fffffff7fffffffL;
    ExtVector weights = ExtVector.zeros(n);
    Arrays.fill(weights.c0(), least);
    Arrays.fill(weights.c1(), most);
    double[] pieces = new double[LimbKernels.PIECES * n];
    LimbKernels.cut(weights, 0, n, pieces, 0);
    long[] rows = LimbKernels.cutRows(weights);
    for (LimbKernels kernels : List.of(scalar, vector)) {
      long[] acc = new long[LimbKernels.SUMS * LimbKernels.PARTS];
      kernels.dots(acc, 0, wide, 0, 0, pieces, 0, n);
      Ext expected = Kernels.scalar().dotBase(weights, 0, x, 0, n);
      assertThat(LimbKernels.value(acc, 0, 3)).isEqualTo(expected);
      long[] sums = new long[LimbKernels.PIECES * 8];
      for (int r = 0; r < n; r += LimbKernels.ROWS) {
        kernels.addRows(sums, x, 0, 0, rows, LimbKernels.PIECES * r, 8);
      }
      assertThat(LimbKernels.value(sums, 0, 8, 5)).isEqualTo(expected);
    }
  }
}
