package pot.zk.simd;

/** The definition, in plain Java. */
final class ScalarTileKernels implements TileKernels {
  @Override
  public void addTile(
      long[] out, int outOff, int stride, int[] a, int aOff, int[] b, int bOff, int inner) {
    for (int k = 0; k < inner; k++) {
      for (int r = 0; r < ROWS; r++) {
        long factor = a[aOff + k * ROWS + r];
        for (int c = 0; c < COLUMNS; c++) {
          out[outOff + r * stride + c] += factor * b[bOff + k * COLUMNS + c];
        }
      }
    }
  }
}
