package pot.zk.commitment;

import java.util.Arrays;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.simd.LimbKernels;

/**
 * The lanes of a committed vector, weighted and added up: sum_y w(y) v(y, z) for each place z.
 * Where lanes are of limbs, sums are of integers, four lanes at a time.
 */
final class LaneFold {
  private static final int TILE = 512;

  private final long[] data;
  private final boolean[] small;
  private final ExtVector weights;
  private final long[] pieces;
  private final int laneLength;
  private final FieldKernels kernels;
  private final LimbKernels limbs;

  private LaneFold(
      long[] data, boolean[] small, ExtVector weights, int laneLength, FieldKernels kernels) {
    this.data = data;
    this.small = small;
    this.weights = weights;
    this.pieces = LimbKernels.cutRows(weights);
    this.laneLength = laneLength;
    this.kernels = kernels;
    this.limbs = Kernels.limbs(kernels);
  }

  /**
   * The sum of all lanes.
   *
   * @param small for each lane, whether all its entries are limbs
   * @param weights of at least as many lanes
   */
  static ExtVector of(
      long[] data, boolean[] small, ExtVector weights, int laneLength, FieldKernels kernels) {
    LaneFold fold = new LaneFold(data, small, weights, laneLength, kernels);
    ExtVector out = ExtVector.zeros(laneLength);
    int tile = Math.min(TILE, laneLength);
    Workers.forRanges(
        laneLength / tile,
        Math.max(1, TILE / Math.max(1, small.length)),
        (from, to) -> {
          long[] sums = new long[LimbKernels.PIECES * tile];
          for (int i = from; i < to; i++) {
            fold.addTile(out, i * tile, tile, sums);
          }
        });
    return out;
  }

  private void addTile(ExtVector out, int place, int n, long[] sums) {
    int terms = 0;
    int lane = 0;
    while (lane < small.length) {
      if (inLimbs(lane, place + n)) {
        if (terms == 0) {
          Arrays.fill(sums, 0);
        }
        limbs.addRows(
            sums,
            data,
            lane * laneLength + place,
            laneLength,
            pieces,
            LimbKernels.PIECES * lane,
            n);
        lane += LimbKernels.ROWS;
        terms += LimbKernels.ROWS;
        if (terms == LimbKernels.MOST_TERMS) {
          addSums(out, place, n, sums);
          terms = 0;
        }
      } else {
        int from = lane * laneLength + place;
        int present = Math.max(0, Math.min(n, data.length - from));
        Ext weight = weights.get(lane);
        kernels.addScaledBase(out, place, weight, data, Math.min(from, data.length), present);
        lane++;
      }
    }
    if (terms > 0) {
      addSums(out, place, n, sums);
    }
  }

  /** Whether four lanes from this one on are of limbs and, up to a place, whole. */
  private boolean inLimbs(int lane, int end) {
    int last = lane + LimbKernels.ROWS - 1;
    if (last >= small.length || last * laneLength + end > data.length) {
      return false;
    }
    for (int i = lane; i <= last; i++) {
      if (!small[i]) {
        return false;
      }
    }
    return true;
  }

  private static void addSums(ExtVector out, int place, int n, long[] sums) {
    for (int i = 0; i < n; i++) {
      Ext sum = LimbKernels.value(sums, 0, n, i);
      out.set(place + i, out.get(place + i).plus(sum));
    }
  }
}
