package pot.zk.cli.bench;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;

/**
 * c += scale a b in float32, blocked for registers and caches (Goto and van de Geijn, Anatomy of
 * high-performance matrix multiplication, 2008), on the threads of the pool it is called in.
 *
 * <p>A panel of b, {@value #DEPTH} deep, stays in the first-level cache while tiles run down the
 * rows of a. Where b is wide, a is packed too. Holds buffers: one product at a time.
 */
final class FloatMatmul {
  /** k of a block: a panel of b takes 32 KB with AVX-512. */
  private static final int DEPTH = 256;

  /** Rows of a packed at a time: 120 KB. */
  private static final int ROWS = 10 * Tile.ROWS;

  /** Columns of b packed at a time: 1 MB. */
  private static final int COLUMNS = 1024;

  /** From so many columns on, packing a pays. */
  private static final int WIDE = 256;

  /** Multiplications below which threads do not pay. */
  private static final long SMALL = 1 << 18;

  private final Buffers[] buffers;

  /**
   * @param threads of the pool
   */
  FloatMatmul(int threads) {
    buffers = new Buffers[threads];
    Arrays.setAll(buffers, i -> new Buffers());
  }

  /** One thread's: a block of a, panels of b, and a tile that hangs over the edge of c. */
  private static final class Buffers {
    final float[] a = new float[ROWS * DEPTH];
    final float[] b = new float[COLUMNS * DEPTH];
    final float[] tile = new float[Tile.ROWS * Tile.WIDTH];
  }

  /** c += scale a b. */
  void addProduct(FloatMatrix c, float scale, FloatMatrix a, FloatMatrix b) {
    long work = (long) a.rows() * a.columns() * b.columns();
    int parts = work < SMALL ? 1 : buffers.length;
    boolean byRows = c.rows() >= c.columns();
    int unit = byRows ? Tile.ROWS : Tile.WIDTH;
    int length = byRows ? c.rows() : c.columns();
    int units = (length + unit - 1) / unit;
    if (parts == 1) {
      new Task(buffers[0], c, scale, a, b).run(0, c.rows(), 0, c.columns());
      return;
    }
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            p -> {
              int from = Math.min(length, units * p / parts * unit);
              int to = Math.min(length, units * (p + 1) / parts * unit);
              Task task = new Task(buffers[p], c, scale, a, b);
              if (byRows) {
                task.run(from, to, 0, c.columns());
              } else {
                task.run(0, c.rows(), from, to);
              }
            });
  }

  /** One thread's share of a product. */
  private record Task(Buffers buffers, FloatMatrix c, float scale, FloatMatrix a, FloatMatrix b) {
    void run(int fromRow, int toRow, int fromColumn, int toColumn) {
      for (int j = fromColumn; j < toColumn; j += COLUMNS) {
        int width = Math.min(COLUMNS, toColumn - j);
        for (int k = 0; k < a.columns(); k += DEPTH) {
          int depth = Math.min(DEPTH, a.columns() - k);
          packB(k, depth, j, width);
          if (width >= WIDE) {
            for (int i = fromRow; i < toRow; i += ROWS) {
              packedRows(i, Math.min(toRow, i + ROWS), k, depth, j, width);
            }
          } else {
            plainRows(fromRow, toRow, k, depth, j, width);
          }
        }
      }
    }

    private void packedRows(int fromRow, int toRow, int k, int depth, int j, int width) {
      int full = (toRow - fromRow) / Tile.ROWS * Tile.ROWS;
      for (int i = 0; i < full; i += Tile.ROWS) {
        packA(fromRow + i, k, depth, i * depth);
      }
      for (int panel = 0; panel < width; panel += Tile.WIDTH) {
        for (int i = 0; i < full; i += Tile.ROWS) {
          tile(Tile.ROWS, true, i * depth, panel, depth, fromRow + i, j + panel);
        }
      }
      if (fromRow + full < toRow) {
        plainRows(fromRow + full, toRow, k, depth, j, width);
      }
    }

    private void plainRows(int fromRow, int toRow, int k, int depth, int j, int width) {
      for (int panel = 0; panel < width; panel += Tile.WIDTH) {
        int i = fromRow;
        while (i < toRow) {
          int left = toRow - i;
          int rows = left >= Tile.ROWS ? Tile.ROWS : left >= Tile.FEW_ROWS ? Tile.FEW_ROWS : 1;
          tile(rows, false, i * a.columns() + k, panel, depth, i, j + panel);
          i += rows;
        }
      }
    }

    /** One tile, by way of a buffer where it hangs over the right edge. */
    private void tile(
        int rows, boolean packed, int aAt, int panel, int depth, int row, int column) {
      if (column + Tile.WIDTH <= c.columns()) {
        tile(rows, packed, aAt, panel, depth, c.values(), row * c.columns() + column, c.columns());
        return;
      }
      Arrays.fill(buffers.tile, 0);
      tile(rows, packed, aAt, panel, depth, buffers.tile, 0, Tile.WIDTH);
      for (int i = 0; i < rows; i++) {
        for (int j = column; j < c.columns(); j++) {
          c.values()[(row + i) * c.columns() + j] += buffers.tile[i * Tile.WIDTH + j - column];
        }
      }
    }

    private void tile(
        int rows, boolean packed, int aAt, int panel, int depth, float[] out, int at, int stride) {
      int bAt = panel * depth;
      float[] values = a.values();
      if (packed) {
        Tile.packed(buffers.a, aAt, buffers.b, bAt, depth, out, at, stride, scale);
      } else if (rows == Tile.ROWS) {
        Tile.rows12(values, aAt, a.columns(), buffers.b, bAt, depth, out, at, stride, scale);
      } else if (rows == Tile.FEW_ROWS) {
        Tile.rows4(values, aAt, a.columns(), buffers.b, bAt, depth, out, at, stride, scale);
      } else {
        Tile.rows1(values, aAt, buffers.b, bAt, depth, out, at, scale);
      }
    }

    /** Twelve rows of a, side by side. */
    private void packA(int row, int k, int depth, int at) {
      for (int r = 0; r < Tile.ROWS; r++) {
        int from = (row + r) * a.columns() + k;
        for (int i = 0; i < depth; i++) {
          buffers.a[at + i * Tile.ROWS + r] = a.values()[from + i];
        }
      }
    }

    /** Panels of WIDTH columns of b, row after row; beyond b's edge zeros. */
    private void packB(int k, int depth, int column, int width) {
      int full = width / Tile.WIDTH * Tile.WIDTH;
      float[] from = b.values();
      float[] to = buffers.b;
      for (int i = 0; i < depth; i++) {
        int row = (k + i) * b.columns() + column;
        int at = i * Tile.WIDTH;
        for (int j = 0; j < full; j += Tile.WIDTH, at += depth * Tile.WIDTH) {
          FloatVector.fromArray(Tile.SPECIES, from, row + j).intoArray(to, at);
          FloatVector.fromArray(Tile.SPECIES, from, row + j + Tile.LANES)
              .intoArray(to, at + Tile.LANES);
        }
        if (full < width) {
          Arrays.fill(to, at, at + Tile.WIDTH, 0);
          System.arraycopy(from, row + full, to, at, width - full);
        }
      }
    }
  }
}
