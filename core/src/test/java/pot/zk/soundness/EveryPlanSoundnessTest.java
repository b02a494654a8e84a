package pot.zk.soundness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.commitment.CommitmentParameters;

/**
 * No plan whatsoever comes near 2^-100: for each budget of openings, every code that some number of
 * limbs up to the limit can be given, with everything else at its largest, in exact rationals. Code
 * and costs are those of docs/protocol.md, section 4, done anew.
 */
@Tag("long")
class EveryPlanSoundnessTest {
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE.shiftLeft(32)).add(BigInteger.ONE);
  private static final BigInteger CHALLENGES = P.multiply(P).subtract(P);
  private static final int GRINDING = 16;

  /** A commitment's limbs, and the multiplicities beside them, are fewer than twice as many. */
  private static final int MOST_LIMBS_LOG2 = 28;

  /**
   * More than all rounds, variables, claims, constraints and products together: 256 layers have
   * less than 2^18 (PlanSoundnessTest), and 2^28 bytes have no more than 2^24 messages.
   */
  private static final long REST = 1L << 24;

  private record Code(int c, int k, int q) {
    /** Section 4's estimate for a state of so many limbs. */
    long cost(long limbs, int width, int openings) {
      long lane = 1L << c;
      long lanes =
          2 * Math.ceilDiv(limbs, lane) + Math.ceilDiv(limbs + limbs / 2 + (1L << width), lane) + 8;
      int floorLog2 = 31 - Integer.numberOfLeadingZeros(q);
      return 8L * q * lanes
          + 16 * (lane + (long) openings * q)
          + 4L * 32 * q * (k - floorLog2 + 1)
          + (lanes << k) / 64;
    }
  }

  static List<Integer> budgets() {
    List<Integer> all = new ArrayList<>();
    for (int openings = 1; openings <= 64; openings++) {
      all.add(openings);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("budgets")
  void everyCodeOfEveryState(int openings) {
    Set<Code> codes = new HashSet<>();
    for (int width = 8; width <= 16; width += 8) {
      codes.addAll(possible(candidates(openings), width, openings));
    }
    assertThat(codes).hasSizeGreaterThan(5);
    for (Code code : codes) {
      sound(code, openings);
    }
  }

  private static void sound(Code code, int openings) {
    BigInteger n = BigInteger.ONE.shiftLeft(code.k);
    BigInteger rows = BigInteger.valueOf((1L << code.c) + (long) openings * code.q);
    // The query term is a / b.
    BigInteger a = n.add(rows).pow(code.q);
    BigInteger b = n.shiftLeft(1).pow(code.q).shiftLeft(GRINDING);
    // Work brings the lookup to 2^-103 (ErrorBudgetTest).
    long lookup = CHALLENGES.shiftRight(103).longValueExact() + 1;
    long length = 1L << code.k;
    long lanes = (MOST_LIMBS_LOG2 + 1 - code.c) * length;
    BigInteger all = BigInteger.valueOf(lookup + REST + lanes + 4 * length + 4 + length + 1);

    // a/b + all/challenges
    BigInteger numerator = a.multiply(CHALLENGES).add(all.multiply(b));
    BigInteger denominator = b.multiply(CHALLENGES);
    // Less than four fifths of 2^-100.
    assertThat(numerator.shiftLeft(100).multiply(BigInteger.valueOf(5)))
        .as("%s", code)
        .isLessThan(denominator.shiftLeft(2));

    ErrorTally tally = new ErrorTally();
    tally.add(ErrorTally.Source.LOOKUP, lookup);
    tally.add(ErrorTally.Source.SUMCHECK, REST);
    tally.add(ErrorTally.Source.LANE_FOLDING, lanes);
    tally.add(ErrorTally.Source.COMMITMENT_FOLDING, 4 * length + 4);
    tally.add(ErrorTally.Source.PAD_OPENING, length + 1);
    ErrorBudget budget =
        new ErrorBudget(
            tally, new CommitmentParameters(code.c, code.k, code.q, openings, GRINDING), 0);
    assertThatCode(budget::enforce).doesNotThrowAnyException();
    double quotient =
        new BigDecimal(numerator)
            .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
            .doubleValue();
    assertThat(budget.bits()).isCloseTo(-Math.log(quotient) / Math.log(2), within(1e-9));
  }

  private static List<Code> candidates(int openings) {
    List<Code> all = new ArrayList<>();
    for (int c = 6; c <= 18; c++) {
      for (int k = c + 2; k <= Math.min(24, c + 8); k++) {
        int q = queries(c, k, openings);
        if (q > 0) {
          all.add(new Code(c, k, q));
        }
      }
    }
    return all;
  }

  /** The least q with (n + C + o q)^q 2^85 at most (2 n)^q, while the code is half empty; or 0. */
  private static int queries(int c, int k, int openings) {
    long n = 1L << k;
    for (int q = 1; q <= 1000; q++) {
      long rows = (1L << c) + (long) openings * q;
      if (2 * rows > n || 2L * q > n) {
        return 0;
      }
      // Far below, logarithms will do.
      if (q * Math.log(2.0 * n / (n + rows)) > 84 * Math.log(2)
          && BigInteger.valueOf(n + rows)
                  .pow(q)
                  .shiftLeft(85)
                  .compareTo(BigInteger.valueOf(2 * n).pow(q))
              <= 0) {
        return q;
      }
    }
    return 0;
  }

  /**
   * All codes that may be the cheapest for some number of limbs. A cost never falls with their
   * number: so between two numbers, what costs more at the lower one than another at the higher one
   * is never chosen.
   */
  private static Set<Code> possible(List<Code> candidates, int width, int openings) {
    Set<Code> possible = new HashSet<>();
    long low = 1;
    for (int step = 0; low <= 1L << MOST_LIMBS_LOG2; step++) {
      long from = low;
      long to = Math.min(1L << MOST_LIMBS_LOG2, from + from / 50);
      long least =
          candidates.stream().mapToLong(x -> x.cost(to, width, openings)).min().orElseThrow();
      candidates.stream()
          .filter(x -> x.cost(from, width, openings) <= least)
          .forEach(possible::add);
      if (step % 16 == 0) {
        CommitmentParameters p = CommitmentProfile.choose(from, width, openings);
        assertThat(possible)
            .contains(new Code(p.laneVariables(), p.lengthVariables(), p.queries()));
      }
      low = to + 1;
    }
    return possible;
  }
}
