package pot.zk.simd;

/**
 * Products of matrices of 32-bit integers, one tile of the result at a time, from factors that are
 * packed in the order in which a tile reads them. Plain Java and vector code give the same sums.
 */
public interface TileKernels {
  /** Rows of a tile, and of a packed left factor. */
  int ROWS = 4;

  /** Columns of a tile, and of a packed right factor. */
  int COLUMNS = 32;

  /**
   * Adds the product of two packed factors to a tile: out[r, c] += sum_k a[k, r] b[k, c], sums
   * modulo 2^64.
   *
   * @param out the tile's first row from outOff on, each further row stride later
   * @param a inner x {@value #ROWS} from aOff on
   * @param b inner x {@value #COLUMNS} from bOff on
   */
  void addTile(long[] out, int outOff, int stride, int[] a, int aOff, int[] b, int bOff, int inner);
}
