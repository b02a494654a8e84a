package pot.zk.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The laws of F and K, and both against BigInteger, on random elements and on those next to the
 * edges of a word.
 */
class FieldLawsTest {
  private static final BigInteger P = new BigInteger("18446744069414584321");
  private static final long SEED = 17;
  private static final String ORIGIN = "seed " + SEED;

  private static final FieldLaws<Long> F =
      new FieldLaws<>(
          P,
          0L,
          1L,
          Goldilocks::add,
          Goldilocks::sub,
          Goldilocks::mul,
          Goldilocks::neg,
          Goldilocks::inverse);

  private static final FieldLaws<Ext> K =
      new FieldLaws<>(
          P.pow(2),
          Ext.ZERO,
          Ext.ONE,
          Ext::plus,
          Ext::minus,
          Ext::times,
          Ext::negate,
          Ext::inverse);

  private static List<Long> edges() {
    List<Long> edges = new ArrayList<>();
    long p = Goldilocks.MODULUS;
    for (long x : new long[] {0, 1, 2, 7, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 1}) {
      edges.add(x);
      edges.add(Goldilocks.reduce(p - x));
      edges.add((p >>> 1) + x);
    }
    return edges;
  }

  private static List<Long> elements() {
    List<Long> elements = edges();
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      elements.add(Goldilocks.reduce(random.nextLong()));
    }
    return elements;
  }

  private static List<Ext> extElements(int count) {
    List<Ext> elements = new ArrayList<>(List.of(Ext.ZERO, Ext.ONE, new Ext(0, 1)));
    Random random = new Random(SEED);
    List<Long> base = elements();
    while (elements.size() < count) {
      elements.add(
          new Ext(base.get(random.nextInt(base.size())), base.get(random.nextInt(base.size()))));
    }
    return elements;
  }

  private static BigInteger big(long x) {
    return new BigInteger(Long.toUnsignedString(x));
  }

  @Test
  void baseFieldLaws() {
    F.check(elements().subList(0, edges().size() + 6), ORIGIN);
  }

  @Test
  void extensionLaws() {
    K.check(extElements(24), ORIGIN);
  }

  @Test
  void baseFieldAgainstBigInteger() {
    assertThat(P.isProbablePrime(100)).isTrue();
    assertThat(big(Goldilocks.MODULUS)).isEqualTo(P);
    for (long a : elements()) {
      String what = ORIGIN + ": " + Long.toUnsignedString(a);
      assertThat(Goldilocks.isCanonical(a)).as(what).isTrue();
      assertThat(big(Goldilocks.neg(a))).as(what).isEqualTo(big(a).negate().mod(P));
      assertThat(Goldilocks.fromSigned(-(a >>> 2)))
          .as(what)
          .isEqualTo(Goldilocks.neg(Goldilocks.fromSigned(a >>> 2)));
      if (a != 0) {
        assertThat(big(Goldilocks.inverse(a))).as(what).isEqualTo(big(a).modInverse(P));
      }
      assertThat(big(Goldilocks.pow(a, 12345)))
          .as(what)
          .isEqualTo(big(a).modPow(BigInteger.valueOf(12345), P));
      for (long b : elements()) {
        String both = what + " and " + Long.toUnsignedString(b);
        assertThat(big(Goldilocks.add(a, b))).as(both).isEqualTo(big(a).add(big(b)).mod(P));
        assertThat(big(Goldilocks.sub(a, b))).as(both).isEqualTo(big(a).subtract(big(b)).mod(P));
        assertThat(big(Goldilocks.mul(a, b))).as(both).isEqualTo(big(a).multiply(big(b)).mod(P));
      }
    }
  }

  /** (a0 + a1 u)(b0 + b1 u) with u^2 = 7, and the product with an element of F. */
  @Test
  void extensionAgainstBigInteger() {
    BigInteger seven = BigInteger.valueOf(7);
    for (Ext a : extElements(60)) {
      BigInteger a0 = big(a.c0());
      BigInteger a1 = big(a.c1());
      for (Ext b : extElements(60)) {
        BigInteger b0 = big(b.c0());
        BigInteger b1 = big(b.c1());
        Ext product = a.times(b);
        assertThat(List.of(big(product.c0()), big(product.c1())))
            .as("%s: %s, %s", ORIGIN, a, b)
            .containsExactly(
                a0.multiply(b0).add(seven.multiply(a1).multiply(b1)).mod(P),
                a0.multiply(b1).add(a1.multiply(b0)).mod(P));
        assertThat(a.times(b.c0()))
            .as("%s: %s, %s", ORIGIN, a, b)
            .isEqualTo(a.times(Ext.of(b.c0())));
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
}
