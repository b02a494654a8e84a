package pot.zk.relation;

import java.util.Arrays;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.simd.LimbKernels;

/**
 * A matrix of signed integers, summed over columns or rows with weights in K.
 *
 * <p>An integer x below 2^(16 d - 1) in size is x + 2^(16 d - 1) in d digits of 16 bits, less that
 * offset: the digits are summed as limbs, without reductions, and what the offsets add is known
 * from the sum of the weights. Any 64-bit integer has such digits, four at most.
 */
final class WeightedIntegers {
  private static final int ROWS = LimbKernels.ROWS;
  private static final int DIGIT = LimbKernels.BITS;
  private static final int DIGITS = Long.SIZE / DIGIT;
  private static final long MASK = (1L << DIGIT) - 1;

  /** Columns of which four rows' digits and four planes of weights stay in the nearest cache. */
  private static final int TILE = 512;

  /** Columns of sums by digit and piece that do, beside them. */
  private static final int SUM_TILE = 256;

  /** Below this many columns sums are too short to be worth digits. */
  private static final int LEAST_COLUMNS = 32;

  private static final int GRAIN = 1 << 14;

  private final long[] values;
  private final int rows;
  private final int columns;
  private final FieldKernels kernels;
  private final LimbKernels limbs;

  /**
   * @param values row-major
   * @param columns a power of two, and so is the number of rows
   */
  WeightedIntegers(long[] values, int columns, FieldKernels kernels) {
    this.values = values;
    this.rows = values.length / columns;
    this.columns = columns;
    this.kernels = kernels;
    this.limbs = Kernels.limbs(kernels);
  }

  private boolean small() {
    return columns < LEAST_COLUMNS || rows < ROWS;
  }

  /** Digits that the integers of some rows need in columns [from, from + n). */
  private int digits(int row, int count, int from, int n) {
    long sizes = 0;
    for (int r = row; r < row + count; r++) {
      int at = r * columns + from;
      for (int i = at; i < at + n; i++) {
        sizes |= values[i] ^ (values[i] >> 63);
      }
    }
    return (Long.SIZE - Long.numberOfLeadingZeros(sizes)) / DIGIT + 1;
  }

  private static long offset(int digits) {
    return 1L << (DIGIT * digits - 1);
  }

  /** out[at + i] = digit d of values[from + i] + offset. */
  private void digit(long[] out, int at, int from, int n, int d, long offset) {
    int shift = DIGIT * d;
    for (int i = 0; i < n; i++) {
      out[at + i] = ((values[from + i] + offset) >>> shift) & MASK;
    }
  }

  private static Ext sum(ExtVector weights, int from, int n) {
    long c0 = 0;
    long c1 = 0;
    for (int i = from; i < from + n; i++) {
      c0 = Goldilocks.add(c0, weights.c0()[i]);
      c1 = Goldilocks.add(c1, weights.c1()[i]);
    }
    return new Ext(c0, c1);
  }

  /** out(i) = sum_j weights(j) values(i, j). */
  ExtVector overColumns(ExtVector weights) {
    ExtVector out = ExtVector.zeros(rows);
    if (small()) {
      Workers.forRanges(
          rows,
          Math.max(1, GRAIN / columns),
          (from, to) -> {
            long[] row = new long[columns];
            for (int i = from; i < to; i++) {
              toField(i * columns, row);
              out.set(i, kernels.dotBase(weights, 0, row, 0, columns));
            }
          });
      return out;
    }
    int tile = Math.min(TILE, columns);
    double[] pieces = new double[LimbKernels.PIECES * columns];
    for (int at = 0; at < columns; at += tile) {
      LimbKernels.cut(weights, at, tile, pieces, LimbKernels.PIECES * at);
    }
    Ext total = sum(weights, 0, columns);
    Workers.forRanges(
        rows / ROWS,
        Math.max(1, GRAIN / (ROWS * columns)),
        (from, to) -> {
          double[] wide = new double[ROWS * tile];
          long[] digits = new long[tile];
          long[] parts = new long[DIGITS * LimbKernels.SUMS * LimbKernels.PARTS];
          for (int group = from; group < to; group++) {
            sumRows(out, ROWS * group, pieces, total, wide, digits, parts);
          }
        });
    return out;
  }

