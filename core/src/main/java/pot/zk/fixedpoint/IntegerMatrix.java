package pot.zk.fixedpoint;

/**
 * A view of a row-major matrix of integers, or of its transpose.
 *
 * @param values rows x columns of them as stored
 * @param rows, columns of the view
 * @param rowStride, columnStride distances in values of neighbours; one of them is 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record IntegerMatrix(long[] values, int rows, int columns, int rowStride, int columnStride) {
  public IntegerMatrix(long[] values, int rows, int columns) {
    this(values, rows, columns, columns, 1);
  }

  public IntegerMatrix transpose() {
    return new IntegerMatrix(values, columns, rows, columnStride, rowStride);
  }

  public long get(int row, int column) {
    return values[at(row, column)];
  }

  int at(int row, int column) {
    return row * rowStride + column * columnStride;
  }
}
