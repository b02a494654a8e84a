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
      long[] out = kernels == scalar ? x.clone() : congruent(x, 4 * quarter * blocks, random);
      kernels.butterflies(out, 1, quarter, blocks, upper, lower, 2);
      assertThat(out).as("%s, seed %d", kernels.name(), n).isEqualTo(expected);
    }
  }

  /** Canonical where a part is one row, else congruent; the vector code takes any 64 bits. */
  @ParameterizedTest
  @MethodSource("lengths")
  void threeLevelsOfButterflies(int n) {
    int eighth = n % 3 == 0 ? 1 : n % 5 + 1;
    int blocks = SIZE / FieldKernels.ROW / 8 / eighth - 1;
    Random random = new Random(n);
    long[] upper = base(random, 2 + blocks);
    long[] middle = base(random, 2 * upper.length);
    long[] lower = base(random, 4 * upper.length);
    for (int b = 0; b < upper.length; b++) {
      middle[2 * b + 1] = Goldilocks.mul(Goldilocks.rootOfUnity(2), middle[2 * b]);
      lower[4 * b + 2] = Goldilocks.mul(Goldilocks.rootOfUnity(3), lower[4 * b]);
      for (int i = 4 * b; i < 4 * b + 4; i += 2) {
        lower[i + 1] = Goldilocks.mul(Goldilocks.rootOfUnity(2), lower[i]);
      }
    }
    long[] x = base(random);
    long[] expected = x.clone();
    scalar.butterflies(expected, 1, 4 * eighth, blocks, upper, 2);
    scalar.butterflies(expected, 1, 2 * eighth, 2 * blocks, middle, 4);
    scalar.butterflies(expected, 1, eighth, 4 * blocks, lower, 8);
    EighthFactors factors = EighthFactors.of(upper, middle, lower);
    for (FieldKernels kernels : List.of(scalar, vector)) {
      long[] out = kernels == scalar ? x.clone() : congruent(x, 8 * eighth * blocks, random);
      kernels.butterflies(out, 1, eighth, blocks, factors, 2);
      assertThat(eighth == 1 ? out : canonical(out))
          .as("%s, seed %d", kernels.name(), n)
          .isEqualTo(expected);
    }
  }

  /** Elements of so many rows from the second on, some with p added where that fits 64 bits. */
  private static long[] congruent(long[] x, int rows, Random random) {
    long[] out = x.clone();
    for (int i = FieldKernels.ROW; i < (rows + 1) * FieldKernels.ROW; i++) {
      if (Long.compareUnsigned(x[i], Goldilocks.EPSILON) < 0 && random.nextBoolean()) {
        out[i] = x[i] + Goldilocks.MODULUS;
      }
    }
    return out;
  }

  private static long[] canonical(long[] x) {
    return Arrays.stream(x).map(Goldilocks::reduce).toArray();
  }

  /** Terms are any elements, also the largest; limbs all sorts, also all of them the largest. */
  @ParameterizedTest
  @MethodSource("lengths")
  void remainders(int n) {
    int step = (n / 2 + 1) * FieldKernels.ROW;
    int terms = n % 9;
    Random random = new Random(n);
    long[] words = random.longs(8L * step).toArray();
    long[] powers = random.longs(FieldKernels.POWERS).map(x -> element(random)).toArray();
    long[] x = base(random, 8 * step + 3);
    if (n % 3 == 0) {
      Arrays.fill(words, -1);
      Arrays.fill(x, Goldilocks.MODULUS - 1);
      Arrays.fill(powers, n % 2 == 0 ? Goldilocks.MODULUS - 1 : Goldilocks.EPSILON);
    }
    long w = Goldilocks.rootOfUnity(3);
    long[] exponents = {0, 4, 2, 6, 1, 5, 3, 7};
    long[] expected = x.clone();
    for (int point = 0; point < 8; point++) {
      for (int j = 0; j < step; j++) {
        long sum = 0;
        for (int r = 0; r < 8; r++) {
          long part = r < terms ? x[r * step + j] : 0;
          for (int t = 0; t < 4; t++) {
            long limb = words[r * step + j] >>> 16 * t & 0xFFFF;
            part = Goldilocks.add(part, Goldilocks.mul(limb, powers[4 * r + t]));
          }
          long turn = Goldilocks.pow(w, exponents[point] * r);
          sum = Goldilocks.add(sum, Goldilocks.mul(turn, part));
        }
        expected[point * step + j] = sum;
      }
    }
    for (FieldKernels kernels : List.of(scalar, vector)) {
      long[] actual = x.clone();
      kernels.remainders(words, powers, terms, actual, step);
      assertThat(canonical(actual)).as("%s, seed %d", kernels.name(), n).isEqualTo(expected);
    }
  }

  @Test
  void theNoticeSaysWhatIsInUse() {
    assertThat(Kernels.notice()).isNotBlank();
  }
}
