package pot.zk.relation;

import java.util.List;

/**
 * Relations that end in a remainder: half a unit is added, and what is left lies in [0, 2^bits).
 */
final class Remainders {
  private Remainders() {}

  /** sum of terms + 2^(bits-1) = Rem, Rem of the shape of another tensor. */
  static Relation relation(String name, TensorSpec shape, List<Term> terms, int bits) {
    TensorSpec remainder =
        new TensorSpec(
            name + ".remainder",
            Owner.AUXILIARY,
            shape.rows(),
            shape.columns(),
            0,
            bits,
            false,
            false);
    return new Relation(
        name, shape.rows(), shape.columns(), List.copyOf(terms), 1L << (bits - 1), remainder);
  }
}
