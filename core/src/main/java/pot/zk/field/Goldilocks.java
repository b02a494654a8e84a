package pot.zk.field;

/**
 * The prime field F of order p = 2^64 - 2^32 + 1 ("Goldilocks").
 *
 * <p>An element is a canonical {@code long} read as unsigned: 0 &lt;= x &lt; p. Every method takes
 * and returns canonical values. Two facts make the reduction cheap: 2^64 = 2^32 - 1 and 2^96 = -1
 * modulo p.
 */
public final class Goldilocks {
  /** p = 2^64 - 2^32 + 1, as an unsigned long. */
  public static final long MODULUS = 0xFFFFFFFF00000001L;

  /** 2^64 mod p = 2^32 - 1. */
  public static final long EPSILON = 0xFFFFFFFFL;

  /** The smallest generator of the multiplicative group. */
  public static final long GENERATOR = 7;

  /** The multiplicative group has a subgroup of order 2^32. */
  public static final int TWO_ADICITY = 32;

  private Goldilocks() {}

  /** Whether x, read as unsigned, is below p. */
  public static boolean isCanonical(long x) {
    return Long.compareUnsigned(x, MODULUS) < 0;
  }

  /** The canonical value of any unsigned 64-bit x: subtracts p at most once. */
  public static long reduce(long x) {
    return isCanonical(x) ? x : x - MODULUS;
  }

  /** The element congruent to a signed integer. */
  public static long fromSigned(long x) {
    return x < 0 ? x + MODULUS : x;
  }

  public static long add(long a, long b) {
    return sub(a, MODULUS - b);
  }

  /** a - b for canonical a and b &lt;= p; the borrow is taken without a branch. */
  public static long sub(long a, long b) {
    long r = a - b;
    long borrow = ((~a & b) | ((~a | b) & r)) >> 63;
    return r - (borrow >>> 32);
  }

  public static long neg(long a) {
    return a == 0 ? 0 : MODULUS - a;
  }

  public static long mul(long a, long b) {
    return reduce128(Math.unsignedMultiplyHigh(a, b), a * b);
  }

  /** hi * 2^64 + lo modulo p. */
  public static long reduce128(long hi, long lo) {
    long hiHigh = hi >>> 32;
    long t = lo - hiHigh;
    if (Long.compareUnsigned(lo, hiHigh) < 0) {
      t -= EPSILON;
    }
    long hiLow = (hi & EPSILON) * EPSILON;
    long r = t + hiLow;
    if (Long.compareUnsigned(r, hiLow) < 0) {
      r += EPSILON;
    }
    return reduce(r);
  }

  /** base^exponent, the exponent read as unsigned. */
  public static long pow(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long e = exponent; e != 0; e >>>= 1) {
      if ((e & 1) != 0) {
        result = mul(result, square);
      }
      square = mul(square, square);
    }
    return result;
  }

  /**
   * The inverse of a non-zero element, by Fermat.
   *
   * @throws ArithmeticException if a is zero
   */
  public static long inverse(long a) {
    if (a == 0) {
      throw new ArithmeticException("zero has no inverse in F");
    }
    return pow(a, MODULUS - 2);
  }

  /**
   * A primitive root of unity of order 2^log2Order: 7^((p-1)/2^log2Order).
   *
   * @param log2Order 0 to 32
   */
  public static long rootOfUnity(int log2Order) {
    if (log2Order < 0 || log2Order > TWO_ADICITY) {
      throw new IllegalArgumentException("no subgroup of order 2^" + log2Order);
    }
    return pow(GENERATOR, (MODULUS - 1) >>> log2Order);
  }
}
