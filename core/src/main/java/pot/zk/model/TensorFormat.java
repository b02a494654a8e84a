package pot.zk.model;

import pot.zk.error.UnusableRequestException;

/**
 * Signed fixed-point numbers: integers of [-2^(bits-1), 2^(bits-1)) in units of 2^-frac.
 *
 * <p>Throws {@link UnusableRequestException} for any other number.
 *
 * @param frac from 0 to {@value #MAX_FRAC}
 * @param bits from 1 to {@value #MAX_BITS}
 */
public record TensorFormat(int frac, int bits) {
  public static final int MAX_FRAC = 62;
  public static final int MAX_BITS = 62;

  public TensorFormat {
    Checks.range("format.frac", frac, 0, MAX_FRAC);
    Checks.range("format.bits", bits, 1, MAX_BITS);
  }
}
