package pot.zk.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
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
    return IntStream.concat(
        IntStream.rangeClosed(0, 40), IntStream.of(255, 256, 257, 300, 512, 600, 1024));
  }

  private void same(int n, Function<Work, Object> work) {
    assertThat(work.apply(new Work(vector, n))).isEqualTo(work.apply(new Work(scalar, n)));
  }

  /** Integers of some bits, often the largest. */
  private static long[] integers(Random random, long bound, boolean signed) {
    return random
        .longs(SIZE, 0, bound)
        .map(x -> random.nextInt(3) == 0 ? bound - 1 : x)
        .map(x -> signed && random.nextBoolean() ? -x : x)
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

  @ParameterizedTest
  @MethodSource("lengths")
  void integersByThemselves(int n) {
    same(
        n,
        w -> {
          long[] out = new long[SIZE];
          w.kernels.widen(out, w.a, chars(w.random), w.b, n);
          return out;
        });
    same(
        n,
        w -> {
          long[] sums = new long[SIZE];
          long[] products = new long[SIZE];
          w.kernels.pairs(sums, w.a, products, w.b, chars(w.random), 3, SIZE - n - w.b, n);
          return List.of(Arrays.hashCode(sums), Arrays.hashCode(products));
        });
    same(
        n,
        w -> {
          long[] out = new long[IntegerKernels.PIECES * SIZE];
          int[] offsets = {w.a, w.b, 3, SIZE - n};
          w.kernels.symmetric(out, SIZE, chars(w.random), offsets, n);
          return Arrays.hashCode(out);
        });
    same(
        n,
        w -> {
          long[] x = integers(w.random, 1L << 40, true);
          w.kernels.subtract(x, w.a, x, w.a, integers(w.random, 1L << 40, true), w.b, n);
          return x;
        });
    same(
        n,
        w -> {
          long[] low = new long[SIZE];
          long[] high = new long[SIZE];
          w.kernels.split(low, w.a, high, w.b, integers(w.random, 1L << 34, true), 5, 17, n);
          return List.of(Arrays.hashCode(low), Arrays.hashCode(high));
        });
  }

  /** What is not small is seen wherever it is; the integers are then not used. */
  @ParameterizedTest
  @MethodSource("lengths")
  void narrowing(int n) {
    for (IntegerKernels kernels : List.of(scalar, vector)) {
      Random random = new Random(n);
      long[] x = integers(random, 1L << 12, false);
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

  @ParameterizedTest
  @MethodSource("lengths")
  void weightedSums(int n) {
    for (long bound : new long[] {1L << 17, IntegerKernels.SUM_BOUND}) {
      same(
          n,
          w -> {
            long[] parts = new long[IntegerKernels.PARTS + 5];
            long[] v = integers(w.random, bound, true);
            w.kernels.sum(parts, 5, w.e, w.a, v, w.b, n);
            w.kernels.sum(parts, 5, w.e, w.b, v, w.a, n);
            return IntegerKernels.value(parts, 5, Ext.of(n));
          });
    }
    same(
        n,
        w -> {
          long[] parts = new long[IntegerKernels.PARTS];
          long[] x = integers(w.random, 1L << 33, true);
          long[] y = integers(w.random, 1L << 18, true);
          w.kernels.sumProducts(parts, 0, w.e, w.a, x, w.b, y, 3, n);
          return IntegerKernels.value(parts, 0, Ext.ZERO);
        });
  }

  /** Against the definition in the integers. */
  @Test
  void aWeightedSumIsWhatItSays() {
    Random random = new Random(1);
    ExtVector e = vector(random);
    long[] v = integers(random, IntegerKernels.SUM_BOUND, true);
    BigInteger p = new BigInteger(Long.toUnsignedString(Goldilocks.MODULUS));
    BigInteger c0 = BigInteger.ZERO;
    BigInteger c1 = BigInteger.ZERO;
    Ext weight = Ext.ZERO;
    for (int i = 0; i < SIZE; i++) {
      BigInteger x = BigInteger.valueOf(v[i]);
      c0 = c0.add(x.multiply(new BigInteger(Long.toUnsignedString(e.c0()[i]))));
      c1 = c1.add(x.multiply(new BigInteger(Long.toUnsignedString(e.c1()[i]))));
      weight = weight.plus(e.get(i));
    }
    for (IntegerKernels kernels : List.of(scalar, vector)) {
      long[] parts = new long[IntegerKernels.PARTS];
      kernels.sum(parts, 0, e, 0, v, 0, SIZE);
      assertThat(IntegerKernels.value(parts, 0, weight))
          .isEqualTo(new Ext(c0.mod(p).longValue(), c1.mod(p).longValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void combinations(int n) {
    for (int terms : new int[] {0, 1, 3, 4, 8, IntegerKernels.TERMS}) {
      same(
          n,
          w -> {
            long[] v = integers(w.random, IntegerKernels.TERM_BOUND, false);
            Ext[] factors = new Ext[terms];
            int[] offsets = new int[terms];
            for (int j = 0; j < terms; j++) {
              factors[j] = w.e.get(j);
              offsets[j] = w.random.nextInt(20);
            }
            w.kernels.combine(w.e, w.a, w.e.get(70), factors, v, offsets, n);
            return w.e;
          });
    }
  }
}
