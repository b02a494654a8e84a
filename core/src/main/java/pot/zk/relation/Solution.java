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
    long[] solution = new long[relation.paddedSize()];
    long[] remainders =
        relation.evaluate(
            trace,
            output.tensors(),
            (sums, block) -> {
              for (int row = block.fromRow(); row < block.toRow(); row++) {
                solve(relation, sums, solution, block.start(row), block.end(row));
                for (int i = block.start(row); i < block.end(row); i++) {
                  sums[i] += coefficient * (solution[i] - output.constant());
                }
              }
            });
    output.put(trace, solution);
    relation.remainder().ifPresent(r -> trace.put(r, remainders));
  }

  /** What {@link #run} would give, from the remainders that come with known values. */
  public long[] canonical(Relation relation, long[] remainders, long[] known) {
    long[] rest = remainders.clone();
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= coefficient * (known[i] - output.constant());
    }
    long[] solution = new long[rest.length];
    solve(relation, rest, solution, 0, rest.length);
    return solution;
  }

  /** The output's values in [from, to), from the sums of everything where its tensors are zero. */
  private void solve(Relation relation, long[] rest, long[] solution, int from, int to) {
    int shift = Long.numberOfTrailingZeros(Math.abs(coefficient));
    // Half a unit of the output is added, so that shifting rounds half up.
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    long less = relation.constant() - half;
    long sign = coefficient < 0 ? 1 : -1;
    for (int i = from; i < to; i++) {
      solution[i] = sign * ((rest[i] - less) >> shift);
    }
  }
}
