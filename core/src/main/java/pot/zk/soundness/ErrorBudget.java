package pot.zk.soundness;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import pot.zk.commitment.CommitmentParameters;
import pot.zk.error.UnusableRequestException;
import pot.zk.field.Goldilocks;

/**
 * The round-by-round errors of one proof, exactly: every challenge is drawn from the |K| - p
 * elements of K outside F, so a term is a numerator over p^2 - p, and the queries add their own.
 * The sum must not exceed 2^-100.
 */
public final class ErrorBudget {
  /** The sum of all errors is at most 2^-SECURITY_BITS. */
  public static final int SECURITY_BITS = 100;

  private static final BigInteger P = new BigInteger(Long.toUnsignedString(Goldilocks.MODULUS));
  private static final BigInteger CHALLENGES = P.multiply(P).subtract(P);

  /** Errors are counted in units of 2^-SCALE, each term rounded up. */
  private static final int SCALE = 256;

  /**
   * One line of the table.
   *
   * @param title where the error comes from
   * @param log2 of the bound
   */
  public record Row(String title, double log2) {}

  private final ErrorTally tally;
  private final CommitmentParameters parameters;
  private final int lookupGrinding;

  /**
   * The budget of one proof.
   *
   * @param lookupGrinding bits of proof of work before alpha
   */
  public ErrorBudget(ErrorTally tally, CommitmentParameters parameters, int lookupGrinding) {
    this.tally = tally;
    this.parameters = parameters;
    this.lookupGrinding = lookupGrinding;
  }

  /** The bits of work before alpha that bring the lookup's term down to 2^-103. */
  public static int lookupGrinding(long leavesAndTable) {
    int bits = 64 - Long.numberOfLeadingZeros(leavesAndTable);
    return Math.max(0, bits + 103 - (CHALLENGES.bitLength() - 1));
  }

  /**
   * Refuses what is not sound enough.
   *
   * @throws UnusableRequestException if the sum of all errors exceeds 2^-100
   */
  public void enforce() {
    if (total().compareTo(BigInteger.ONE.shiftLeft(SCALE - SECURITY_BITS)) > 0) {
      throw new UnusableRequestException(
          "hyperparameters",
          "a soundness of only " + Math.floor(bits() * 100) / 100 + " bits",
          "at least " + SECURITY_BITS,
          "prove a smaller step: the sizes are beyond what this profile carries");
    }
  }

  /** -log2 of the sum. */
  public double bits() {
    return -log2(total());
  }

  /** Every source with a non-zero share, then the queries. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (ErrorTally.Source source : ErrorTally.Source.values()) {
      BigInteger term = term(source);
      if (term.signum() != 0) {
        rows.add(new Row(source.title(), log2(term)));
      }
    }
    rows.add(
        new Row("queries (unique decoding, blinding in the rate, grinding)", log2(queryTerm())));
    return rows;
  }

  private BigInteger total() {
    BigInteger sum = queryTerm();
    for (ErrorTally.Source source : ErrorTally.Source.values()) {
      sum = sum.add(term(source));
    }
    return sum;
  }

  private BigInteger term(ErrorTally.Source source) {
    int grinding = source == ErrorTally.Source.LOOKUP ? lookupGrinding : 0;
    BigInteger numerator = BigInteger.valueOf(tally.numerator(source)).shiftLeft(SCALE - grinding);
    return numerator.add(CHALLENGES).subtract(BigInteger.ONE).divide(CHALLENGES);
  }

  /** 2^-g ((n + rows) / 2n)^q, rows with every blinding coefficient, n a power of two. */
  private BigInteger queryTerm() {
    int q = parameters.queries();
    BigInteger power =
        BigInteger.valueOf(parameters.codeLength() + (long) parameters.longestLane()).pow(q);
    int denominator = q * (parameters.lengthVariables() + 1) + parameters.grindingBits();
    // Shifting right rounds down, of the negative too.
    return power.negate().shiftRight(denominator - SCALE).negate();
  }

  private static double log2(BigInteger units) {
    int shift = units.bitLength() - Long.SIZE;
    return Math.log(units.shiftRight(shift).doubleValue()) / Math.log(2) + shift - SCALE;
  }
}
