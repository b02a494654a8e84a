package pot.zk.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;
import pot.zk.error.UnusableRequestException;

/**
 * The number m * 2^e, not negative: a decimal rounded half-even to {@value #BITS} significant bits.
 * Each number has one form.
 *
 * <p>Throws {@link UnusableRequestException} for any other m or e.
 *
 * @param m odd and in [1, 2^20), or 0
 * @param e in [{@value #MIN_E}, {@value #MAX_E}]; 0 if m is 0
 */
public record Dyadic(long m, int e) {
  /** Significant bits. */
  public static final int BITS = 20;

  public static final int MIN_E = -1074;
  public static final int MAX_E = 1023;

  public static final Dyadic ZERO = new Dyadic(0, 0);

  static final int MAX_M = (1 << BITS) - 1;

  /**
   * Decimals beyond ten to this power, up or down, are out of range without computing; keeps huge
   * exponents cheap.
   */
  private static final int MAX_DECIMAL_EXPONENT = 400;

  /** More than any double's exact decimal needs. */
  private static final int MAX_DECIMAL_CHARS = 1200;

  private static final int MAX_UNSCALED_BITS = 4096;

  /** Decimal digits that tell any two numbers of {@value #BITS} bits apart. */
  private static final int MAX_DIGITS = 8;

  /** Numbers beyond ten to this power, up or down, are shown with an exponent. */
  private static final int MAX_PLAIN_EXPONENT = 12;

  private static final int MAX_SUGGESTION_CHARS = 40;

  private static final String NUMBER = "number";

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");

  public Dyadic {
    check(NUMBER, m, e);
  }

  /** The number at a place of a document, so that the error can name it. */
  static Dyadic at(String path, long m, long e) {
    check(path, m, e);
    return new Dyadic(m, (int) e);
  }

  /**
   * The number nearest to a decimal, such as {@code 0.01} or {@code 1e-3}.
   *
   * @throws UnusableRequestException if it is no decimal, is negative, has over {@value
   *     #MAX_DECIMAL_CHARS} characters, or is outside the range of e
   */
  public static Dyadic ofDecimal(String decimal) {
    if (decimal.length() > MAX_DECIMAL_CHARS || !DECIMAL.matcher(decimal).matches()) {
      throw unusable("\"" + Checks.clip(decimal) + "\"", "a decimal number such as 0.01 or 1e-3");
    }
    return ofDecimal(new BigDecimal(decimal));
  }

  /**
   * The number nearest to a decimal.
   *
   * @throws UnusableRequestException if it is negative, has more digits than any double, or is
   *     outside the range of e
   */
  public static Dyadic ofDecimal(BigDecimal decimal) {
    if (decimal.signum() == 0) {
      return ZERO;
    }
    if (decimal.unscaledValue().bitLength() > MAX_UNSCALED_BITS) {
      throw unusable("a decimal of more than a thousand digits", "one of fewer digits");
    }
    long exponent = (long) decimal.precision() - decimal.scale();
    if (decimal.signum() < 0 || Math.abs(exponent) > MAX_DECIMAL_EXPONENT) {
      throw outside(decimal);
    }
    Rounded r = round(decimal);
    if (r.e < MIN_E || r.e > MAX_E) {
      throw outside(decimal);
    }
    return new Dyadic(r.m, r.e);
  }

  /**
   * The number nearest to the shortest decimal that gives this double: {@code of(0.01)} is {@code
   * ofDecimal("0.01")}.
   *
   * @throws UnusableRequestException if it is not finite, is negative, or is outside the range of e
   */
  public static Dyadic of(double x) {
    if (!Double.isFinite(x)) {
      throw unusable(Double.toString(x), "a finite number");
    }
    return ofDecimal(new BigDecimal(Double.toString(x)));
  }

  /**
   * The exact value, which every double in this range has; infinite above them. Without {@link
   * BigDecimal}, whose powers of five take a cold process 20 ms to compute.
   */
  public double doubleValue() {
    return Math.scalb((double) m, e);
  }

