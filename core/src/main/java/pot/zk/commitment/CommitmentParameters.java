package pot.zk.commitment;

/**
 * What all commitments of a proof share, and what the verifier derives for itself.
 *
 * @param laneVariables log2 C, C the data elements of a lane
 * @param lengthVariables log2 n, n the positions of a codeword
 * @param queries q, the distinct positions opened by a proof
 * @param openings how often a persistent commitment may be opened
 * @param grindingBits proof of work before the positions are drawn
 */
public record CommitmentParameters(
    int laneVariables, int lengthVariables, int queries, int openings, int grindingBits) {
  /** C. */
  public int laneLength() {
    return 1 << laneVariables;
  }

  /** n. */
  public int codeLength() {
    return 1 << lengthVariables;
  }

  /**
   * h: blinding coefficients of a lane of a persistent commitment, one for each column it may open.
   */
  public int blinding() {
    return openings * queries;
  }

  /** Coefficients of the longest lane, C + h: also of the mask g and of G. */
  public int longestLane() {
    return laneLength() + blinding();
  }
}
