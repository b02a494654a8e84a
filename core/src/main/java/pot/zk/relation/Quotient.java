package pot.zk.relation;

import java.util.List;

/**
 * Divides: with a + s - 2 p s = Rem, p is floor((a + s) / 2 s) = a / 2 s rounded half up, and zero
 * where s is zero.
 *
 * @param quotient p, known to be less than 2^62 / s
 * @param divisor s, one column, not negative
 */
record Quotient(TensorSpec quotient, TensorSpec divisor) implements Determination {
  @Override
  public List<TensorSpec> tensors() {
    return List.of(quotient);
  }

  @Override
  public void run(Relation relation, Trace trace) {
    long[] p = new long[quotient.paddedSize()];
    trace.put(quotient, p);
    long[] values = relation.evaluate(trace);
    long[] s = trace.get(divisor);
    int width = quotient.paddedColumns();
    for (int i = 0; i < p.length; i++) {
      long twice = 2 * s[i / width];
      p[i] = twice == 0 ? 0 : Math.floorDiv(values[i], twice);
    }
    relation.putRemainder(trace);
  }
}