  /** The exact value. */
  public BigDecimal toBigDecimal() {
    BigInteger exact = BigInteger.valueOf(m);
    return e >= 0
        ? new BigDecimal(exact.shiftLeft(e))
        : new BigDecimal(exact.multiply(BigInteger.valueOf(5).pow(-e)), -e);
  }

  public boolean isZero() {
    return m == 0;
  }

  boolean isBelowOne() {
    return m == 0 || e <= -BITS || (e < 0 && m >>> -e == 0);
  }

  /**
   * A short decimal that is rounded to this number, as short as can be; not always the exact one.
   */
  @Override
  public String toString() {
    if (m == 0) {
      return "0";
    }
    BigDecimal exact = toBigDecimal();
    Rounded self = new Rounded(m, e);
    BigDecimal decimal = exact;
    for (int digits = 1; digits <= MAX_DIGITS; digits++) {
      decimal = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (round(decimal).equals(self)) {
        break;
      }
    }
    BigDecimal stripped = decimal.stripTrailingZeros();
    return Math.abs(stripped.precision() - stripped.scale()) <= MAX_PLAIN_EXPONENT
        ? stripped.toPlainString()
        : stripped.toString();
  }

  /** How a document writes the decimal, if it is one. */
  static Optional<String> suggestion(String decimal) {
    if (decimal.length() > MAX_SUGGESTION_CHARS) {
      return Optional.empty();
    }
    try {
      return Optional.of(decimal + " is " + ofDecimal(decimal).form());
    } catch (UnusableRequestException e) {
      return Optional.empty();
    }
  }

  private String form() {
    return "{\"e\":" + e + ",\"m\":" + m + "}";
  }

  /** m * 2^e with m odd and below 2^20, e unbounded. */
  private record Rounded(long m, int e) {}

  /** The positive decimal, half-even to {@value #BITS} bits, by integer arithmetic. */
  private static Rounded round(BigDecimal decimal) {
    BigInteger power = BigInteger.TEN.pow(Math.abs(decimal.scale()));
    boolean fraction = decimal.scale() > 0;
    BigInteger numerator = decimal.unscaledValue().multiply(fraction ? BigInteger.ONE : power);
    BigInteger denominator = fraction ? power : BigInteger.ONE;
    int e = floorLog2(numerator, denominator) - (BITS - 1);
    BigInteger unit = denominator.shiftLeft(Math.max(e, 0));
    BigInteger[] parts = numerator.shiftLeft(Math.max(-e, 0)).divideAndRemainder(unit);
    BigInteger rounded = parts[0];
    int half = parts[1].shiftLeft(1).compareTo(unit);
    if (half > 0 || (half == 0 && rounded.testBit(0))) {
      rounded = rounded.add(BigInteger.ONE);
    }
    int zeros = rounded.getLowestSetBit();
    return new Rounded(rounded.shiftRight(zeros).longValueExact(), e + zeros);
  }

  /** The largest k with 2^k at most numerator / denominator. */
  private static int floorLog2(BigInteger numerator, BigInteger denominator) {
    int k = numerator.bitLength() - denominator.bitLength();
    BigInteger left = numerator.shiftLeft(Math.max(-k, 0));
    BigInteger right = denominator.shiftLeft(Math.max(k, 0));
    return left.compareTo(right) >= 0 ? k : k - 1;
  }

  private static void check(String path, long m, long e) {
    Checks.range(path + ".m", m, 0, MAX_M);
    if (m == 0) {
      Checks.range(path + ".e", e, 0, 0);
    }
    Checks.range(path + ".e", e, MIN_E, MAX_E);
    if (m != 0 && m % 2 == 0) {
      throw new UnusableRequestException(
          path + ".m",
          "the even number " + m,
          "an odd integer or 0",
          "halve m and add one to e until m is odd");
    }
  }

  private static UnusableRequestException outside(BigDecimal decimal) {
    return unusable(
        Checks.clip(decimal.toString()),
        "0, or m * 2^e with m odd below 2^" + BITS + " and e from " + MIN_E + " to " + MAX_E);
  }

  private static UnusableRequestException unusable(String found, String expected) {
    return new UnusableRequestException(NUMBER, found, expected, "choose another number");
  }
}
