package pot.zk.poly;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.simd.EighthFactors;
import pot.zk.simd.FieldKernels;

/**
 * Reed-Solomon encoding on a coset of the subgroup of order n = 2^k, eight interleaved polynomials
 * at a time.
 *
 * <p>Position j of a codeword is p(x_j) with x_j = 7 w^rev(j), w = 7^((p-1)/n) and rev the reversal
 * of k bits. In that order the transform is a tree of remainders: p modulo X^2h - c^2 splits into p
 * modulo X^h - c (lower half) and p modulo X^h + c (upper half), one twiddle c a block (Bernstein,
 * Multidigit multiplication for mathematicians, section 2). The coset then costs nothing, and each
 * block of positions can be computed by itself.
 *
 * <p>Immutable; threads may encode different groups at once.
 */
public final class ReedSolomon {
  /** Polynomials encoded together. */
  public static final int GROUP = FieldKernels.ROW;

  /** Polynomials over K that {@link #evaluateExt} makes of one. */
  private static final int PARTS = 4;

  private static final int LOG2_PARTS = 2;

  /** Beyond it a codeword's n rows do not fit an array. */
  private static final int MAX_LOG2_LENGTH = 27;

  /** Below it blocks are not worth a task of their own. */
  private static final int LOG2_LEAST_BLOCK = 8;

  /** Rows whose eight columns fit the first-level cache. */
  private static final int IN_CACHE = 512;

  /** Rows of which all values are computed where one is wanted. */
  private static final int FEW = 8;

  /** By k, the tables below: n elements in all, computed once. */
  private static final Map<Integer, long[][]> TWIDDLES = new ConcurrentHashMap<>();

  /** By k and level, for three levels at once. */
  private static final Map<Level, EighthFactors> FACTORS = new ConcurrentHashMap<>();

  private final int log2Length;
  private final FieldKernels kernels;

  /** By level, the twiddle of each block: 7^(n/2^(level+1)) w^rev(block). */
  private final long[][] twiddles;

  /**
   * @param log2Length k, 0 to 27
   */
  public ReedSolomon(int log2Length, FieldKernels kernels) {
    if (log2Length < 0 || log2Length > MAX_LOG2_LENGTH) {
      throw new IllegalArgumentException("no codewords of length 2^" + log2Length);
    }
    this.log2Length = log2Length;
    this.kernels = kernels;
    this.twiddles = TWIDDLES.computeIfAbsent(log2Length, ReedSolomon::twiddles);
  }

  /** n. */
  public int length() {
    return 1 << log2Length;
  }

  /** x_j. */
  public long point(int position) {
    long exponent = log2Length == 0 ? 0 : Integer.reverse(position) >>> (32 - log2Length);
    long power = Goldilocks.pow(Goldilocks.rootOfUnity(log2Length), exponent);
    return Goldilocks.mul(Goldilocks.GENERATOR, power);
  }

  /**
   * Encodes eight polynomials.
   *
   * @param coefficients row i holds the coefficients of X^i: rows x 8, row-major
   * @param rows 0 to n
   * @param codeword receives n x 8, row-major; what it holds before does not matter
   */
  public void encode(long[] coefficients, int rows, long[] codeword) {
    if (rows < 0 || rows > length()) {
      throw new IllegalArgumentException(rows + " coefficients for " + length() + " points");
    }
    if (rows == 0) {
      Arrays.fill(codeword, 0, length() * GROUP, 0);
      return;
    }
    // With larger blocks more is done by butterflies.
    int level = log2Length - (31 - Integer.numberOfLeadingZeros(rows));
    for (int block = 0; block < 1 << level; block++) {
      encodeBlock(coefficients, rows, level, block, codeword, block << (log2Length - level), null);
    }
  }

  /** The level of the largest blocks that cost little more by themselves than their share. */
  public int blockLevel(int rows) {
    int log2Rows = 31 - Integer.numberOfLeadingZeros(Math.max(1, rows));
    int log2Block = Math.max(LOG2_LEAST_BLOCK, log2Rows - 2);
    return Math.max(0, log2Length - log2Block);
  }

  /**
   * One block of the codewords of eight polynomials: positions [block * size, (block + 1) * size)
   * with size = n / 2^level.
   *
   * @param coefficients row i holds the coefficients of X^i: rows x 8, row-major
   * @param out receives size x 8, row-major; what it holds before does not matter
   */
  public void encodeBlock(long[] coefficients, int rows, int level, int block, long[] out) {
    encodeBlock(coefficients, rows, level, block, out, 0, null);
  }

