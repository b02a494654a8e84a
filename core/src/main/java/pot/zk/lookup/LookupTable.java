package pot.zk.lookup;

import pot.zk.commitment.Slice;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/**
 * What leaves are looked up in. An entry has a fingerprint, and so has a leaf; equal ones mean
 * equal entries of the same table but with small probability over delta.
 */
public sealed interface LookupTable {
  /** log2 of the number of entries. */
  int bits();

  /** The slice that holds how often each entry is looked up. */
  Slice multiplicities();

  /** The fingerprint of entry t. */
  Ext fingerprint(int t, Ext delta);

  /** Whether fingerprints depend on delta. */
  boolean usesDelta();

  /** The numbers 0 to 2^bits - 1, each its own fingerprint. */
  record Range(int bits, Slice multiplicities) implements LookupTable {
    @Override
    public Ext fingerprint(int t, Ext delta) {
      return Ext.of(t);
    }

    @Override
    public boolean usesDelta() {
      return false;
    }
  }

  /**
   * The graph of a public function: entry t stands for the pair (t, values[t]), its fingerprint is
   * t + values[t] delta + number delta^2.
   *
   * @param number from 1, unique within a layout
   * @param values canonical, one for each t
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Function(int number, int bits, long[] values, Slice multiplicities)
      implements LookupTable {
    @Override
    public Ext fingerprint(int t, Ext delta) {
      Ext value = delta.times(values[t]);
      return Ext.of(t).plus(value).plus(tag(delta));
    }

    /** number delta^2: what sets its entries apart from those of other tables. */
    Ext tag(Ext delta) {
      return delta.times(delta).times(number);
    }

    @Override
    public boolean usesDelta() {
      return true;
    }
  }

  /**
   * 1/(alpha - fingerprint) of every entry, by one inversion.
   *
   * @throws ArithmeticException if alpha is a fingerprint: of a range it cannot be, being outside F
   */
  default ExtVector reciprocals(Ext alpha, Ext delta) {
    int size = 1 << bits();
    ExtVector prefix = ExtVector.zeros(size);
    Ext product = Ext.ONE;
    for (int t = 0; t < size; t++) {
      prefix.set(t, product);
      product = product.times(alpha.minus(fingerprint(t, delta)));
    }
    Ext inverse = product.inverse();
    for (int t = size - 1; t >= 0; t--) {
      Ext reciprocal = prefix.get(t).times(inverse);
      inverse = inverse.times(alpha.minus(fingerprint(t, delta)));
      prefix.set(t, reciprocal);
    }
    return prefix;
  }
}
