package pot.zk.relation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pot.zk.poly.Multilinear;

/**
 * An identity over the integers at every place of a padded shape: sum of terms + constant =
 * remainder. The remainder is a tensor of its own whose range is what the relation is worth (a
 * rounding, a tolerance); without one, the sum is zero.
 *
 * <p>No wrap modulo p is possible for any prover: the bounds of all parts add up to less than 2^63.
 *
 * @param rows, columns the declared shape
 * @param determined what the relation is solved for when a step is done
 */
public record Relation(
    String name,
    int rows,
    int columns,
    List<Term> terms,
    long constant,
    Optional<TensorSpec> remainder,
    Optional<Determined> determined) {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);

  /**
   * What a relation is solved for: everything else in it is known by then.
   *
   * @param coefficient of the output's value, a power of two or its negative
   */
  public record Determined(Output output, long coefficient) {
    int shift() {
      return Long.numberOfTrailingZeros(Math.abs(coefficient));
    }
  }

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
    return sum.add(BigInteger.valueOf(remainder.map(TensorSpec::bound).orElse(0L)));
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

  /**
   * Solves the relation: gives the output the value that puts the remainder next to the middle of
   * its range, rounded half up in one way only, and the remainder what is left. Values may come out
   * of their formats' ranges: the caller checks.
   *
   * @throws IllegalStateException if the relation determines nothing
   */
  public void determine(Trace trace) {
    Determined d =
        determined.orElseThrow(() -> new IllegalStateException(name + " determines nothing"));
    d.output().tensors().forEach(t -> trace.put(t, new long[t.paddedSize()]));
    long[] values = evaluate(trace);
    long[] solution = solve(d, values);
    for (int i = 0; i < values.length; i++) {
      values[i] += d.coefficient() * (solution[i] - d.output().constant());
    }
    d.output().put(trace, solution);
    remainder.ifPresent(r -> trace.put(r, values));
  }

  /** What {@link #determine} would give, from the remainders that come with known values. */
  public long[] canonical(long[] remainders, long[] known) {
    Determined d = determined.orElseThrow();
    long[] rest = remainders.clone();
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= d.coefficient() * (known[i] - d.output().constant());
    }
    return solve(d, rest);
  }

  /** The output's value, from the sum of everything where its tensors are zero. */
  private long[] solve(Determined d, long[] rest) {
    int shift = d.shift();
    // The middle of the remainder's range, and half a unit of the output.
    long middle = constant - d.coefficient() * d.output().constant();
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    long[] solution = new long[rest.length];
    for (int i = 0; i < rest.length; i++) {
      long others = rest[i] - d.coefficient() * d.output().constant() - middle;
      long quotient = (others + half) >> shift;
      solution[i] = d.coefficient() < 0 ? quotient : -quotient;
    }
    return solution;
  }
}
