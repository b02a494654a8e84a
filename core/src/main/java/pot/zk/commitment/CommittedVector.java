package pot.zk.commitment;

import java.util.ArrayList;
import java.util.List;
import pot.zk.hash.PrfStream;
import pot.zk.poly.ReedSolomon;

/**
 * The prover's view of one committed vector: its data, and its lanes with their blinding
 * coefficients.
 *
 * <p>Lane i is p_i(X) = sum_{j&lt;C} v[iC+j] X^j + X^C sum_{j&lt;h} rho_ij X^j with rho uniform:
 * any h evaluations at distinct non-zero points are uniform, whatever the data (Ligero, eprint
 * 2022/1608, section 4.6).
 *
 * @param data the vector's entries up to {@code layout.used()}, canonical
 * @param lanes C + h coefficients each
 */
public record CommittedVector(VectorLayout layout, long[] data, List<Lane> lanes) {
  /** Cuts the data into lanes of C entries and blinds each with h elements from the stream. */
  public static CommittedVector blind(
      VectorLayout layout, long[] data, int laneVariables, int blinding, PrfStream random) {
    int laneLength = 1 << laneVariables;
    int count = layout.lanes(laneVariables);
    List<Lane> lanes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = Math.min(data.length, i * laneLength);
      int to = Math.min(data.length, from + laneLength);
      long[] above = new long[blinding];
      random.nextFields(above, 0, blinding, StreamBlocks::write);
      lanes.add(new Lane(data, from, to - from, laneLength, above));
    }
    return new CommittedVector(layout, data, lanes);
  }

  /** The tree over these lanes alone. */
  public LaneTree tree(ReedSolomon code, PrfStream salts) {
    return LaneTree.commit(code, lanes, salts);
  }

  @Override
  public String toString() {
    return "CommittedVector[" + layout.used() + " entries, " + lanes.size() + " lanes]";
  }
}
