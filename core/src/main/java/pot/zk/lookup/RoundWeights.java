package pot.zk.lookup;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;

/**
 * The weights of each round of a weighted sumcheck: eq of the coordinates after the round's own,
 * which the round polynomial has factored out.
 */
final class RoundWeights {
  private static final int GRAIN = 1 << 13;

  private final FieldKernels kernels;
  private final ExtVector eq;
  private int size;

  /**
   * @param point at least one coordinate, or there are no rounds
   */
  RoundWeights(List<Ext> point, FieldKernels kernels) {
    this.kernels = kernels;
    this.eq =
        point.isEmpty()
            ? ExtVector.zeros(0)
            : Multilinear.eqTable(point.subList(1, point.size()), kernels);
    // Of twice the first round's, so that every round halves it.
    this.size = 2 * eq.length();
  }

  /** The weights of the next round, in the lower part of a vector that the round may not keep. */
  ExtVector next() {
    size /= 2;
    if (size < eq.length()) {
      // eq(r, 0) + eq(r, 1) = 1 sums a variable out.
      Workers.forRanges(
          size, GRAIN, (from, to) -> kernels.addTo(eq, from, eq, size + from, to - from));
    }
    return eq;
  }
}