  /**
   * As {@link #encodeBlock} for some positions of the block only; elsewhere {@code out} holds
   * anything.
   *
   * @param positions of the codeword, increasing; those of other blocks do not matter
   */
  public void encodeBlockAt(
      long[] coefficients, int rows, int level, int block, int[] positions, long[] out) {
    encodeBlock(coefficients, rows, level, block, out, 0, positions);
  }

  /** One block of the codewords of eight packed polynomials. */
  public void encodeBlock(PackedPolynomials packed, int level, int block, long[] out) {
    encodeBlock(packed, level, block, out, null);
  }

  /** As {@link #encodeBlock(PackedPolynomials, int, int, long[])} for some positions only. */
  public void encodeBlockAt(
      PackedPolynomials packed, int level, int block, int[] positions, long[] out) {
    encodeBlock(packed, level, block, out, positions);
  }

  /** The polynomials modulo X^size - c for each eighth of the block, then the trees below. */
  private void encodeBlock(
      PackedPolynomials packed, int level, int block, long[] out, int @Nullable [] positions) {
    int size = packed.size();
    if (size < PackedPolynomials.LEAST_SIZE) {
      throw new IllegalArgumentException("blocks of " + size + " rows are too small to be packed");
    }
    int points = PackedPolynomials.POINTS;
    int child = points * block;
    long e = modulus(level + 3, child);
    int terms = Math.min(points, (packed.rowsAbove() + size - 1) / size);
    Arrays.fill(out, 0, terms * size * GROUP, 0);
    long power = Goldilocks.pow(e, PackedPolynomials.PARTS);
    for (int part = 0; part * size < packed.rowsAbove(); part++) {
      int from = part * size;
      int n = Math.min(size, packed.rowsAbove() - from) * GROUP;
      kernels.addScaled(out, part % points * size * GROUP, power, packed.above(), from * GROUP, n);
      power = Goldilocks.mul(power, e);
    }
    kernels.remainders(packed.words(), PackedPolynomials.powers(e), terms, out, size * GROUP);
    for (int i = 0; i < points; i++) {
      split(out, i * size, level + 3, child + i, size, positions);
    }
  }

  /**
   * The polynomials modulo X^size - c, whose roots are the block's positions, then the tree below.
   *
   * @param base the first row that is written
   * @param positions whose values are wanted, all if null
   */
  private void encodeBlock(
      long[] coefficients,
      int rows,
      int level,
      int block,
      long[] out,
      int base,
      int @Nullable [] positions) {
    int size = length() >>> level;
    int start = base * GROUP;
    int first = Math.min(rows, size) * GROUP;
    System.arraycopy(coefficients, 0, out, start, first);
    Arrays.fill(out, start + first, start + size * GROUP, 0);
    long c = level == 0 ? 0 : modulus(level, block);
    long power = c;
    for (int from = size; from < rows; from += size) {
      int n = Math.min(size, rows - from) * GROUP;
      kernels.addScaled(out, start, power, coefficients, from * GROUP, n);
      power = Goldilocks.mul(power, c);
    }
    split(out, base, level, block, size, positions);
  }

  /** c of a block on a level below the first. */
  private long modulus(int level, int block) {
    long twiddle = twiddles[level - 1][block / 2];
    return block % 2 == 0 ? twiddle : Goldilocks.neg(twiddle);
  }

  /**
   * Splits one block down to single positions: depth first while it is large, then level by level
   * within the first-level cache.
   *
   * @param base its first row
   * @param block its number on its level
   */
  private void split(
      long[] a, int base, int level, int block, int size, int @Nullable [] positions) {
    if (positions != null && !anyWithin(positions, block * size, size)) {
      return;
    }
    if (size <= (positions == null ? IN_CACHE : FEW)) {
      splitAll(a, base, level, block, size);
      return;
    }
    // Two or three levels at once also where some of what is between them is not wanted.
    int parts = 1 << levelsAtOnce(size);
    splitOnce(a, base, level, block, 1, size);
    for (int i = 0; i < parts; i++) {
      int part = size / parts;
      split(a, base + i * part, level + levelsAtOnce(size), parts * block + i, part, positions);
    }
  }

