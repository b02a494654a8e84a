package pot.zk.relation;

import java.util.List;

/**
 * A relation is solved for an output: it gets the value that puts the remainder next to the middle
 * of its range, rounded half up in one way only, and the remainder what is left.
 *
 * @param coefficient of the output's value, a power of two or its negative
 */
public record Solution(Output output, long coefficient) implements Determination {
  @Override
  public List<TensorSpec> tensors() {
    return output.tensors();
  }

  @Override
  public void run(Relation relation, Trace trace) {
    output.tensors().forEach(t -> trace.put(t, new long[t.paddedSize()]));
    long[] values = relation.evaluate(trace);
    long[] solution = solve(relation, values);
    for (int i = 0; i < values.length; i++) {
      values[i] += coefficient * (solution[i] - output.constant());
    }
    output.put(trace, solution);
    relation.remainder().ifPresent(r -> trace.put(r, values));
  }

  /** What {@link #run} would give, from the remainders that come with known values. */
  public long[] canonical(Relation relation, long[] remainders, long[] known) {
    long[] rest = remainders.clone();
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= coefficient * (known[i] - output.constant());
    }
    return solve(relation, rest);
  }

  /** The output's value, from the sum of everything where its tensors are zero. */
  private long[] solve(Relation relation, long[] rest) {
    int shift = Long.numberOfTrailingZeros(Math.abs(coefficient));
    // The middle of the remainder's range, and half a unit of the output.
    long middle = relation.constant() - coefficient * output.constant();
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    long[] solution = new long[rest.length];
    for (int i = 0; i < rest.length; i++) {
      long others = rest[i] - coefficient * output.constant() - middle;
      long quotient = (others + half) >> shift;
      solution[i] = coefficient < 0 ? quotient : -quotient;
    }
    return solution;
  }
}
