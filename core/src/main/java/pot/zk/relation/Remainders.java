package pot.zk.relation;

import java.util.List;
import java.util.Optional;

/**
 * Relations that end in a remainder: half a unit is added, and what is left lies in [0, 2^bits).
 */
final class Remainders {
  private Remainders() {}

  /**
   * sum of terms + 2^(bits-1) = Rem.
   *
   * @param terms with those of the output
   * @param output what the relation is solved for
   * @param coefficient of the output
   */
  static Relation rounded(
      String name,
      int rows,
      int columns,
      List<Term> terms,
      Output output,
      long coefficient,
      int bits) {
    TensorSpec remainder =
        new TensorSpec(name + ".remainder", Owner.AUXILIARY, rows, columns, 0, bits, false, false);
    return new Relation(
        name,
        rows,
        columns,
        List.copyOf(terms),
        (1L << (bits - 1)) + Math.multiplyExact(coefficient, output.constant()),
        Optional.of(remainder),
        Optional.of(new Solution(output, coefficient)));
  }
}
