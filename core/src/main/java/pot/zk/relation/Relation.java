package pot.zk.relation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import pot.zk.parallel.Block;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;

/**
 * An identity over the integers at every place of a padded shape: sum of terms + constant =
 * remainder. The remainder is a tensor of its own whose range is what the relation is worth (a
 * rounding, a tolerance); without one, the sum is zero.
 *
 * <p>No wrap modulo p is possible for any prover: the bounds of all parts add up to less than 2^63.
 *
 * @param rows, columns the declared shape
 * @param determined what follows from it when a step is done
 */
public record Relation(
    String name,
    int rows,
    int columns,
    List<Term> terms,
    long constant,
    Optional<TensorSpec> remainder,
    Optional<Determination> determined) {
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
    return sum.add(BigInteger.valueOf(remainder.map(TensorSpec::bound).orElse(0L)));
  }

  /** Whether no choice of values in range can wrap. */
  public boolean cannotWrap() {
    return bound().compareTo(LIMIT) < 0;
  }

  /** sum of terms + constant at every place: what the remainder must be. */
  public long[] evaluate(Trace trace) {
    return evaluate(trace, (sums, block) -> {});
  }

  /**
   * As {@link #evaluate(Trace)}.
   *
   * @param then given each block once it is done, to look at it or change it while it is cached
   */
  public long[] evaluate(Trace trace, BiConsumer<long[], Block> then) {
    return evaluate(trace, List.of(), then);
  }

  /**
   * As if these tensors were zero.
   *
   * @param zero tensors that enter as entries only
   */
  long[] evaluate(Trace trace, List<TensorSpec> zero, BiConsumer<long[], Block> then) {
    List<Summand> summands = new ArrayList<>();
    for (Term term : terms) {
      if (!(term instanceof Entry(TensorSpec tensor, long coefficient) && isOneOf(zero, tensor))) {
        summands.add(term.summand(trace));
      }
    }
    return sum(summands, constant, then);
  }

  /** By name alone, as names are unique: comparing whole records costs a cold process 10 ms. */
  private static boolean isOneOf(List<TensorSpec> tensors, TensorSpec tensor) {
    return tensors.stream().anyMatch(t -> t.name().equals(tensor.name()));
  }

  /** The values of a term of this shape, at every place. */
  public long[] evaluate(Term term, Trace trace) {
    return sum(List.of(term.summand(trace)), 0, (sums, block) -> {});
  }

  private long[] sum(List<Summand> summands, long start, BiConsumer<long[], Block> then) {
    long[] sums = new long[paddedSize()];
    Workers.forBlocks(
        1 << rowVariables(),
        1 << columnVariables(),
        block -> {
          for (int row = block.fromRow(); row < block.toRow(); row++) {
            Arrays.fill(sums, block.start(row), block.end(row), start);
          }
          summands.forEach(s -> s.addTo(sums, block));
          then.accept(sums, block);
        });
    return sums;
  }

  /**
   * Does the relation's part of a step.
   *
   * @throws IllegalStateException if the relation determines nothing
   */
  public void determine(Trace trace) {
    determined
        .orElseThrow(() -> new IllegalStateException(name + " determines nothing"))
        .run(this, trace);
  }

  /** How it is solved, if it is: for the updates and what is rounded. */
  public Optional<Solution> solution() {
    return determined.filter(Solution.class::isInstance).map(Solution.class::cast);
  }

  /** Computes the remainder from all else, wherever that leads. */
  public void putRemainder(Trace trace) {
    remainder.ifPresent(r -> trace.put(r, evaluate(trace)));
  }
}
