package pot.zk.fixedpoint;

import pot.zk.parallel.Workers;

/**
 * A view of a row-major matrix of integers, or of its transpose.
 *
 * @param values rows x columns of them as stored
 * @param rows, columns of the view
 * @param rowStride, columnStride distances in values of neighbours
 */
@SuppressWarnings("ArrayRecordComponent")
public record IntegerMatrix(long[] values, int rows, int columns, int rowStride, int columnStride) {
  private static final int GRAIN = 1 << 16;

  public IntegerMatrix(long[] values, int rows, int columns) {
    this(values, rows, columns, columns, 1);
  }

  public IntegerMatrix transpose() {
    return new IntegerMatrix(values, columns, rows, columnStride, rowStride);
  }

  public long get(int row, int column) {
    return values[row * rowStride + column * columnStride];
  }

  /**
   * out[i, j] += sum_k a[i, k] b[k, j], out row-major; the caller has made sure that nothing
   * overflows.
   */
  public static void addProduct(long[] out, IntegerMatrix a, IntegerMatrix b) {
    int inner = a.columns;
    int width = b.columns;
    IntegerMatrix rowsOfB = b.columnStride == 1 ? b : b.compact();
    Workers.forRanges(
        a.rows,
        Math.max(1, GRAIN / Math.max(1, inner * width)),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            for (int k = 0; k < inner; k++) {
              addScaled(out, i * width, a.get(i, k), rowsOfB.values, k * rowsOfB.rowStride, width);
            }
          }
        });
  }

  private static void addScaled(long[] out, int at, long factor, long[] row, int from, int width) {
    if (factor == 0) {
      return;
    }
    for (int j = 0; j < width; j++) {
      out[at + j] += factor * row[from + j];
    }
  }

  /** The same matrix, written out row-major. */
  private IntegerMatrix compact() {
    long[] copy = new long[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        copy[i * columns + j] = get(i, j);
      }
    }
    return new IntegerMatrix(copy, rows, columns);
  }
}
