package pot.zk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DyadicTest {
  private static final BigDecimal TWO = BigDecimal.TWO;

  /** 2^e, exactly. */
  private static BigDecimal power(int e) {
    return e >= 0 ? TWO.pow(e) : new BigDecimal(BigInteger.valueOf(5).pow(-e), -e);
  }

  /**
   * The definition, by exact decimal arithmetic: the multiple of a unit that is nearest, ties even.
   */
  private static BigDecimal rounded(BigDecimal x) {
    int e = 0;
    while (x.compareTo(power(e + 20)) >= 0) {
      e++;
    }
    while (x.compareTo(power(e + 19)) < 0) {
      e--;
    }
    return x.multiply(power(-e)).setScale(0, RoundingMode.HALF_EVEN).multiply(power(e));
  }

  /** Computed by Python's fractions. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0.000, 0, 0",
    "-0, 0, 0",
    "0e999999999, 0, 0",
    "1, 1, 0",
    "2, 1, 1",
    "+1.50, 3, -1",
    "1e2, 25, 2",
    "1., 1, 0",
    ".5, 1, -1",
    "0.1, 838861, -23",
    "0.01, 671089, -26",
    "1e-3, 536871, -29",
    "3E-4, 644245, -31",
    "0.9, 471859, -19",
    "0.0001, 858993, -33",
    "0.3333333333333333, 699051, -21",
    "1048575, 1048575, 0",
    "1048577, 1, 20",
    "1048579, 262145, 2",
    "1e-300, 43889, -1012",
  })
  void decimalsAreRoundedToTwentyBits(String decimal, long m, int e) {
    assertThat(Dyadic.ofDecimal(decimal)).isEqualTo(new Dyadic(m, e));
  }

  @ParameterizedTest
  @CsvSource({"1,-1074", "1048575,-1074", "1048575,-1055", "3,-1", "1048575,0", "1,1023", "0,0"})
  void itsDoubleIsExact(long m, int e) {
    Dyadic x = new Dyadic(m, e);
    assertThat(new BigDecimal(x.doubleValue())).isEqualByComparingTo(x.toBigDecimal());
  }

  /** There is no double as large. */
  @Test
  void orInfinite() {
    assertThat(new Dyadic(3, 1023).doubleValue()).isInfinite();
  }

  @Test
  void tiesGoToEven() {
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      long m = random.nextLong(1 << 19, 1 << 20);
      BigDecimal unit = power(random.nextInt(-90, 90));
      BigDecimal tie = new BigDecimal(2 * m + 1).multiply(unit);
      BigDecimal even = new BigDecimal(2 * (m + m % 2)).multiply(unit);
      assertThat(Dyadic.ofDecimal(tie).toBigDecimal()).isEqualByComparingTo(even);
      BigDecimal bit = unit.movePointLeft(30);
      BigDecimal down = new BigDecimal(2 * m).multiply(unit);
      BigDecimal up = new BigDecimal(2 * m + 2).multiply(unit);
      assertThat(Dyadic.ofDecimal(tie.subtract(bit)).toBigDecimal()).isEqualByComparingTo(down);
      assertThat(Dyadic.ofDecimal(tie.add(bit)).toBigDecimal()).isEqualByComparingTo(up);
    }
  }

  @Test
  void justBelowAPowerOfTwoIsRoundedUpToIt() {
    assertThat(Dyadic.ofDecimal("1048575.5")).isEqualTo(new Dyadic(1, 20));
    assertThat(Dyadic.ofDecimal("1048575.4999")).isEqualTo(new Dyadic(1048575, 0));
    assertThat(Dyadic.ofDecimal("0.99999999999")).isEqualTo(new Dyadic(1, 0));
  }

  @Test
  void randomDecimalsAreRoundedAsDefined() {
    Random random = new Random(2);
    for (int i = 0; i < 3000; i++) {
      BigInteger digits = new BigInteger(1 + random.nextInt(120), random).add(BigInteger.ONE);
      BigDecimal x = new BigDecimal(digits, random.nextInt(-20, 60));
      assertThat(Dyadic.ofDecimal(x).toBigDecimal()).isEqualByComparingTo(rounded(x));
      assertThat(Dyadic.ofDecimal(x.toString())).isEqualTo(Dyadic.ofDecimal(x));
    }
  }

  @Test
  void aDoubleIsItsShortestDecimal() {
    assertThat(Dyadic.of(0.01)).isEqualTo(Dyadic.ofDecimal("0.01"));
    assertThat(Dyadic.of(0)).isEqualTo(Dyadic.ZERO);
    assertThat(Dyadic.of(-0.0)).isEqualTo(Dyadic.ZERO);
    // Between two numbers of 20 bits: the decimal is the tie, the double may be beside it.
    assertThat(Dyadic.of(1048577)).isEqualTo(new Dyadic(1, 20));
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      double x = Math.scalb(random.nextDouble() + 1, random.nextInt(-1000, 1000));
      assertThat(Dyadic.of(x)).isEqualTo(Dyadic.ofDecimal(Double.toString(x)));
    }
  }

  @Test
  void whatIsRoundedStaysSo() {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      Dyadic d =
          new Dyadic(
              random.nextLong(1 << 19) * 2 + 1, random.nextInt(Dyadic.MIN_E, Dyadic.MAX_E + 1));
      assertThat(Dyadic.ofDecimal(d.toBigDecimal())).isEqualTo(d);
      assertThat(d.toBigDecimal())
          .isEqualByComparingTo(new BigDecimal(d.m()).multiply(power(d.e())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "0.01", "0.1", "0.0003", "0.9", "123.456", "1E+30", "2.5E-20"})
  void isShownAsTheDecimalItCameFrom(String decimal) {
    assertThat(Dyadic.ofDecimal(decimal)).hasToString(decimal);
  }

  @Test
  void whatIsShownReadsBack() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      Dyadic d =
          new Dyadic(
              random.nextLong(1 << 19) * 2 + 1, random.nextInt(Dyadic.MIN_E, Dyadic.MAX_E + 1));
      assertThat(Dyadic.ofDecimal(d.toString())).isEqualTo(d);
      assertThat(new BigDecimal(d.toString()).round(new MathContext(8)))
          .isEqualByComparingTo(d.toString());
    }
    for (int e = Dyadic.MIN_E; e <= Dyadic.MAX_E; e++) {
      assertThat(Dyadic.ofDecimal(new Dyadic(1, e).toString())).isEqualTo(new Dyadic(1, e));
    }
  }

  @Test
  void knowsWhatIsBelowOne() {
    assertThat(Dyadic.ZERO.isBelowOne()).isTrue();
    assertThat(new Dyadic(1, 0).isBelowOne()).isFalse();
    assertThat(new Dyadic(1, -1).isBelowOne()).isTrue();
    assertThat(new Dyadic(3, -1).isBelowOne()).isFalse();
    assertThat(new Dyadic(1048575, -19).isBelowOne()).isFalse();
    assertThat(new Dyadic(1048575, -20).isBelowOne()).isTrue();
    assertThat(new Dyadic(1, -64).isBelowOne()).isTrue();
    assertThat(new Dyadic(1, Dyadic.MIN_E).isBelowOne()).isTrue();
    assertThat(new Dyadic(1, 5).isBelowOne()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, number.m",
    "2, 0, number.m",
    "1048574, 0, number.m",
    "1048576, 0, number.m",
    "1048577, 0, number.m",
    "0, 1, number.e",
    "0, -1, number.e",
    "1, -1075, number.e",
    "1, 1024, number.e",
    "-9223372036854775808, 0, number.m",
  })
  void otherFormsAreRefused(long m, int e, String field) {
    Refusals.refused(field, () -> new Dyadic(m, e));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-1e-3",
        "1 ",
        " 1",
        ".",
        "e1",
        "1e",
        "1e+",
        "0x1p3",
        "1f",
        "NaN",
        "Infinity",
        "1,5",
        "1_000",
        "\u0661",
        "1e1000",
        "1e-1000",
        "1e999999999",
        "1e-999999999",
        "1e9999999999",
        "1e-330",
        "4.9E-324",
        "1.8e314"
      })
  void whatIsNoSuchDecimalIsRefused(String decimal) {
    Refusals.refused("number", () -> Dyadic.ofDecimal(decimal));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE
      })
  void whatIsNoSuchDoubleIsRefused(double x) {
    Refusals.refused("number", () -> Dyadic.of(x));
  }

  /** The longest text, and the most digits, that are read. */
  @Test
  void decimalsAreReadUpToTheirLimits() {
    String longest = "1." + "0".repeat(1198);
    assertThat(Dyadic.ofDecimal(longest)).isEqualTo(new Dyadic(1, 0));
    Refusals.refused("number", () -> Dyadic.ofDecimal(longest + "0"));
    // About 1/2 and about 1: only their digits are too many, or not.
    BigInteger digits = BigInteger.ONE.shiftLeft(4095).add(BigInteger.ONE);
    assertThat(Dyadic.ofDecimal(new BigDecimal(digits, 1233)).isZero()).isFalse();
    Refusals.refused("number", () -> Dyadic.ofDecimal(new BigDecimal(digits.shiftLeft(1), 1233)));
  }

  @Test
  void hugeDecimalsCostLittle() {
    Refusals.refused("number", () -> Dyadic.ofDecimal("9".repeat(1 << 20)));
    Refusals.refused("number", () -> Dyadic.ofDecimal("0." + "0".repeat(1 << 20) + "1"));
    Refusals.refused(
        "number", () -> Dyadic.ofDecimal(new BigDecimal(BigInteger.ONE.shiftLeft(1 << 20))));
    Refusals.refused(
        "number", () -> Dyadic.ofDecimal(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)));
    Refusals.refused(
        "number", () -> Dyadic.ofDecimal(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE)));
    assertThat(Dyadic.ofDecimal(new BigDecimal(1e-300))).isEqualTo(Dyadic.ofDecimal("1e-300"));
  }
}
