package pot.zk.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The laws of F and K, and F against BigInteger, on random elements and on those next to the edges
 * of a word.
 */
class FieldLawsTest {
  private static final BigInteger P = new BigInteger("18446744069414584321");
  private static final long SEED = 17;

  private static List<Long> elements() {
    List<Long> elements = new ArrayList<>();
    long p = Goldilocks.MODULUS;
    for (long edge : new long[] {0, 1, 2, 7, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 1}) {
      elements.add(edge);
      elements.add(Goldilocks.reduce(p - edge));
      elements.add((p >>> 1) + edge);
    }
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      elements.add(Goldilocks.reduce(random.nextLong()));
    }
    return elements;
  }

  private static BigInteger big(long x) {
    return new BigInteger(Long.toUnsignedString(x));
  }

  @Test
  void baseFieldAgainstBigInteger() {
    assertThat(P.isProbablePrime(100)).isTrue();
    assertThat(big(Goldilocks.MODULUS)).isEqualTo(P);
    for (long a : elements()) {
      assertThat(Goldilocks.isCanonical(a)).isTrue();
      assertThat(big(Goldilocks.neg(a))).isEqualTo(big(a).negate().mod(P));
      assertThat(Goldilocks.fromSigned(-(a >>> 2)))
          .isEqualTo(Goldilocks.neg(Goldilocks.fromSigned(a >>> 2)));
      if (a != 0) {
        assertThat(big(Goldilocks.inverse(a))).isEqualTo(big(a).modInverse(P));
      }
      assertThat(big(Goldilocks.pow(a, 12345)))
          .isEqualTo(big(a).modPow(BigInteger.valueOf(12345), P));
      for (long b : elements()) {
        assertThat(big(Goldilocks.add(a, b))).isEqualTo(big(a).add(big(b)).mod(P));
        assertThat(big(Goldilocks.sub(a, b))).isEqualTo(big(a).subtract(big(b)).mod(P));
        assertThat(big(Goldilocks.mul(a, b))).isEqualTo(big(a).multiply(big(b)).mod(P));
      }
    }
  }

  /**
   * Any 128-bit value is reduced right, also those that no product of canonical elements reaches.
   */
  @Test
  void reduction() {
    long[] words = {
      0, 1, -1, 1L << 63, Goldilocks.MODULUS, Goldilocks.EPSILON, 0xFFFFFFFF00000000L
    };
    for (long hi : words) {
      for (long lo : words) {
        BigInteger value = big(hi).shiftLeft(64).add(big(lo));
        assertThat(big(Goldilocks.reduce128(hi, lo))).isEqualTo(value.mod(P));
      }
    }
  }

  @Test
  void rootsOfUnityHaveTheirOrder() {
    for (int k = 1; k <= Goldilocks.TWO_ADICITY; k++) {
      long root = Goldilocks.rootOfUnity(k);
      assertThat(Goldilocks.pow(root, 1L << (k - 1))).isEqualTo(Goldilocks.MODULUS - 1);
    }
    assertThat(Goldilocks.rootOfUnity(0)).isEqualTo(1);
    assertThatThrownBy(() -> Goldilocks.rootOfUnity(33))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sevenIsNoSquare() {
    assertThat(Goldilocks.pow(Ext.NON_RESIDUE, (Goldilocks.MODULUS - 1) >>> 1))
        .isEqualTo(Goldilocks.MODULUS - 1);
  }

  @Test
  void extensionLaws() {
    List<Ext> elements = new ArrayList<>(List.of(Ext.ZERO, Ext.ONE, new Ext(0, 1)));
    Random random = new Random(SEED + 1);
    List<Long> base = elements();
    for (int i = 0; i < 20; i++) {
      elements.add(
          new Ext(base.get(random.nextInt(base.size())), base.get(random.nextInt(base.size()))));
    }
    assertThat(new Ext(0, 1).times(new Ext(0, 1))).isEqualTo(Ext.of(Ext.NON_RESIDUE));
    for (Ext a : elements) {
      assertThat(a.plus(a.negate())).isEqualTo(Ext.ZERO);
      assertThat(a.times(Ext.ONE)).isEqualTo(a);
      if (!a.isZero()) {
        assertThat(a.times(a.inverse())).isEqualTo(Ext.ONE);
      }
      for (Ext b : elements) {
        assertThat(a.times(b)).isEqualTo(b.times(a));
        assertThat(a.minus(b).plus(b)).isEqualTo(a);
        for (Ext c : elements) {
          assertThat(a.times(b).times(c)).isEqualTo(a.times(b.times(c)));
          assertThat(a.times(b.plus(c))).isEqualTo(a.times(b).plus(a.times(c)));
        }
      }
    }
    assertThatThrownBy(Ext.ZERO::inverse).isInstanceOf(ArithmeticException.class);
  }
}