  /** One block down to single positions, some levels at a time. */
  private void splitAll(long[] a, int base, int level, int block, int size) {
    int at = level;
    int blocks = 1;
    for (int part = size; part > 1; ) {
      int levels = levelsAtOnce(part);
      splitOnce(a, base, at, block * blocks, blocks, part);
      at += levels;
      blocks <<= levels;
      part >>>= levels;
    }
  }

  /** Three but for what three do not divide: then two, as the first or the first two. */
  private static int levelsAtOnce(int size) {
    int left = Integer.numberOfTrailingZeros(size);
    return left == 1 ? 1 : left % 3 == 0 ? 3 : 2;
  }

  /** Some levels of some blocks. */
  private void splitOnce(long[] a, int base, int level, int block, int blocks, int size) {
    long[] upper = twiddles[level];
    switch (levelsAtOnce(size)) {
      case 1 -> kernels.butterflies(a, base, size / 2, blocks, upper, block);
      case 2 -> kernels.butterflies(a, base, size / 4, blocks, upper, twiddles[level + 1], block);
      default -> kernels.butterflies(a, base, size / 8, blocks, factors(level), block);
    }
  }

  /** Of three levels from one on. */
  private EighthFactors factors(int level) {
    return FACTORS.computeIfAbsent(
        new Level(log2Length, level),
        l -> EighthFactors.of(twiddles[level], twiddles[level + 1], twiddles[level + 2]));
  }

  private static boolean anyWithin(int[] positions, int from, int size) {
    int found = Arrays.binarySearch(positions, from);
    int at = found >= 0 ? found : -found - 1;
    return at < positions.length && positions[at] < from + size;
  }

  /**
   * One polynomial over K at some positions. It is p_0(X^4) + X p_1(X^4) + X^2 p_2(X^4) + X^3
   * p_3(X^4), and the fourth powers of the points are 7^3 times the points of the code of a quarter
   * of the length, which encodes the eight polynomials over F at once.
   *
   * @param positions any; as many as come out
   */
  public ExtVector evaluateExt(ExtVector coefficients, int[] positions) {
    ReedSolomon quarter = new ReedSolomon(Math.max(0, log2Length - LOG2_PARTS), kernels);
    int rows = (coefficients.length() + PARTS - 1) / PARTS;
    long[] interleaved = new long[rows * GROUP];
    long scale = Goldilocks.pow(Goldilocks.GENERATOR, PARTS - 1L);
    long power = 1;
    for (int i = 0; i < coefficients.length(); i++) {
      int at = i / PARTS * GROUP + 2 * (i % PARTS);
      interleaved[at] = Goldilocks.mul(power, coefficients.c0()[i]);
      interleaved[at + 1] = Goldilocks.mul(power, coefficients.c1()[i]);
      if (i % PARTS == PARTS - 1) {
        power = Goldilocks.mul(power, scale);
      }
    }
    long[] codeword = new long[quarter.length() * GROUP];
    quarter.encode(interleaved, rows, codeword);
    ExtVector out = ExtVector.zeros(positions.length);
    for (int k = 0; k < positions.length; k++) {
      long x = point(positions[k]);
      int at = positions[k] / PARTS * GROUP;
      Ext value = Ext.ZERO;
      for (int m = PARTS - 1; m >= 0; m--) {
        value = value.times(x).plus(new Ext(codeword[at + 2 * m], codeword[at + 2 * m + 1]));
      }
      out.set(k, value);
    }
    return out;
  }

  /** A level of the tree for codewords of length 2^log2Length. */
  private record Level(int log2Length, int level) {}

  private static long[][] twiddles(int log2Length) {
    long[][] out = new long[log2Length][];
    for (int level = 0; level < log2Length; level++) {
      out[level] = twiddles(level, log2Length);
    }
    return out;
  }

  private static long[] twiddles(int level, int log2Length) {
    long[] out = new long[1 << level];
    // The coset's factor, then powers of a root of order 2^(level+1) in reversed order.
    long power = Goldilocks.pow(Goldilocks.GENERATOR, 1L << (log2Length - 1 - level));
    long root = Goldilocks.rootOfUnity(level + 1);
    for (int i = 0; i < out.length; i++) {
      out[level == 0 ? 0 : Integer.reverse(i) >>> (32 - level)] = power;
      power = Goldilocks.mul(power, root);
    }
    return out;
  }
}
