package pot.zk.poly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/** Codewords against evaluation by Horner's rule, for every padding and both kernels. */
class ReedSolomonTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8, 10, 12})
  void evaluatesAtThePoints(int log2Length) {
    int n = 1 << log2Length;
    Random random = new Random(log2Length);
    for (FieldKernels kernels : new FieldKernels[] {Kernels.scalar(), Kernels.best()}) {
      ReedSolomon code = new ReedSolomon(log2Length, kernels);
      for (int rows : new int[] {1, Math.max(1, n / 4), n / 2 + 1, Math.max(1, n - 1), n}) {
        long[] coefficients = new long[rows * ReedSolomon.GROUP];
        for (int i = 0; i < coefficients.length; i++) {
          coefficients[i] = Goldilocks.reduce(random.nextLong());
        }
        long[] codeword = new long[n * ReedSolomon.GROUP];
        // What was there before must not matter.
        java.util.Arrays.fill(codeword, 7);
        code.encode(coefficients, rows, codeword);
        for (int trial = 0; trial < 20; trial++) {
          int j = random.nextInt(n);
          int column = random.nextInt(ReedSolomon.GROUP);
          assertThat(codeword[j * ReedSolomon.GROUP + column])
              .isEqualTo(horner(coefficients, rows, column, code.point(j)));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 9})
  void pointsAreDistinctAndOnTheCoset(int log2Length) {
    ReedSolomon code = new ReedSolomon(log2Length, Kernels.scalar());
    long[] points = new long[code.length()];
    for (int j = 0; j < points.length; j++) {
      points[j] = code.point(j);
      assertThat(Goldilocks.pow(points[j], points.length))
          .isEqualTo(Goldilocks.pow(Goldilocks.GENERATOR, points.length));
    }
    assertThat(points).doesNotHaveDuplicates().doesNotContain(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 10})
  void encodesOverTheExtension(int log2Length) {
    ReedSolomon code = new ReedSolomon(log2Length, Kernels.best());
    int rows = Math.max(1, code.length() / 3);
    Random random = new Random(1);
    ExtVector polynomial = ExtVector.zeros(rows);
    long[] interleaved = new long[rows * ReedSolomon.GROUP];
    for (int i = 0; i < rows; i++) {
      polynomial.c0()[i] = interleaved[i * ReedSolomon.GROUP] = random.nextInt() & 0xffffffffL;
      polynomial.c1()[i] = interleaved[i * ReedSolomon.GROUP + 1] = random.nextInt() & 0xffffffffL;
    }
    ExtVector values = code.encodeExt(polynomial);
    for (int j = 0; j < code.length(); j++) {
      assertThat(values.c0()[j]).isEqualTo(horner(interleaved, rows, 0, code.point(j)));
      assertThat(values.c1()[j]).isEqualTo(horner(interleaved, rows, 1, code.point(j)));
    }
  }

  private static long horner(long[] coefficients, int rows, int column, long x) {
    long sum = 0;
    for (int i = rows - 1; i >= 0; i--) {
      sum = Goldilocks.add(Goldilocks.mul(sum, x), coefficients[i * ReedSolomon.GROUP + column]);
    }
    return sum;
  }
}
