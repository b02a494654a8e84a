package pot.zk.fixedpoint;

import java.util.Arrays;
import pot.zk.parallel.Block;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.simd.Kernels;
import pot.zk.simd.TileKernels;

/**
 * The product of two matrices of integers, block by block, sums modulo 2^64: the caller has made
 * sure that nothing overflows.
 *
 * <p>Where factors fit 32 bits, as they do in an honest step, they are packed for {@link
 * TileKernels}: the left one once, of the right one what a block needs. Whether they fit is found
 * out while packing; what does not is multiplied as it is.
 */
public final class IntegerProduct {
  private static final int ROWS = TileKernels.ROWS;
  private static final int COLUMNS = TileKernels.COLUMNS;

  /** Rows of the right factor that are packed at a time: 32 of its columns stay in the cache. */
  private static final int PANEL = 256;

  private final IntegerMatrix a;
  private final IntegerMatrix b;
  private final TileKernels kernels;

  /** The left factor, for each tile inner x ROWS; empty if it is not to be packed. */
  private final int[] left;

  private final Pool<Buffers> buffers = new Pool<>(Buffers::new);

  /** What one task needs. */
  private static final class Buffers {
    final long[] tile = new long[ROWS * COLUMNS];

    /** Some rows of the right factor: for each 32 columns, rows x COLUMNS. */
    int[] right = {};

    int[] right(int size) {
      if (right.length < size) {
        right = new int[size];
      }
      return right;
    }
  }

  public IntegerProduct(IntegerMatrix a, IntegerMatrix b) {
    this(a, b, Kernels.tiles());
  }

  IntegerProduct(IntegerMatrix a, IntegerMatrix b, TileKernels kernels) {
    this.a = a;
    this.b = b;
    this.kernels = kernels;
    this.left = packedLeft();
  }

  /** out[i, j] += sum_k a[i, k] b[k, j], out row-major. */
  public void addTo(long[] out) {
    Workers.forBlocks(
        a.rows(),
        b.columns(),
        block -> addTo(out, block.start(block.fromRow()), block.width(), block));
  }

  /**
   * The same, inside a block alone.
   *
   * @param out where the block's first place is at off, each further row stride later
   */
  public void addTo(long[] out, int off, int stride, Block block) {
    if (left.length == 0) {
      addAsIs(out, off, stride, block, 0, a.columns());
      return;
    }
    buffers.use(
        mine -> {
          for (int k = 0; k < a.columns(); k += PANEL) {
            addPanel(out, off, stride, block, k, Math.min(a.columns(), k + PANEL), mine);
          }
        });
  }

  /** The share of the inner indices [from, to). */
  private void addPanel(
      long[] out, int off, int stride, Block block, int from, int to, Buffers mine) {
    int strips = (block.columns() + COLUMNS - 1) / COLUMNS;
    int inner = to - from;
    int[] right = mine.right(strips * inner * COLUMNS);
    for (int s = 0; s < strips; s++) {
      int column = block.fromColumn() + s * COLUMNS;
      int width = Math.min(COLUMNS, block.toColumn() - column);
      if (!packRight(right, s * inner * COLUMNS, from, to, column, width)) {
        addAsIs(out, off, stride, block, from, to);
        return;
      }
    }
    for (int s = 0; s < strips; s++) {
      int column = block.fromColumn() + s * COLUMNS;
      int width = Math.min(COLUMNS, block.toColumn() - column);
      for (int row = block.fromRow(); row < block.toRow(); row += ROWS) {
        int height = Math.min(ROWS, block.toRow() - row);
        int aOff = row * a.columns() + from * ROWS;
        int bOff = s * inner * COLUMNS;
        int at = off + (row - block.fromRow()) * stride + s * COLUMNS;
        if (width == COLUMNS && height == ROWS) {
          kernels.addTile(out, at, stride, left, aOff, right, bOff, inner);
        } else {
          Arrays.fill(mine.tile, 0);
          kernels.addTile(mine.tile, 0, COLUMNS, left, aOff, right, bOff, inner);
          addPart(out, at, stride, mine.tile, height, width);
        }
      }
    }
  }

