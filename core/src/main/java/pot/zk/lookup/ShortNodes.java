package pot.zk.lookup;

import pot.zk.field.Ext;

/**
 * What nodes are that add up no leaf, one or two: linear in small integers, with coefficients that
 * depend on alpha alone.
 *
 * <pre>
 *   no leaf (padding)   n = 0           d = 1
 *   1/(alpha - a)       n = 1           d = alpha - a
 *   two of them         n = 2 alpha - s d = alpha^2 - alpha s + q     s = a + a', q = a a'
 * </pre>
 */
final class ShortNodes {
  /** base + first * (a or s) + second * q. */
  record Form(Ext base, Ext first, Ext second) {
    Form times(Ext x) {
      return new Form(base.times(x), first.times(x), second.times(x));
    }

    Form plus(Form o) {
      return new Form(base.plus(o.base), first.plus(o.first), second.plus(o.second));
    }
  }

  private final Form[] numerators;
  private final Form[] denominators;

  ShortNodes(Ext alpha) {
    Ext minusOne = Ext.ONE.negate();
    Form zero = new Form(Ext.ZERO, Ext.ZERO, Ext.ZERO);
    Form one = new Form(Ext.ONE, Ext.ZERO, Ext.ZERO);
    this.numerators = new Form[] {zero, one, new Form(alpha.plus(alpha), minusOne, Ext.ZERO), zero};
    this.denominators =
        new Form[] {
          one,
          new Form(alpha, minusOne, Ext.ZERO),
          new Form(alpha.times(alpha), alpha.negate(), Ext.ONE),
          zero
        };
  }

  /** The numerator of a node of so many leaves; nothing for {@link RunShape#GENERAL} ones. */
  Form numerator(int leaves) {
    return numerators[leaves];
  }

  Form denominator(int leaves) {
    return denominators[leaves];
  }
}
