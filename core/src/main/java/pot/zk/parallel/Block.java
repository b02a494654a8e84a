package pot.zk.parallel;

/**
 * A rectangle of a row-major grid: the rows [fromRow, toRow) of the columns [fromColumn, toColumn).
 *
 * @param width columns of the whole grid
 */
public record Block(int fromRow, int toRow, int fromColumn, int toColumn, int width) {
  public int rows() {
    return toRow - fromRow;
  }

  public int columns() {
    return toColumn - fromColumn;
  }

  /** Where the block's part of a row begins in the grid. */
  public int start(int row) {
    return row * width + fromColumn;
  }

  /** Where it ends. */
  public int end(int row) {
    return row * width + toColumn;
  }
}
