package pot.zk.commitment;

import java.util.List;

/**
 * The public shape of one opening: everything that prover and verifier must agree on beforehand.
 *
 * <p>The last commitment is the auxiliary one, made for this proof alone: h = q there, and its tree
 * also holds the pads P in {@code padLanes} lanes over K, as many mask lanes, and the mask g.
 *
 * @param layouts of the commitments, in order
 * @param padLanes lanes that P fills, s
 * @param padLaneLength pads in a lane
 */
public record OpeningShape(
    CommitmentParameters parameters, List<VectorLayout> layouts, int padLanes, int padLaneLength) {
  /** Index of the auxiliary commitment. */
  public int auxiliary() {
    return layouts.size() - 1;
  }

  /** Variables of the batched sumcheck. */
  public int variables() {
    return layouts.stream().mapToInt(VectorLayout::variables).max().orElse(0);
  }

  /** Lanes with data in a commitment. */
  public int dataLanes(int commitment) {
    return layouts.get(commitment).lanes(parameters.laneVariables());
  }

  /** All lanes in a commitment's tree, each lane over K counting as two. */
  public int treeLanes(int commitment) {
    int extra = commitment == auxiliary() ? 4 * padLanes + 2 : 0;
    return dataLanes(commitment) + extra;
  }

  /** Coefficients of a pad lane: its pads and one blinding coefficient for each query. */
  public int padLaneCoefficients() {
    return padLaneLength + parameters.queries();
  }

  /** Elements of u_P. */
  public int padMessageLength() {
    return padLanes * padLaneCoefficients();
  }

  /** Chooses the fewest equal pad lanes whose rate is at most that of the longest data lane. */
  public static OpeningShape of(
      CommitmentParameters parameters, List<VectorLayout> layouts, int pads) {
    int room = parameters.longestLane() - parameters.queries();
    int lanes = Math.max(1, (pads + room - 1) / room);
    int length = (pads + lanes - 1) / lanes;
    return new OpeningShape(parameters, List.copyOf(layouts), lanes, length);
  }
}
