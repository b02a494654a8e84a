package pot.zk.relation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import pot.zk.poly.Multilinear;

/**
 * An identity over the integers at every place of a padded shape: sum of terms + constant =
 * remainder, the remainder being a tensor of its own whose range is what the relation is worth (a
 * rounding, a tolerance).
 *
 * <p>No wrap modulo p is possible for any prover: the bounds of all parts add up to less than 2^63.
 *
 * @param rows, columns the declared shape
 */
public record Relation(
    String name, int rows, int columns, List<Term> terms, long constant, TensorSpec remainder) {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);

  public int rowVariables() {
    return Multilinear.variables(rows);
  }

  public int columnVariables() {
    return Multilinear.variables(columns);
  }

  public int paddedSize() {
    return 1 << (rowVariables() + columnVariables());
  }

  /** An upper bound of every intermediate sum. */
  public BigInteger bound() {
    BigInteger sum = BigInteger.valueOf(Math.abs(constant));
    for (Term term : terms) {
      sum = sum.add(term.bound());
    }
    return sum.add(BigInteger.valueOf(remainder.bound()));
  }

  /** Whether no choice of values in range can wrap. */
  public boolean cannotWrap() {
    return bound().compareTo(LIMIT) < 0;
  }

  /** sum of terms + constant at every place: what the remainder must be. */
  public long[] evaluate(Trace trace) {
    long[] sum = new long[paddedSize()];
    Arrays.fill(sum, constant);
    for (Term term : terms) {
      term.addTo(sum, this, trace);
    }
    return sum;
  }
}
