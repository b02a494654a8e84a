package pot.zk.fixedpoint;

import java.math.BigInteger;
import pot.zk.model.Dyadic;

/** A rational number, not negative, exact. */
record Rational(BigInteger numerator, BigInteger denominator) {
  static Rational of(Dyadic d) {
    BigInteger m = BigInteger.valueOf(d.m());
    return d.e() >= 0
        ? new Rational(m.shiftLeft(d.e()), BigInteger.ONE)
        : new Rational(m, BigInteger.ONE.shiftLeft(-d.e()));
  }

  static Rational product(Dyadic a, Dyadic b) {
    Rational x = of(a);
    Rational y = of(b);
    return x.times(y.numerator, y.denominator);
  }

  boolean isZero() {
    return numerator.signum() == 0;
  }

  Rational plus(Rational o) {
    return new Rational(
        numerator.multiply(o.denominator).add(o.numerator.multiply(denominator)),
        denominator.multiply(o.denominator));
  }

  Rational times(BigInteger n, BigInteger d) {
    return new Rational(numerator.multiply(n), denominator.multiply(d));
  }

  /** floor(this * 2^frac + 1/2). */
  long roundHalfUp(int frac) {
    BigInteger twice = numerator.shiftLeft(frac + 1).add(denominator);
    BigInteger rounded = twice.divide(denominator.shiftLeft(1));
    if (rounded.bitLength() > 62) {
      return Long.MAX_VALUE;
    }
    return rounded.longValueExact();
  }

  /**
   * The fractional bits that give the number this many significant bits: the largest f with this *
   * 2^f &lt; 2^bits.
   */
  int fracForBits(int bits) {
    return bits - 1 - floorLog2();
  }

  /** floor(log2 this). */
  int floorLog2() {
    int guess = numerator.bitLength() - denominator.bitLength();
    BigInteger left = guess >= 0 ? numerator : numerator.shiftLeft(-guess);
    BigInteger right = guess >= 0 ? denominator.shiftLeft(guess) : denominator;
    return left.compareTo(right) >= 0 ? guess : guess - 1;
  }
}
