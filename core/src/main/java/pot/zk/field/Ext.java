package pot.zk.field;

import static pot.zk.field.Goldilocks.add;
import static pot.zk.field.Goldilocks.mul;
import static pot.zk.field.Goldilocks.neg;
import static pot.zk.field.Goldilocks.sub;

/**
 * An element c0 + c1 u of the challenge field K = F[u]/(u^2 - 7), of about 2^128 elements.
 *
 * <p>7 generates the multiplicative group of F, so it is no square and K is a field.
 *
 * @param c0 canonical element of F
 * @param c1 canonical element of F
 */
public record Ext(long c0, long c1) {
  /** u^2. */
  public static final long NON_RESIDUE = 7;

  /** Bytes of an element on the wire: c0 then c1, each little-endian. */
  public static final int BYTES = 16;

  public static final Ext ZERO = new Ext(0, 0);
  public static final Ext ONE = new Ext(1, 0);

  /** The element of F with this canonical value. */
  public static Ext of(long canonical) {
    return new Ext(canonical, 0);
  }

  /** The element of F congruent to a signed integer. */
  public static Ext ofSigned(long value) {
    return new Ext(Goldilocks.fromSigned(value), 0);
  }

  /** 2^exponent, exponent &gt;= 0. */
  public static Ext powerOfTwo(int exponent) {
    return of(Goldilocks.pow(2, exponent));
  }

  public Ext plus(Ext o) {
    return new Ext(add(c0, o.c0), add(c1, o.c1));
  }

  public Ext minus(Ext o) {
    return new Ext(sub(c0, o.c0), sub(c1, o.c1));
  }

  public Ext negate() {
    return new Ext(neg(c0), neg(c1));
  }

  public Ext times(Ext o) {
    return new Ext(
        add(mul(c0, o.c0), mul(NON_RESIDUE, mul(c1, o.c1))), add(mul(c0, o.c1), mul(c1, o.c0)));
  }

  /** Product with an element of F. */
  public Ext times(long canonical) {
    return new Ext(mul(c0, canonical), mul(c1, canonical));
  }

  public boolean isZero() {
    return (c0 | c1) == 0;
  }

  public boolean isInBaseField() {
    return c1 == 0;
  }

  /**
   * The inverse: conjugate over norm, the norm c0^2 - 7 c1^2 being a non-zero element of F.
   *
   * @throws ArithmeticException if this is zero
   */
  public Ext inverse() {
    long norm = sub(mul(c0, c0), mul(NON_RESIDUE, mul(c1, c1)));
    long i = Goldilocks.inverse(norm);
    return new Ext(mul(c0, i), mul(neg(c1), i));
  }

  /** As a record's own, which would be linked at the first comparison: milliseconds at a start. */
  @Override
  public boolean equals(Object o) {
    return o instanceof Ext e && c0 == e.c0 && c1 == e.c1;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(c0) + Long.hashCode(c1);
  }
}
