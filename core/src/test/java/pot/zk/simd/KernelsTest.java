package pot.zk.simd;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Vector code gives what plain code gives, bit for bit: every length around the widths, odd
 * offsets, edge values.
 */
class KernelsTest {
  private static final int SIZE = 700;

  private final FieldKernels scalar = Kernels.scalar();
  private final FieldKernels vector = new VectorKernels();

  static IntStream lengths() {
    return IntStream.concat(IntStream.rangeClosed(0, 40), IntStream.of(255, 256, 257, 300, 513));
  }

  private static long element(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(3);
      case 1 -> Goldilocks.MODULUS - 1 - random.nextInt(3);
      case 2 -> (1L << 32) - 1 + random.nextInt(3);
      default -> Goldilocks.reduce(random.nextLong());
    };
  }

  private static Ext ext(Random random) {
    return new Ext(element(random), element(random));
  }

  private static long[] base(Random random, int n) {
    return random.longs(n).map(x -> element(random)).toArray();
  }

  private static ExtVector vector(Random random) {
    return new ExtVector(base(random, SIZE), base(random, SIZE));
  }

  /** Runs the same work on both, from the same random data. */
  private void same(int n, Function<Work, Object> work) {
    Object expected = work.apply(new Work(scalar, new Random(n)));
    assertThat(work.apply(new Work(vector, new Random(n)))).isEqualTo(expected);
  }

  /** A kernel and data for it. */
  private static final class Work {
    final FieldKernels kernels;
    final Random random;
    final ExtVector a;
    final ExtVector b;
    final ExtVector c;
    final ExtVector d;
    final ExtVector e;
    final long[] x;
    final Ext s;

    Work(FieldKernels kernels, Random random) {
      this.kernels = kernels;
      this.random = random;
      a = vector(random);
      b = vector(random);
      c = vector(random);
      d = vector(random);
      e = vector(random);
      x = base(random, SIZE);
      s = ext(random);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void scaling(int n) {
    same(
        n,
        w -> {
          w.kernels.addScaled(w.a, 3, w.s, w.b, 5, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.addScaledBase(w.a, 3, w.s, w.x, 5, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.scale(w.a, 3, w.s, w.b, 5, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.scale(w.a, 3, w.s, w.a, 3, n);
          return w.a;
        });
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void sums(int n) {
    same(n, w -> w.kernels.dot(w.a, 1, w.b, 2, n));
    same(n, w -> w.kernels.dotBase(w.a, 1, w.x, 2, n));
    int hi = SIZE - n - 1;
    same(n, w -> w.kernels.dotDifference(w.a, 0, hi, w.b, 1, hi - 1, n));
    same(n, w -> w.kernels.dotDifferenceBase(w.a, 0, hi, w.x, 1, hi - 1, n));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void folding(int n) {
    int hi = SIZE - n;
    same(
        n,
        w -> {
          w.kernels.fold(w.a, 2, w.b, 0, hi, w.s, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.fold(w.a, 0, w.a, 0, hi, w.s, Math.min(n, hi));
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.foldBase(w.a, 2, w.x, 0, hi, w.s, n);
          return w.a;
        });
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void fractions(int n) {
    int count = Math.min(n, SIZE / 2);
    int hi = SIZE - count;
    same(
        n,
        w -> {
          w.kernels.addFractions(w.a, w.b, 1, w.c, w.d, 0, hi, Math.min(count, SIZE - 1));
          return java.util.List.of(w.a, w.b);
        });
    same(
        n,
        w ->
            java.util.List.of(
                w.kernels.fractionRound(
                    w.e, 1, w.a, w.b, w.c, w.d, w.s, 0, hi, Math.min(count, SIZE - 1))));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void butterflies(int n) {
    int half = n % 7 + 1;
    int blocks = n % 5 + 1;
    same(
        n,
        w -> {
          w.kernels.butterflies(w.x, 1, half, blocks, w.a.c0(), 2);
          return w.x;
        });
  }

  @Test
  void theNoticeSaysWhatIsInUse() {
    assertThat(Kernels.notice()).isNotBlank();
  }
}
