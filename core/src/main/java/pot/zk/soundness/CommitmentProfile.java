package pot.zk.soundness;

import java.math.BigInteger;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.error.UnusableRequestException;

/**
 * Chooses the commitment parameters of profile 1 from the size of the state and the opening budget
 * alone, so that W' of one step is W of the next whatever else changes.
 *
 * <p>For each candidate (C, n) the queries are the fewest with 2^-g ((1 + rate)/2)^q &lt;= 2^-101,
 * the rate with all blinding coefficients: (C + h)/n, h = openings q. Among the candidates the
 * cheapest wins, by a fixed estimate of proof bytes and of encoding work.
 */
public final class CommitmentProfile {
  /** Bits of proof of work before the positions. */
  public static final int GRINDING_BITS = 16;

  /** The query term of the error budget is at most 2^-101. */
  public static final int QUERY_BITS = 101;

  /** Padded parameters from which limbs of 16 bits pay for their table. */
  private static final int WIDE_LIMBS_FROM = 1 << 15;

  private static final int MIN_LANE_VARIABLES = 6;
  private static final int MAX_LANE_VARIABLES = 18;

  /** Codewords and their salts are indexed by ints. */
  private static final int MAX_LENGTH_VARIABLES = 24;

  private static final int MIN_RATE_LOG2 = 2;
  private static final int MAX_RATE_LOG2 = 8;
  private static final int TREES = 4;
  private static final int MAX_QUERIES = 1000;

  /** Far more than doubles lose in {@link #bits}. */
  private static final double ROUNDING = 1e-6;

  private CommitmentProfile() {}

  /**
   * Width of a full limb, and so of the lookup table, for a state of this many padded parameters.
   */
  public static int limbWidth(long paddedParameters) {
    return paddedParameters < WIDE_LIMBS_FROM ? 8 : 16;
  }

  /**
   * The parameters of the cheapest code that is sound.
   *
   * @param stateLimbs entries of the weights' committed vector
   * @param limbWidth of the lookup table
   * @param openings the budget of every persistent commitment
   */
  public static CommitmentParameters choose(long stateLimbs, int limbWidth, int openings) {
    CommitmentParameters best = null;
    long bestCost = Long.MAX_VALUE;
    for (int c = MIN_LANE_VARIABLES; c <= MAX_LANE_VARIABLES; c++) {
      for (int n = c + MIN_RATE_LOG2; n <= Math.min(c + MAX_RATE_LOG2, MAX_LENGTH_VARIABLES); n++) {
        int queries = queries(c, n, openings);
        if (queries > 0) {
          long cost = cost(c, n, queries, openings, stateLimbs, limbWidth);
          if (cost < bestCost) {
            bestCost = cost;
            best = new CommitmentParameters(c, n, queries, openings, GRINDING_BITS);
          }
        }
      }
    }
    if (best == null) {
      throw new UnusableRequestException(
          "hyperparameters.commitment.openings",
          Integer.toString(openings),
          "a budget that some code length can carry",
          "use a smaller number of openings");
    }
    return best;
  }

  /**
   * The fewest queries whose term is small enough, or 0 if the code is too short: it must hold C +
   * h twice, and so the queries twice.
   */
  static int queries(int laneVariables, int lengthVariables, int openings) {
    long n = 1L << lengthVariables;
    long c = 1L << laneVariables;
    // Without blinding each query would give the most: fewer than these, rounded down, cannot do.
    int least = (int) ((QUERY_BITS - GRINDING_BITS) / bits(n, c, 1));
    for (int q = Math.max(1, least); q <= MAX_QUERIES; q++) {
      long rows = c + (long) openings * q;
      if (2 * rows > n) {
        return 0;
      }
      if (enough(n, rows, q)) {
        return q;
      }
    }
    return 0;
  }

  /** (n + rows)^q 2^(101 - g) &lt;= (2n)^q: doubles see it from afar, exact integers decide. */
  static boolean enough(long n, long rows, int q) {
    double above = bits(n, rows, q) - (QUERY_BITS - GRINDING_BITS);
    if (Math.abs(above) > ROUNDING) {
      return above > 0;
    }
    BigInteger left = BigInteger.valueOf(n + rows).pow(q).shiftLeft(QUERY_BITS - GRINDING_BITS);
    return left.compareTo(BigInteger.valueOf(2 * n).pow(q)) <= 0;
  }

  /** -log2 of ((n + rows) / 2n)^q, within {@value #ROUNDING}. */
  private static double bits(long n, long rows, int q) {
    return q * -Math.log((n + rows) / (2.0 * n)) / Math.log(2);
  }

  /** Proof bytes, and one more for every 64 codeword elements to compute. */
  private static long cost(
      int laneVariables, int lengthVariables, int q, int openings, long stateLimbs, int limbWidth) {
    long c = 1L << laneVariables;
    long state = (stateLimbs + c - 1) / c;
    long auxiliary = (stateLimbs + stateLimbs / 2 + (1L << limbWidth) + c - 1) / c;
    long lanes = 2 * state + auxiliary + 8;
    long columns = 8L * q * lanes;
    long folded = 16 * (c + (long) openings * q);
    int levels = lengthVariables - (31 - Integer.numberOfLeadingZeros(q));
    long paths = TREES * 32L * q * (levels + 1);
    return columns + folded + paths + (lanes << lengthVariables) / 64;
  }
}