  private static void addPart(long[] out, int at, int stride, long[] tile, int height, int width) {
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        out[at + i * stride + j] += tile[i * COLUMNS + j];
      }
    }
  }

  /** For few rows packing does not pay, and what has more than 32 bits is not packed. */
  private int[] packedLeft() {
    int inner = a.columns();
    int tiles = (a.rows() + ROWS - 1) / ROWS;
    if (a.rows() < ROWS || (long) tiles * ROWS * inner > Integer.MAX_VALUE) {
      return new int[0];
    }
    int[] packed = new int[tiles * ROWS * inner];
    long beyond =
        Workers.reduce(
            tiles,
            Math.max(1, (1 << 14) / (ROWS * inner)),
            0L,
            (from, to) -> {
              long found = 0;
              for (int i = from * ROWS; i < Math.min(a.rows(), to * ROWS); i++) {
                int at = i / ROWS * ROWS * inner + i % ROWS;
                for (int k = 0; k < inner; k++) {
                  long value = a.get(i, k);
                  packed[at + k * ROWS] = (int) value;
                  found |= value ^ (int) value;
                }
              }
              return found;
            },
            (x, y) -> x | y);
    return beyond == 0 ? packed : new int[0];
  }

  /**
   * Packs the rows [from, to) of some columns of the right factor, with zeros up to a tile's.
   *
   * @return whether all fit 32 bits
   */
  private boolean packRight(int[] packed, int off, int from, int to, int column, int width) {
    if (width < COLUMNS) {
      Arrays.fill(packed, off, off + (to - from) * COLUMNS, 0);
    }
    return b.columnStride() == 1
        ? packRows(packed, off, from, to, column, width)
        : packColumns(packed, off, from, to, column, width);
  }

  private boolean packRows(int[] packed, int off, int from, int to, int column, int width) {
    long[] values = b.values();
    long beyond = 0;
    for (int k = from; k < to; k++) {
      int source = b.at(k, column);
      int target = off + (k - from) * COLUMNS;
      for (int j = 0; j < width; j++) {
        long value = values[source + j];
        packed[target + j] = (int) value;
        beyond |= value ^ (int) value;
      }
    }
    return beyond == 0;
  }

  private boolean packColumns(int[] packed, int off, int from, int to, int column, int width) {
    long[] values = b.values();
    long beyond = 0;
    for (int j = 0; j < width; j++) {
      int source = b.at(from, column + j);
      int target = off + j;
      for (int k = 0; k < to - from; k++) {
        long value = values[source + k];
        packed[target + k * COLUMNS] = (int) value;
        beyond |= value ^ (int) value;
      }
    }
    return beyond == 0;
  }

  /** Inner indices [from, to), whatever the values. */
  private void addAsIs(long[] out, int off, int stride, Block block, int from, int to) {
    for (int i = block.fromRow(); i < block.toRow(); i++) {
      int at = off + (i - block.fromRow()) * stride;
      if (b.columnStride() == 1) {
        for (int k = from; k < to; k++) {
          addScaled(out, at, a.get(i, k), b.at(k, block.fromColumn()), block.columns());
        }
      } else {
        for (int j = 0; j < block.columns(); j++) {
          out[at + j] += dot(i, block.fromColumn() + j, from, to);
        }
      }
    }
  }

  private void addScaled(long[] out, int at, long factor, int from, int width) {
    if (factor == 0) {
      return;
    }
    long[] values = b.values();
    for (int j = 0; j < width; j++) {
      out[at + j] += factor * values[from + j];
    }
  }

  private long dot(int row, int column, int from, int to) {
    long[] left = a.values();
    long[] right = b.values();
    int aStride = a.columnStride();
    int aAt = a.at(row, from);
    int bAt = b.at(from, column);
    long sum = 0;
    for (int k = 0; k < to - from; k++) {
      sum += left[aAt + k * aStride] * right[bAt + k];
    }
    return sum;
  }
}
