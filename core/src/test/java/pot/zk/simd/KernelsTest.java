package pot.zk.simd;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Vector code gives what plain code gives, bit for bit: every length around the widths and the
 * block size, random offsets, edge values, outputs over inputs where that is allowed. What lies
 * outside of the range written is compared too.
 */
class KernelsTest {
  private static final int SIZE = 1300;
  private static final int REPEATS = 2;

  private final FieldKernels scalar = Kernels.scalar();
  private final FieldKernels vector = new VectorKernels();

  static IntStream lengths() {
    return IntStream.concat(IntStream.rangeClosed(0, 70), IntStream.of(255, 256, 257, 300, 513));
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

  private static long[] base(Random random) {
    return base(random, SIZE);
  }

  private static long[] base(Random random, int size) {
    return random.longs(size).map(x -> element(random)).toArray();
  }

  private static ExtVector vector(Random random) {
    return new ExtVector(base(random), base(random));
  }

  /** Runs the same work with both kernels, from the same random data. */
  private void same(int n, Function<Work, Object> work) {
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      long seed = 1000L * repeat + n;
      assertThat(work.apply(new Work(vector, n, new Random(seed))))
          .as("seed %d", seed)
          .isEqualTo(work.apply(new Work(scalar, n, new Random(seed))));
    }
  }

  /** A kernel and data for it. */
  private static final class Work {
    final FieldKernels kernels;
    final ExtVector a;
    final ExtVector b;
    final ExtVector c;
    final ExtVector d;
    final ExtVector e;
    final long[] x;
    final Ext s;

    /** Starts of ranges, not multiples of a width: the lower, a lower one too, and the upper. */
    final int lo;

    final int other;
    final int hi;

