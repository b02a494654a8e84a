package pot.zk.fixedpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables are the nearest integers, by decimal arithmetic that shares nothing with them. */
class ExponentialTableTest {
  private static final MathContext DIGITS = new MathContext(60);

  @ParameterizedTest
  @ValueSource(ints = {-64, -62, -36, -28, -20, -12, -4, 0, 1, 4, 12})
  void nearestIntegers(int exponent) {
    long[] table = ExponentialTable.of(exponent, 8);
    BigDecimal base = exponential(exponent);
    BigDecimal scale = new BigDecimal(1L << ExponentialTable.FRAC);
    BigDecimal power = BigDecimal.ONE;
    for (long entry : table) {
      BigDecimal exact = power.multiply(scale, DIGITS);
      assertThat(entry).isEqualTo(exact.setScale(0, RoundingMode.HALF_UP).longValueExact());
      power = power.multiply(base, DIGITS);
    }
  }

  /** Known values: 2^30 exp(-1) = 395007542.4..., 2^30 exp(-1/16) = 1008684208.0... */
  @Test
  void knownValues() {
    assertThat(ExponentialTable.of(0, 2)).containsExactly(1L << 30, 395007542, 145315154, 53458458);
  }

  @Test
  void nothingIsLeftOfTheFarthest() {
    assertThat(ExponentialTable.of(5, 1)).containsExactly(1L << 30, 0);
  }

  /** exp(-2^exponent): from the argument halved often, squared as often. */
  private static BigDecimal exponential(int exponent) {
    int halvings = Math.max(0, exponent + 10);
    BigDecimal x = BigDecimal.valueOf(2).pow(exponent - halvings, DIGITS).negate();
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int i = 1; i < 40; i++) {
      term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, new MathContext(90));
    }
    return sum;
  }
}