  private void sumRows(
      ExtVector out,
      int row,
      double[] pieces,
      Ext total,
      double[] wide,
      long[] digits,
      long[] parts) {
    int count = digits(row, ROWS, 0, columns);
    int tile = digits.length;
    Arrays.fill(parts, 0);
    for (int at = 0; at < columns; at += tile) {
      for (int d = 0; d < count; d++) {
        for (int r = 0; r < ROWS; r++) {
          digit(digits, 0, (row + r) * columns + at, tile, d, offset(count));
          limbs.widen(wide, r * tile, digits, 0, tile);
        }
        int into = d * LimbKernels.SUMS * LimbKernels.PARTS;
        limbs.dots(parts, into, wide, 0, tile, pieces, LimbKernels.PIECES * at, tile);
      }
    }
    for (int r = 0; r < ROWS; r++) {
      Ext sum = total.times(offset(count)).negate();
      for (int d = 0; d < count; d++) {
        Ext digit = LimbKernels.value(parts, d * LimbKernels.SUMS * LimbKernels.PARTS, r);
        sum = sum.plus(digit.times(1L << (DIGIT * d)));
      }
      out.set(row + r, sum);
    }
  }

  /** out(j) = sum_i weights(i) values(i, j). */
  ExtVector overRows(ExtVector weights) {
    ExtVector out = ExtVector.zeros(columns);
    if (small()) {
      long[] row = new long[columns];
      for (int i = 0; i < rows; i++) {
        toField(i * columns, row);
        kernels.addScaledBase(out, 0, weights.get(i), row, 0, columns);
      }
      return out;
    }
    int tile = Math.min(SUM_TILE, columns);
    long[] pieces = LimbKernels.cutRows(weights);
    Workers.forRanges(
        columns / tile,
        Math.max(1, GRAIN / values.length),
        (from, to) -> {
          long[] digits = new long[ROWS * tile];
          long[][] sums = new long[DIGITS][LimbKernels.PIECES * tile];
          for (int i = from; i < to; i++) {
            sumColumns(out, i * tile, tile, weights, pieces, digits, sums);
          }
        });
    return out;
  }

  private void sumColumns(
      ExtVector out,
      int column,
      int n,
      ExtVector weights,
      long[] pieces,
      long[] digits,
      long[][] sums) {
    Ext offsets = Ext.ZERO;
    for (int row = 0; row < rows; row += ROWS) {
      int count = digits(row, ROWS, column, n);
      for (int d = 0; d < count; d++) {
        for (int r = 0; r < ROWS; r++) {
          digit(digits, r * n, (row + r) * columns + column, n, d, offset(count));
        }
        limbs.addRows(sums[d], digits, 0, n, pieces, LimbKernels.PIECES * row, n);
      }
      offsets = offsets.plus(sum(weights, row, ROWS).times(offset(count)));
      if ((row + ROWS) % LimbKernels.MOST_TERMS == 0) {
        take(out, column, n, sums);
      }
    }
    take(out, column, n, sums);
    for (int j = column; j < column + n; j++) {
      out.set(j, out.get(j).minus(offsets));
    }
  }

  /** Moves sums of digits into the elements of K that they make up. */
  private static void take(ExtVector out, int column, int n, long[][] sums) {
    for (int d = 0; d < DIGITS; d++) {
      for (int i = 0; i < n; i++) {
        Ext sum = LimbKernels.value(sums[d], 0, n, i).times(1L << (DIGIT * d));
        out.set(column + i, out.get(column + i).plus(sum));
      }
      Arrays.fill(sums[d], 0);
    }
  }

  private void toField(int from, long[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Goldilocks.fromSigned(values[from + i]);
    }
  }
}