    Work(FieldKernels kernels, int n, Random random) {
      this.kernels = kernels;
      a = vector(random);
      b = vector(random);
      c = vector(random);
      d = vector(random);
      e = vector(random);
      x = base(random);
      s = ext(random);
      lo = random.nextInt(20);
      other = random.nextInt(20);
      hi = SIZE - n - random.nextInt(20);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void scaling(int n) {
    same(
        n,
        w -> {
          w.kernels.addScaled(w.a, w.lo, w.s, w.b, w.other, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.addTo(w.a, w.lo, w.b, w.other, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.multiply(w.a, w.lo, w.b, w.other, w.c, w.lo, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.addScaledBase(w.a, w.lo, w.s, w.x, w.other, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.scale(w.a, w.lo, w.s, w.b, w.other, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.addScaled(w.a.c0(), w.lo, w.s.c0(), w.x, w.other, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.scale(w.a, w.lo, w.s, w.a, w.lo, n);
          return w.a;
        });
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void sums(int n) {
    same(n, w -> w.kernels.dot(w.a, w.lo, w.b, w.other, n));
    same(n, w -> w.kernels.dotBase(w.a, w.lo, w.x, w.other, n));
    same(n, w -> w.kernels.dotDifference(w.a, w.lo, w.hi, w.b, w.other, w.hi - 1, n));
    same(n, w -> w.kernels.dotDifferenceBase(w.a, w.lo, w.hi, w.x, w.other, w.hi - 1, n));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void folding(int n) {
    same(
        n,
        w -> {
          w.kernels.fold(w.a, w.other, w.b, w.lo, w.hi, w.s, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.fold(w.a, w.lo, w.a, w.lo, w.hi, w.s, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.fold(w.a, w.other, w.b, w.lo, w.c, w.hi, w.s, n);
          return w.a;
        });
    same(
        n,
        w -> {
          w.kernels.foldBase(w.a, w.other, w.x, w.lo, w.hi, w.s, n);
          return w.a;
        });
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void fractions(int n) {
    same(
        n,
        w -> {
          w.kernels.addFractions(w.a, w.b, w.other, w.c, w.d, w.lo, w.hi, n);
          return List.of(w.a, w.b);
        });
    same(
        n,
        w -> {
          w.kernels.addReciprocals(w.a, w.b, w.other, w.d, w.lo, w.hi, n);
          return List.of(w.a, w.b);
        });
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void rounds(int n) {
    same(
        n,
        w ->
            List.of(
                w.kernels.productRound(w.e, w.other, w.a, w.lo, w.hi, w.b, 3, w.c, w.other, n)));
    // Four runs of n values in each vector.
    int quarter = Math.min(n, SIZE / 4 - 20);
    same(
        quarter,
        w ->
            List.of(
                w.kernels.crossRound(w.e, w.other, w.a, w.b, w.lo, 2 * quarter, quarter, quarter)));
  }

  /** Against the definition: neither kernel uses {@link Goldilocks#mul} here. */
  @ParameterizedTest
  @MethodSource("lengths")
  void butterflies(int n) {
    int half = n % 7 + 1;
    int blocks = n % 5 + 1;
    for (FieldKernels kernels : List.of(scalar, vector)) {
      Work w = new Work(kernels, n, new Random(n));
      long[] expected = w.x.clone();
      for (int block = 0; block < blocks; block++) {
        long twiddle = w.a.c0()[2 + block];
        int from = (1 + 2 * half * block) * FieldKernels.ROW;
        for (int i = from; i < from + half * FieldKernels.ROW; i++) {
          long y = Goldilocks.mul(twiddle, w.x[i + half * FieldKernels.ROW]);
          expected[i] = Goldilocks.add(w.x[i], y);
          expected[i + half * FieldKernels.ROW] = Goldilocks.sub(w.x[i], y);
        }
      }
      kernels.butterflies(w.x, 1, half, blocks, w.a.c0(), 2);
      assertThat(w.x).as("%s, seed %d", kernels.name(), n).isEqualTo(expected);
    }
  }

  /** Also what lies beside the tile. */
  @ParameterizedTest
  @MethodSource("lengths")
  void integerTiles(int n) {
    Random random = new Random(n);
    int[] a = random.ints(TileKernels.ROWS * (n + 1)).toArray();
    int[] b = random.ints(TileKernels.COLUMNS * (n + 1)).toArray();
    int stride = TileKernels.COLUMNS + random.nextInt(9);
    long[] expected = random.longs(TileKernels.ROWS * stride + 5).toArray();
    long[] found = expected.clone();
    Kernels.scalarTiles().addTile(expected, 3, stride, a, 2, b, 5, n);
    new TileLoops().addTile(found, 3, stride, a, 2, b, 5, n);
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void twoLevelsOfButterflies(int n) {
    int quarter = n % 5 + 1;
    int blocks = n % 3 + 1;
    Random random = new Random(n);
    long[] upper = base(random, 2 + blocks);
    long[] lower = base(random, 2 * upper.length);
    for (int b = 0; b < upper.length; b++) {
      lower[2 * b + 1] = Goldilocks.mul(Goldilocks.rootOfUnity(2), lower[2 * b]);
    }
    long[] x = base(random);
    long[] expected = x.clone();
    scalar.butterflies(expected, 1, 2 * quarter, blocks, upper, 2);
    scalar.butterflies(expected, 1, quarter, 2 * blocks, lower, 4);
    for (FieldKernels kernels : List.of(scalar, vector)) {
      long[] out = x.clone();
      kernels.butterflies(out, 1, quarter, blocks, upper, lower, 2);
      assertThat(out).as("%s, seed %d", kernels.name(), n).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void remainders(int n) {
    int count = n / 2 * FieldKernels.ROW;
    int step = count + 3;
    Random random = new Random(n);
    long[] words = random.longs(4L * step).toArray();
    if (n % 3 == 0) {
      Arrays.fill(words, -1);
    }
    long[] powers = random.longs(FieldKernels.POWERS).map(x -> element(random)).toArray();
    long[] expected = base(random, 5 * (count + 7));
    long[] out = expected.clone();
    for (int j = 0; j < count; j++) {
      long[] sums = new long[6];
      for (int k = 0; k < FieldKernels.POWERS; k++) {
        int r = k / 4;
        long word = words[2 + (r < 4 ? r : 2 * r - 7) * step + j];
        long limb = word >>> 16 * (k % 4) & 0xFFFF;
        sums[r] = Goldilocks.add(sums[r], Goldilocks.mul(limb, powers[k]));
      }
      for (int point = 0; point < 4; point++) {
        long odd = Goldilocks.add(sums[1], sums[3]);
        long turned = Goldilocks.sub(sums[4], sums[5]);
        long even = Goldilocks.add(sums[0], sums[2]);
        long rest = Goldilocks.sub(sums[0], sums[2]);
        expected[5 + point * (count + 7) + j] =
            switch (point) {
              case 0 -> Goldilocks.add(even, odd);
              case 1 -> Goldilocks.sub(even, odd);
              case 2 -> Goldilocks.add(rest, turned);
              default -> Goldilocks.sub(rest, turned);
            };
      }
    }
    for (FieldKernels kernels : List.of(scalar, vector)) {
      long[] actual = out.clone();
      kernels.remainders(words, 2, step, powers, actual, 5, count + 7, count);
      assertThat(actual).as("%s, seed %d", kernels.name(), n).isEqualTo(expected);
    }
  }

  @Test
  void theNoticeSaysWhatIsInUse() {
    assertThat(Kernels.notice()).isNotBlank();
  }
}
