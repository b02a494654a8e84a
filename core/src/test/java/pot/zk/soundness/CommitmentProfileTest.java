package pot.zk.soundness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.error.UnusableRequestException;
import pot.zk.hash.Sha256;

/**
 * The query count, recomputed with whole numbers. The bugs this stands for: a rate without the
 * blinding coefficients, a count rounded down, a floating-point error that decides, more queries
 * than are needed.
 */
class CommitmentProfileTest {
  private static final int GRINDING = 16;
  private static final int BITS = 101;

  /** 2^-16 ((1 + (C + openings q)/n)/2)^q &lt;= 2^-101. */
  private static boolean enough(long c, long n, long openings, int q) {
    BigInteger numerator = BigInteger.valueOf(n + c + openings * q).pow(q);
    BigInteger denominator = BigInteger.TWO.multiply(BigInteger.valueOf(n)).pow(q);
    return numerator.shiftLeft(BITS - GRINDING).compareTo(denominator) <= 0;
  }

  private static void check(CommitmentParameters p, int openings) {
    assertThat(p.openings()).isEqualTo(openings);
    assertThat(p.grindingBits()).isEqualTo(GRINDING);
    assertThat(p.blinding()).isEqualTo(openings * p.queries());
    assertThat(p.longestLane()).isEqualTo(p.laneLength() + openings * p.queries());
    long c = p.laneLength();
    long n = p.codeLength();
    assertThat(enough(c, n, openings, p.queries())).as("%s is sound", p).isTrue();
    assertThat(enough(c, n, openings, p.queries() - 1)).as("%s is minimal", p).isFalse();
    assertThat(2L * p.longestLane()).isLessThanOrEqualTo(n);
    assertThat(2L * p.queries()).isLessThanOrEqualTo(n);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 16, 64})
  void chosenParametersAreSoundAndMinimal(int openings) {
    for (int log = 2; log <= 28; log++) {
      for (long state : new long[] {(1L << log) - 1, 1L << log, 3L << (log - 1)}) {
        check(CommitmentProfile.choose(state, 8, openings), openings);
        check(CommitmentProfile.choose(state, 16, openings), openings);
      }
    }
  }

  /** Every code there is, also those that are never the cheapest. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 64})
  void everyCandidateIsSoundAndMinimal(int openings) {
    int usable = 0;
    for (int c = 6; c <= 18; c++) {
      for (int n = c + 2; n <= c + 8; n++) {
        int q = CommitmentProfile.queries(c, n, openings);
        if (q > 0) {
          usable++;
          check(new CommitmentParameters(c, n, q, openings, GRINDING), openings);
        }
      }
    }
    assertThat(usable).isGreaterThan(40);
  }

  /** Where doubles see no difference: 2^-85 is reached by equality, and missed by 2^-40 of it. */
  @Test
  void exactIntegersDecideWhatDoublesCannot() {
    long n = 1L << 40;
    assertThat(CommitmentProfile.enough(n, 0, BITS - GRINDING)).isTrue();
    assertThat(CommitmentProfile.enough(n, 1, BITS - GRINDING)).isFalse();
    assertThat(CommitmentProfile.enough(n, -1, BITS - GRINDING)).isTrue();
  }

  /**
   * The blinding counts: a budget that fills the code costs queries, and one that overfills it is
   * refused.
   */
  @Test
  void blindingIsInTheRate() {
    int one = CommitmentProfile.queries(10, 12, 1);
    int four = CommitmentProfile.queries(10, 12, 4);
    assertThat(one).isLessThan(four);
    assertThat(CommitmentProfile.queries(6, 8, 1)).isZero();
    assertThat(CommitmentProfile.queries(10, 12, 64)).isZero();
    // More queries would do here, if the blinding might fill more than half of the code.
    assertThat(CommitmentProfile.queries(12, 14, 21)).isZero();
    assertThat(CommitmentProfile.queries(13, 15, 42)).isZero();
    assertThatThrownBy(() -> CommitmentProfile.choose(1 << 10, 8, 1 << 28))
        .isInstanceOf(UnusableRequestException.class)
        .hasMessageContaining("hyperparameters.commitment.openings");
  }

  /**
   * Both states of a step share their parameters, whatever the batch and mode: they come from the
   * state alone.
   */
  @Test
  void moreStateMeansLongerLanes() {
    int last = 0;
    for (int log = 4; log <= 28; log += 4) {
      int lane = CommitmentProfile.choose(1L << log, 8, 4).laneVariables();
      assertThat(lane).isGreaterThanOrEqualTo(last);
      last = lane;
    }
    assertThat(last).isGreaterThan(10);
  }

  /**
   * The profile is part of the format: the hash is of the second verifier's answers, from
   * docs/protocol.md by another hand.
   */
  @Test
  void theProfileIsThatOfTheProtocol() {
    int[] openings = {1, 2, 3, 4, 8, 16, 64, 250};
    StringBuilder all = new StringBuilder();
    for (int o : openings) {
      for (int c = 6; c <= 18; c++) {
        for (int n = c + 2; n <= Math.min(24, c + 8); n++) {
          all.append(CommitmentProfile.queries(c, n, o)).append('\n');
        }
      }
    }
    for (int o : openings) {
      for (int width = 8; width <= 16; width += 8) {
        for (int log = 2; log <= 28; log++) {
          for (long limbs :
              new long[] {(1L << log) - 1, 1L << log, (1L << log) + 1, 3L << (log - 1)}) {
            CommitmentParameters p = CommitmentProfile.choose(limbs, width, o);
            all.append(p.laneVariables()).append(' ').append(p.lengthVariables()).append(' ');
            all.append(p.queries()).append('\n');
          }
        }
      }
    }
    byte[] hash = Sha256.newDigest().digest(all.toString().getBytes(StandardCharsets.US_ASCII));
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("23d36fa5baa2c7d41b3ebe898164454ad32626e0da9ca4b431e0f491364d9f86");
  }

  @Test
  void wideLimbs() {
    assertThat(CommitmentProfile.limbWidth((1 << 15) - 1)).isEqualTo(8);
    assertThat(CommitmentProfile.limbWidth(1 << 15)).isEqualTo(16);
  }
}
