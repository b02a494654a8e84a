package pot.zk.cli.bench;

import java.util.stream.IntStream;

/**
 * A row-major matrix of float32.
 *
 * @param values rows x columns of them, not copied
 */
@SuppressWarnings("ArrayRecordComponent")
record FloatMatrix(float[] values, int rows, int columns) {
  /** Values in a square whose rows and columns fit the first-level cache. */
  private static final int BLOCK = 16;

  /** Values below which threads do not pay. */
  private static final int SMALL = 1 << 14;

  static FloatMatrix zeros(int rows, int columns) {
    return new FloatMatrix(new float[rows * columns], rows, columns);
  }

  /** Writes the transpose of this matrix into one of columns x rows. */
  void transposeInto(FloatMatrix out) {
    int blocks = (rows + BLOCK - 1) / BLOCK;
    IntStream range = IntStream.range(0, blocks);
    (rows * columns < SMALL ? range : range.parallel())
        .forEach(b -> transpose(b * BLOCK, Math.min(rows, (b + 1) * BLOCK), out.values));
  }

  private void transpose(int fromRow, int toRow, float[] out) {
    for (int j0 = 0; j0 < columns; j0 += BLOCK) {
      int toColumn = Math.min(columns, j0 + BLOCK);
      for (int j = j0; j < toColumn; j++) {
        for (int i = fromRow; i < toRow; i++) {
          out[j * rows + i] = values[i * columns + j];
        }
      }
    }
  }
}
