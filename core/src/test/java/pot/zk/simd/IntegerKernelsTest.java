package pot.zk.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/**
 * Vector code for small integers gives what plain code gives, at every length around the widths and
 * the block sizes, and at the largest integers that are allowed: the bugs this stands for are sums
 * that overflow and ends that are left out.
 */
class IntegerKernelsTest {
  private static final int SIZE = 1400;

  private final IntegerKernels scalar = new ScalarIntegerKernels();
  private final IntegerKernels vector = new VectorIntegerKernels();

  static IntStream lengths() {
    return IntStream.of(0, 16, 32, 48, 240, 256, 272, 512, 528, 1024);
  }

  private void same(int n, Function<Work, Object> work) {
    assertThat(work.apply(new Work(vector, n))).isEqualTo(work.apply(new Work(scalar, n)));
  }

  /** Integers of some bits, often the largest, half of them negative. */
  private static double[] integers(Random random, int bits) {
    long bound = 1L << bits;
    return random
        .longs(SIZE, 0, bound)
        .map(x -> random.nextInt(3) == 0 ? bound - 1 : x)
        .mapToDouble(x -> random.nextBoolean() ? -x : x)
        .toArray();
  }

  private static long element(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Goldilocks.MODULUS - 1 - random.nextInt(2);
      case 1 -> (1L << 32) - 1 + random.nextInt(2);
      default -> Goldilocks.reduce(random.nextLong());
    };
  }

  private static ExtVector vector(Random random) {
    return new ExtVector(
        random.longs(SIZE).map(x -> element(random)).toArray(),
        random.longs(SIZE).map(x -> element(random)).toArray());
  }

  private static final class Work {
    final IntegerKernels kernels;
    final Random random;
    final ExtVector e;
    final int a;
    final int b;

    Work(IntegerKernels kernels, int n) {
      this.kernels = kernels;
      this.random = new Random(n);
      e = vector(random);
      a = random.nextInt(20);
      b = random.nextInt(20);
    }
  }

  private static char[] chars(Random random) {
    char[] x = new char[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = (char) (random.nextInt(3) == 0 ? Character.MAX_VALUE : random.nextInt(1 << 16));
    }
    return x;
  }

  /** Against the definition: the coefficients of prod (X - x), put together from their pieces. */
  @ParameterizedTest
  @MethodSource("lengths")
  void symmetricPolynomials(int n) {
    for (IntegerKernels kernels : List.of(scalar, vector)) {
      for (int count = 1; count <= IntegerKernels.FACTORS; count++) {
        Work w = new Work(kernels, n);
        char[] x = chars(w.random);
        int[] offsets = {w.a, w.b, 3, SIZE - n};
        double[] out = new double[IntegerKernels.PIECES * SIZE];
        kernels.symmetric(out, 2, SIZE, x, offsets, count, n);
        for (int i = 0; i < n; i++) {
          BigInteger[] product = {BigInteger.ONE, BigInteger.ZERO, BigInteger.ZERO};
          product = Arrays.copyOf(product, IntegerKernels.FACTORS + 1);
          Arrays.fill(product, 1, product.length, BigInteger.ZERO);
          for (int j = 0; j < count; j++) {
            for (int k = count; k > 0; k--) {
              BigInteger root = BigInteger.valueOf(x[offsets[j] + i]);
              product[k] = product[k].subtract(product[k - 1].multiply(root));
            }
          }
          for (int k = 1; k <= count; k++) {
            BigInteger sum = BigInteger.ZERO;
            for (int q = IntegerKernels.pieces(k) - 1; q >= 0; q--) {
              double piece = out[2 + SIZE * IntegerKernels.piece(k, q) + i];
              assertThat(Math.abs(piece)).isLessThan(1 << IntegerKernels.PIECE_BITS);
              sum = sum.shiftLeft(IntegerKernels.PIECE_BITS).add(BigInteger.valueOf((long) piece));
            }
            assertThat(sum).as("%d of %d", k, count).isEqualTo(product[k]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void integersByThemselves(int n) {
    same(
        n,
        w -> {
          double[] x = integers(w.random, 40);
          w.kernels.subtract(x, w.a, w.a, w.b, n);
          return x;
        });
    for (int pairs = 1; pairs < 8; pairs++) {
      int[] a = new int[pairs];
      int[] b = new int[pairs];
      same(
          n,
          w -> {
            double[] x = integers(w.random, 24);
            for (int j = 0; j < a.length; j++) {
              a[j] = w.random.nextInt(300);
              b[j] = w.random.nextInt(300);
            }
            double[] v = Arrays.copyOf(x, 2 * SIZE);
            w.kernels.multiply(v, SIZE, a, b, 5, n);
            return v;
          });
    }
  }

  /** What is not small is seen wherever it is; the integers are then not used. */
  @Test
  void narrowing() {
    for (int n = 0; n <= 40; n++) {
      for (IntegerKernels kernels : List.of(scalar, vector)) {
        Random random = new Random(n);
        long[] x = random.longs(SIZE, 0, 1L << 12).toArray();
        char[] out = new char[SIZE];
        assertThat(kernels.narrow(out, 2, x, 7, 16, n)).isTrue();
        for (int i = 0; i < n; i++) {
          assertThat(out[2 + i]).isEqualTo((char) (16 * x[7 + i]));
        }
        for (long large : new long[] {1L << 12, 1L << 16, 1L << 28, 1L << 32, -1L << 32}) {
          if (n > 0) {
            long[] spoiled = x.clone();
            spoiled[7 + random.nextInt(n)] = large;
            assertThat(kernels.narrow(out, 2, spoiled, 7, 16, n)).as("%x", large).isFalse();
          }
        }
      }
    }
  }

  /** Against the definition in the integers, with the largest that are allowed. */
  @ParameterizedTest
  @MethodSource("lengths")
  void weightedSums(int n) {
    for (int sums = 1; sums <= 3; sums++) {
      for (int bits : new int[] {17, IntegerKernels.SUM_BITS}) {
        for (IntegerKernels kernels : List.of(scalar, vector)) {
          Work w = new Work(kernels, n);
          double[] v = integers(w.random, bits);
          double[] weights = IntegerKernels.cut(w.e);
          int stride = IntegerKernels.stride(w.e.length());
          int[] from = {w.a, 0, w.b};
          double[] of = new double[sums * IntegerKernels.PARTS];
          long[] parts = new long[of.length];
          int[] some = Arrays.copyOf(from, sums);
          for (int run = 0; run < 4; run++) {
            for (int i = 0; i < n; i += IntegerKernels.EXACT) {
              int m = Math.min(n - i, IntegerKernels.EXACT);
              kernels.addWeighted(of, 0, weights, 3, stride, v, some, i, m);
              kernels.take(of, parts);
              assertThat(of).containsOnly(0.0);
            }
          }
          for (int j = 0; j < sums; j++) {
            assertThat(IntegerSums.value(parts, j * IntegerKernels.PARTS))
                .isEqualTo(
                    new Ext(sum(w.e.c0(), v, from[j], n), sum(w.e.c1(), v, from[j], n)).times(4));
          }
        }
      }
    }
  }

  private static long sum(long[] weights, double[] v, int from, int n) {
    BigInteger p = new BigInteger(Long.toUnsignedString(Goldilocks.MODULUS));
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < n; i++) {
      BigInteger x = BigInteger.valueOf((long) v[from + i]);
      sum = sum.add(x.multiply(new BigInteger(Long.toUnsignedString(weights[3 + i]))));
    }
    return sum.mod(p).longValue();
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void combinations(int n) {
    for (int terms : new int[] {0, 1, 3, 4, 8, IntegerKernels.TERMS}) {
      same(
          n,
          w -> {
            double[] v = integers(w.random, IntegerKernels.PIECE_BITS);
            List<Ext> factors = new ArrayList<>();
            List<Integer> offsets = new ArrayList<>();
            for (int j = 0; j < terms; j++) {
              factors.add(j == 2 ? Ext.ZERO : w.e.get(j));
              offsets.add(w.random.nextInt(20));
            }
            Combination combination = Combination.of(w.e.get(70), factors, offsets);
            w.kernels.combine(w.e, w.a, combination, v, w.b, n);
            return w.e;
          });
    }
  }
}
