package pot.zk.poly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/** Codewords against evaluation by Horner's rule, for every padding and both kernels. */
class ReedSolomonTest {
  private static final int GROUP = ReedSolomon.GROUP;
  private static final List<FieldKernels> KERNELS = List.of(Kernels.scalar(), Kernels.best());

  /** Up to this length every number of rows is tried, and every position. */
  private static final int EXHAUSTIVE = 32;

  static IntStream lengths() {
    return IntStream.rangeClosed(0, 12);
  }

  private static long[] elements(Random random, int count) {
    return random.longs(count).map(Goldilocks::reduce).toArray();
  }

  /**
   * All that matter: every one of a short code; else powers of two, their neighbours, and others.
   */
  private static SortedSet<Integer> rows(int n, Random random) {
    SortedSet<Integer> rows = new TreeSet<>();
    if (n <= EXHAUSTIVE) {
      IntStream.rangeClosed(1, n).forEach(rows::add);
      return rows;
    }
    for (int power = 1; power <= n; power *= 4) {
      rows.addAll(List.of(Math.max(1, power - 1), power, Math.min(n, power + 1)));
    }
    rows.addAll(List.of(n / 2, n / 2 + 1, n - 1, n, 1 + random.nextInt(n)));
    return rows;
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void evaluatesAtThePoints(int log2Length) {
    int n = 1 << log2Length;
    Random random = new Random(log2Length);
    for (int rows : rows(n, random)) {
      long[] coefficients = elements(random, rows * GROUP);
      for (FieldKernels kernels : KERNELS) {
        ReedSolomon code = new ReedSolomon(log2Length, kernels);
        long[] codeword = codeword(code, coefficients, rows);
        int[] positions =
            n <= EXHAUSTIVE ? IntStream.range(0, n).toArray() : random.ints(20, 0, n).toArray();
        for (int j : positions) {
          int column = random.nextInt(GROUP);
          assertThat(codeword[j * GROUP + column])
              .as("%s, seed %d, %d rows, position %d", kernels.name(), log2Length, rows, j)
              .isEqualTo(horner(coefficients, rows, column, code.point(j)));
        }
      }
    }
  }

  /** Encodes over rubbish: what was there before must not matter. */
  private static long[] codeword(ReedSolomon code, long[] coefficients, int rows) {
    long[] codeword = new long[code.length() * GROUP];
    Arrays.fill(codeword, 7);
    code.encode(coefficients, rows, codeword);
    return codeword;
  }

  /** At any level, for all positions of a block or for some. */
  @ParameterizedTest
  @MethodSource("lengths")
  void blocksByThemselves(int log2Length) {
    Random random = new Random(log2Length);
    ReedSolomon code = new ReedSolomon(log2Length, Kernels.best());
    for (int rows : rows(1 << log2Length, random)) {
      long[] coefficients = elements(random, rows * GROUP);
      long[] codeword = codeword(code, coefficients, rows);
      int[] some = random.ints(9, 0, 1 << log2Length).sorted().distinct().toArray();
      for (int level = 0; level <= log2Length; level++) {
        int size = code.length() >>> level;
        int block = random.nextInt(1 << level);
        long[] out = new long[size * GROUP];
        code.encodeBlock(coefficients, rows, level, block, out);
        assertThat(out)
            .isEqualTo(
                Arrays.copyOfRange(codeword, block * size * GROUP, (block + 1) * size * GROUP));
        Arrays.fill(out, 7);
        code.encodeBlockAt(coefficients, rows, level, block, some, out);
        for (int j : some) {
          if (j / size == block) {
            assertThat(Arrays.copyOfRange(out, j % size * GROUP, (j % size + 1) * GROUP))
                .isEqualTo(Arrays.copyOfRange(codeword, j * GROUP, (j + 1) * GROUP));
          }
        }
      }
    }
  }

  /** Small coefficients packed, with few and many others above them, give the same codewords. */
  @ParameterizedTest
  @MethodSource("lengths")
  void packedPolynomials(int log2Length) {
    Random random = new Random(log2Length);
    for (int level = 0; level <= log2Length - 5; level++) {
      int size = 1 << (log2Length - level - 3);
      int span = PackedPolynomials.PARTS * size;
      int room = (1 << log2Length) - span;
      int above = room < 0 ? 0 : random.nextInt(Math.min(11 * size, room) + 1);
      PackedPolynomials packed = PackedPolynomials.zeros(size, above);
      long[] coefficients = new long[(span + above) * GROUP];
      for (int k = 0; k < GROUP; k++) {
        int most = Math.min(span, 1 << log2Length);
        int count = k == 0 ? most : random.nextInt(most + 1);
        long[] data = random.longs(count + 3L, 0, 1 << 16).toArray();
        long[] blinding = elements(random, above);
        assertThat(packed.put(k, data, 3, count)).isTrue();
        packed.putAbove(k, 0, blinding);
        for (int i = 0; i < span + above; i++) {
          coefficients[i * GROUP + k] = i < count ? data[3 + i] : i < span ? 0 : blinding[i - span];
        }
      }
      int block = random.nextInt(1 << level);
      int[] some = random.ints(9, 0, 1 << log2Length).sorted().distinct().toArray();
      for (FieldKernels kernels : KERNELS) {
        ReedSolomon code = new ReedSolomon(log2Length, kernels);
        long[] expected = new long[PackedPolynomials.POINTS * size * GROUP];
        code.encodeBlock(coefficients, span + above, level, block, expected);
        long[] out = new long[expected.length];
        Arrays.fill(out, 7);
        code.encodeBlock(packed, level, block, out);
        assertThat(out).as("%s, level %d", kernels.name(), level).isEqualTo(expected);
        Arrays.fill(out, 7);
        code.encodeBlockAt(packed, level, block, some, out);
        for (int j : some) {
          if (j / (PackedPolynomials.POINTS * size) == block) {
            int at = j % (PackedPolynomials.POINTS * size) * GROUP;
            assertThat(Arrays.copyOfRange(out, at, at + GROUP))
                .isEqualTo(Arrays.copyOfRange(expected, at, at + GROUP));
          }
        }
      }
    }
  }

  @Test
  void refusesPackedBlocksTooSmallForTheirLevels() {
    ReedSolomon code = new ReedSolomon(4, Kernels.best());
    long[] out = new long[code.length() * GROUP];
    PackedPolynomials packed = PackedPolynomials.zeros(PackedPolynomials.LEAST_SIZE / 2, 0);
    assertThatThrownBy(() -> code.encodeBlock(packed, 0, 0, out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void packingRefusesWhatIsNotSmall() {
    for (long value : new long[] {1L << 16, -1, Goldilocks.MODULUS - 1}) {
      PackedPolynomials packed = PackedPolynomials.zeros(2, 0);
      assertThat(packed.put(3, new long[] {1, value, 2}, 0, 3)).isFalse();
      assertThat(packed.put(4, new long[] {1, value, 2}, 2, 1)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void isLinear(int log2Length) {
    ReedSolomon code = new ReedSolomon(log2Length, Kernels.best());
    Random random = new Random(log2Length);
    int rows = 1 + random.nextInt(code.length());
    long[] a = elements(random, rows * GROUP);
    long[] b = elements(random, rows * GROUP);
    long s = Goldilocks.reduce(random.nextLong());
    assertThat(codeword(code, combination(a, s, b), rows))
        .as("seed %d, %d rows", log2Length, rows)
        .isEqualTo(combination(codeword(code, a, rows), s, codeword(code, b, rows)));
  }

  /** a + s b. */
  private static long[] combination(long[] a, long s, long[] b) {
    long[] sum = new long[a.length];
    Arrays.setAll(sum, i -> Goldilocks.add(a[i], Goldilocks.mul(s, b[i])));
    return sum;
  }

  @Test
  void noCoefficientsAreTheZeroPolynomial() {
    ReedSolomon code = new ReedSolomon(4, Kernels.best());
    assertThat(codeword(code, new long[0], 0)).containsOnly(0);
    int[] all = IntStream.range(0, 16).toArray();
    assertThat(code.evaluateExt(ExtVector.zeros(0), all)).isEqualTo(ExtVector.zeros(16));
  }

  @Test
  void refusesWhatDoesNotFit() {
    ReedSolomon code = new ReedSolomon(3, Kernels.best());
    long[] large = new long[100 * GROUP];
    for (int rows : new int[] {-1, 9}) {
      assertThatThrownBy(() -> code.encode(large, rows, large))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int log2Length : new int[] {-1, 28, 32}) {
      assertThatThrownBy(() -> new ReedSolomon(log2Length, Kernels.best()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void threadsShareACode() {
    ReedSolomon code = new ReedSolomon(10, Kernels.best());
    int rows = 300;
    long[] coefficients = elements(new Random(1), rows * GROUP);
    long[] expected = codeword(code, coefficients, rows);
    assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> codeword(code, coefficients, rows)))
        .allSatisfy(codeword -> assertThat(codeword).isEqualTo(expected));
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

  /** Every number of coefficients of short codes, at every position. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 10})
  void evaluatesOverTheExtension(int log2Length) {
    Random random = new Random(log2Length);
    int n = 1 << log2Length;
    List<Integer> lengths =
        n <= EXHAUSTIVE
            ? IntStream.rangeClosed(1, n).boxed().toList()
            : List.of(n / 4 + 1, n / 3, n - 1, n);
    for (int rows : lengths) {
      ExtVector polynomial = new ExtVector(elements(random, rows), elements(random, rows));
      long[] interleaved = new long[rows * GROUP];
      for (int i = 0; i < rows; i++) {
        interleaved[i * GROUP] = polynomial.c0()[i];
        interleaved[i * GROUP + 1] = polynomial.c1()[i];
      }
      int[] positions = IntStream.range(0, n).map(j -> n - 1 - j).toArray();
      for (FieldKernels kernels : KERNELS) {
        ReedSolomon code = new ReedSolomon(log2Length, kernels);
        ExtVector values = code.evaluateExt(polynomial, positions);
        for (int k = 0; k < n; k++) {
          String what = "seed " + log2Length + ", rows " + rows + ", position " + positions[k];
          long x = code.point(positions[k]);
          assertThat(values.c0()[k]).as(what).isEqualTo(horner(interleaved, rows, 0, x));
          assertThat(values.c1()[k]).as(what).isEqualTo(horner(interleaved, rows, 1, x));
        }
      }
    }
  }

  private static long horner(long[] coefficients, int rows, int column, long x) {
    long sum = 0;
    for (int i = rows - 1; i >= 0; i--) {
      sum = Goldilocks.add(Goldilocks.mul(sum, x), coefficients[i * GROUP + column]);
    }
    return sum;
  }
}
