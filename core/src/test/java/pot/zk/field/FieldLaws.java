package pot.zk.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The laws every finite field obeys, to be checked on chosen elements.
 *
 * @param order the number of elements
 */
record FieldLaws<T>(
    BigInteger order,
    T zero,
    T one,
    BinaryOperator<T> add,
    BinaryOperator<T> sub,
    BinaryOperator<T> mul,
    UnaryOperator<T> negate,
    UnaryOperator<T> inverse) {

  /** Checks all laws on all pairs and triples; {@code origin} tells in a failure what they were. */
  void check(List<T> elements, String origin) {
    assertThatThrownBy(() -> inverse.apply(zero)).isInstanceOf(ArithmeticException.class);
    for (T a : elements) {
      same(plus(a, zero), a, origin, a);
      same(times(a, one), a, origin, a);
      same(times(a, zero), zero, origin, a);
      same(plus(a, negate.apply(a)), zero, origin, a);
      same(power(a, order), a, origin, a);
      if (!a.equals(zero)) {
        same(times(a, inverse.apply(a)), one, origin, a);
      }
      for (T b : elements) {
        same(plus(a, b), plus(b, a), origin, a, b);
        same(times(a, b), times(b, a), origin, a, b);
        same(sub.apply(a, b), plus(a, negate.apply(b)), origin, a, b);
        for (T c : elements) {
          same(plus(plus(a, b), c), plus(a, plus(b, c)), origin, a, b, c);
          same(times(times(a, b), c), times(a, times(b, c)), origin, a, b, c);
          same(times(a, plus(b, c)), plus(times(a, b), times(a, c)), origin, a, b, c);
        }
      }
    }
  }

  private T plus(T a, T b) {
    return add.apply(a, b);
  }

  private T times(T a, T b) {
    return mul.apply(a, b);
  }

  private T power(T base, BigInteger exponent) {
    T result = one;
    for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
      result = times(result, result);
      if (exponent.testBit(bit)) {
        result = times(result, base);
      }
    }
    return result;
  }

  @SafeVarargs
  private static <T> void same(T actual, T expected, String origin, T... elements) {
    assertThat(actual).as("%s: %s", origin, List.of(elements)).isEqualTo(expected);
  }
}
