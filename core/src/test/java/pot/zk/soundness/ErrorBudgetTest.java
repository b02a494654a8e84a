package pot.zk.soundness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.error.UnusableRequestException;

/**
 * Budgets made by hand, on both sides of the limit. The bugs this stands for: the worst term in
 * place of the sum, a source left out of it, grinding credited to the wrong term, too small a set
 * of challenges.
 */
class ErrorBudgetTest {
  private static final CommitmentParameters PARAMETERS = CommitmentProfile.choose(1 << 10, 8, 4);
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE.shiftLeft(32)).add(BigInteger.ONE);
  private static final BigInteger CHALLENGES = P.multiply(P).subtract(P);

  private static ErrorBudget budget(ErrorTally tally, int lookupGrinding) {
    return new ErrorBudget(tally, PARAMETERS, lookupGrinding);
  }

  /**
   * The largest numerator that fits beside the queries: floor((2^-100 - query term) |challenges|).
   */
  private static long room() {
    int q = PARAMETERS.queries();
    BigInteger n = BigInteger.valueOf(PARAMETERS.codeLength());
    BigInteger rows = BigInteger.valueOf(PARAMETERS.longestLane());
    // The query term is a / b.
    BigInteger a = n.add(rows).pow(q);
    BigInteger b = n.shiftLeft(1).pow(q).shiftLeft(PARAMETERS.grindingBits());
    BigInteger left = b.subtract(a.shiftLeft(100)).multiply(CHALLENGES);
    return left.divide(b.shiftLeft(100)).longValueExact();
  }

  private static void refused(ErrorBudget budget) {
    assertThat(budget.bits()).isLessThan(100.0001);
    assertThatThrownBy(budget::enforce)
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("at least 100");
  }

  @ParameterizedTest
  @EnumSource(ErrorTally.Source.class)
  void everySourceCountsUpToTheLastUnit(ErrorTally.Source source) {
    ErrorTally tally = new ErrorTally();
    tally.add(source, room());
    ErrorBudget just = budget(tally, 0);
    assertThatCode(just::enforce).doesNotThrowAnyException();
    assertThat(just.bits()).isBetween(100.0, 100.0001);
    tally.add(source, 1);
    refused(budget(tally, 0));
  }

  /** Each alone would do: it is the sum that matters. */
  @Test
  void theSumIsLimited() {
    ErrorTally tally = new ErrorTally();
    ErrorTally.Source[] sources = ErrorTally.Source.values();
    for (ErrorTally.Source source : sources) {
      tally.add(source, room() / sources.length);
    }
    assertThatCode(budget(tally, 0)::enforce).doesNotThrowAnyException();
    for (ErrorTally.Source source : sources) {
      tally.add(source, room() / sources.length / 5);
    }
    refused(budget(tally, 0));
  }

  @Test
  void grindingHelpsTheLookupAlone() {
    ErrorTally lookup = new ErrorTally();
    lookup.add(ErrorTally.Source.LOOKUP, 8 * room());
    assertThatCode(budget(lookup, 3)::enforce).doesNotThrowAnyException();
    refused(budget(lookup, 2));
    ErrorTally other = new ErrorTally();
    other.add(ErrorTally.Source.SUMCHECK, 2 * room());
    refused(budget(other, 30));
  }

  /**
   * One query less than the profile chose, and one bit of work less, are refused with nothing else
   * in the budget.
   */
  @Test
  void tooFewQueries() {
    int q = PARAMETERS.queries();
    for (int less = 3; less < 5; less++) {
      CommitmentParameters few =
          new CommitmentParameters(
              PARAMETERS.laneVariables(), PARAMETERS.lengthVariables(), q - less, 4, 16);
      refused(new ErrorBudget(new ErrorTally(), few, 0));
    }
    CommitmentParameters idle =
        new CommitmentParameters(
            PARAMETERS.laneVariables(), PARAMETERS.lengthVariables(), q, 4, 14);
    refused(new ErrorBudget(new ErrorTally(), idle, 0));
  }

  /**
   * L / |challenges| 2^-bits is at most 2^-103, and with two bits less it would not be, nor is work
   * done in vain.
   */
  @Test
  void lookupGrindingSuffices() {
    for (long leaves = 1; leaves < 1L << 40; leaves = 3 * leaves + 1) {
      int bits = ErrorBudget.lookupGrinding(leaves);
      BigInteger scaled = BigInteger.valueOf(leaves).shiftLeft(103);
      assertThat(scaled).isLessThanOrEqualTo(CHALLENGES.shiftLeft(bits));
      assertThat(bits).isBetween(0, 16);
      if (bits >= 2) {
        assertThat(scaled).isGreaterThan(CHALLENGES.shiftLeft(bits - 2));
      }
    }
    assertThat(ErrorBudget.lookupGrinding(1 << 20)).isZero();
  }

  @Test
  void rowsAddUpToTheTotal() {
    ErrorTally tally = new ErrorTally();
    long numerator = 1000;
    for (ErrorTally.Source source : ErrorTally.Source.values()) {
      tally.add(source, numerator);
      numerator *= 3;
    }
    ErrorBudget budget = budget(tally, 5);
    assertThat(budget.rows()).hasSize(ErrorTally.Source.values().length + 1);
    double sum = budget.rows().stream().mapToDouble(r -> Math.pow(2, r.log2())).sum();
    assertThat(-Math.log(sum) / Math.log(2)).isCloseTo(budget.bits(), within(1e-9));
  }

  /** What has no share has no row; the message says how little there is. */
  @Test
  void rowsAndWords() {
    ErrorTally tally = new ErrorTally();
    tally.add(ErrorTally.Source.BATCHING, 1L << 32);
    ErrorBudget budget = budget(tally, 0);
    assertThat(budget.rows())
        .extracting(ErrorBudget.Row::title)
        .containsExactly(
            "batching of claims", "queries (unique decoding, blinding in the rate, grinding)");
    assertThat(budget.rows().getFirst().log2()).isCloseTo(-96, within(1e-6));
    assertThatThrownBy(budget::enforce).hasMessageContaining("only 95.9");
  }
}
