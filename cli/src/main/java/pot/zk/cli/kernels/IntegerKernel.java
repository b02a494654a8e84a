package pot.zk.cli.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.Combination;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.IntegerKernels;
import pot.zk.simd.Kernels;
import pot.zk.simd.LimbKernels;

/**
 * Every method of {@link IntegerKernels}, and the sums of {@link LimbKernels}. Of a machine's
 * products with another operation each, two fused multiply-adds take the place of one.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
public enum IntegerKernel implements Kernel {
  NARROW("narrow", IntegerKernel::narrow),
  SYMMETRIC("symmetric, of four", IntegerKernel::symmetric),
  SUBTRACT("subtract", IntegerKernel::subtract),
  MULTIPLY("multiply, two pairs", IntegerKernel::multiply),
  ADD_WEIGHTED("addWeighted, of two sums", IntegerKernel::addWeighted),
  TAKE("take", IntegerKernel::take),
  COMBINE("combine, a term of 24", IntegerKernel::combine),
  DOTS("limb times weight", IntegerKernel::dots);

  private static final long SEED = 20261126;
  private static final int STRIDE = IntegerKernels.EXACT + 8;
  private static final int TERMS = 24;

  private final String title;
  private final BiFunction<FieldKernels, Integer, Prepared> prepare;

  IntegerKernel(String title, BiFunction<FieldKernels, Integer, Prepared> prepare) {
    this.title = title;
    this.prepare = prepare;
  }

  @Override
  public String title() {
    return "integers: " + title;
  }

  @Override
  public Prepared prepare(FieldKernels kernels, int length) {
    return prepare.apply(kernels, length);
  }

  private static double[] integers(int length) {
    return new Random(SEED)
        .ints(length, 0, 1 << IntegerKernels.PIECE_BITS)
        .asDoubleStream()
        .toArray();
  }

  private static char[] limbs(int length) {
    return new String(new Random(SEED).ints(length, 0, 1 << 15).toArray(), 0, length).toCharArray();
  }

  private static Prepared narrow(FieldKernels kernels, int n) {
    long[] x = new Random(SEED).ints(n, 0, 1 << 12).asLongStream().toArray();
    char[] out = new char[n];
    return new Prepared(
        n,
        n,
        0,
        (Long.BYTES + Character.BYTES) * (double) n,
        () -> kernels.integers().narrow(out, 0, x, 0, 1, n));
  }

  /** Six products, and nine pieces written. */
  private static Prepared symmetric(FieldKernels kernels, int n) {
    char[] x = limbs(n);
    int quarter = n / IntegerKernels.FACTORS;
    int[] offsets = {0, quarter, 2 * quarter, 3 * quarter};
    double[] out = new double[IntegerKernels.PIECES * quarter];
    return new Prepared(
        quarter,
        6.0 * quarter,
        0,
        (IntegerKernels.FACTORS * Character.BYTES + IntegerKernels.PIECES * Double.BYTES)
            * (double) quarter,
        () -> kernels.integers().symmetric(out, 0, quarter, x, offsets, offsets.length, quarter));
  }

  private static Prepared subtract(FieldKernels kernels, int n) {
    double[] v = integers(3 * n);
    return new Prepared(
        n,
        0,
        0,
        3 * Double.BYTES * (double) n,
        () -> kernels.integers().subtract(v, 0, n, 2 * n, n));
  }

  private static Prepared multiply(FieldKernels kernels, int n) {
    double[] v = integers(5 * n);
    int[] a = {n, 2 * n};
    int[] b = {3 * n, 4 * n};
    return new Prepared(
        n,
        n,
        0,
        5 * Double.BYTES * (double) n,
        () -> kernels.integers().multiply(v, 0, a, b, 0, n));
  }

  /** Twelve fused multiply-adds; weights are loaded for two sums. */
  private static Prepared addWeighted(FieldKernels kernels, int n) {
    double[] weights = IntegerKernels.cut(Vectors.elements(new Random(SEED), n));
    int stride = IntegerKernels.stride(n);
    double[] v = integers(2 * n);
    int[] from = {0, n};
    double[] sums = new double[2 * IntegerKernels.PARTS];
    return new Prepared(
        2.0 * n,
        IntegerKernels.WEIGHT_PIECES * 2.0 * n,
        0,
        (IntegerKernels.WEIGHT_PIECES + 2) * Double.BYTES * (double) n,
        () -> kernels.integers().addWeighted(sums, 0, weights, 0, stride, v, from, 0, n));
  }

  private static Prepared take(FieldKernels kernels, int n) {
    double[] sums = integers(n);
    long[] parts = new long[n];
    return new Prepared(
        n, 0, 0, 4 * Long.BYTES * (double) n, () -> kernels.integers().take(sums, parts));
  }

  private static Prepared combine(FieldKernels kernels, int n) {
    Random random = new Random(SEED);
    List<Ext> factors = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    ExtVector elements = Vectors.elements(random, TERMS + 1);
    for (int j = 0; j < TERMS; j++) {
      factors.add(elements.get(j));
      offsets.add(j * STRIDE);
    }
    Combination combination = Combination.of(elements.get(TERMS), factors, offsets);
    double[] v = integers(n + TERMS * STRIDE);
    ExtVector out = ExtVector.zeros(n);
    return new Prepared(
        (double) TERMS * n,
        IntegerKernels.WEIGHT_PIECES / 2.0 * TERMS * n,
        0,
        3 * Long.BYTES * (double) n,
        () -> kernels.integers().combine(out, 0, combination, v, 0, n));
  }

  /** Four fused multiply-adds; each weight serves four rows of limbs. */
  private static Prepared dots(FieldKernels kernels, int n) {
    LimbKernels limbs = Kernels.limbs(kernels);
    int row = n / LimbKernels.ROWS;
    double[] wide = new Random(SEED).ints(n, 0, 1 << LimbKernels.BITS).asDoubleStream().toArray();
    double[] pieces = new double[LimbKernels.PIECES * row];
    LimbKernels.cut(Vectors.elements(new Random(SEED), row), 0, row, pieces, 0);
    long[] sums = new long[LimbKernels.SUMS * LimbKernels.PARTS];
    return new Prepared(
        n,
        LimbKernels.PIECES / 2.0 * n,
        0,
        2 * Double.BYTES * (double) n,
        () -> limbs.dots(sums, 0, wide, 0, row, pieces, 0, row));
  }
}
