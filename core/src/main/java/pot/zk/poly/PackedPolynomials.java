package pot.zk.poly;

import pot.zk.field.Goldilocks;
import pot.zk.simd.FieldKernels;

/**
 * Eight polynomials whose coefficients below X^(32 size) are integers below 2^16, as those of limbs
 * are: their remainders need products of small integers alone. Above that power, as for blinding,
 * any elements of F.
 *
 * @param size rows of a block of remainders
 * @param words four coefficients each: that of X^((r + 8 t) size + i) of polynomial k is limb t of
 *     words[(r size + i) 8 + k]
 * @param above rows of the coefficients from X^(32 size) on, row-major
 * @param rowsAbove how many
 */
@SuppressWarnings("ArrayRecordComponent")
public record PackedPolynomials(int size, long[] words, long[] above, int rowsAbove) {
  /** Coefficients of X^size in a polynomial. */
  public static final int PARTS = 32;

  /** The least size that can be encoded: two levels below the remainders make values canonical. */
  public static final int LEAST_SIZE = 4;

  /** Blocks of remainders that are computed together. */
  public static final int POINTS = FieldKernels.EIGHTHS;

  /** Bits of a limb. */
  public static final int LIMB_BITS = 16;

  private static final int ROW = FieldKernels.ROW;

  /** Polynomials that are zero, with room for coefficients. */
  public static PackedPolynomials zeros(int size, int rowsAbove) {
    return new PackedPolynomials(
        size,
        new long[PARTS / FieldKernels.LIMBS * size * ROW],
        new long[rowsAbove * ROW],
        rowsAbove);
  }

  /**
   * Sets the low coefficients of a polynomial that has none so far.
   *
   * @return whether all are below 2^16; if not, what is set is of no use
   */
  public boolean put(int polynomial, long[] coefficients, int from, int count) {
    long all = 0;
    for (int r = 0; r < POINTS; r++) {
      int to = r * size * ROW + polynomial;
      int whole = Math.clamp(count - (r + 3 * POINTS) * size, 0, size);
      int first = from + r * size;
      for (int i = 0; i < whole; i++) {
        long a = coefficients[first + i];
        long b = coefficients[first + POINTS * size + i];
        long c = coefficients[first + 2 * POINTS * size + i];
        long d = coefficients[first + 3 * POINTS * size + i];
        all |= a | b | c | d;
        words[to + i * ROW] = a | b << 16 | c << 32 | d << 48;
      }
      for (int i = whole; i < size; i++) {
        long word = 0;
        for (int at = r * size + i, shift = 0;
            at < count;
            at += POINTS * size, shift += LIMB_BITS) {
          all |= coefficients[from + at];
          word |= coefficients[from + at] << shift;
        }
        words[to + i * ROW] = word;
      }
    }
    return all >>> LIMB_BITS == 0;
  }

  /** Sets coefficients from X^(32 size + row) on. */
  public void putAbove(int polynomial, int row, long[] coefficients) {
    for (int i = 0; i < coefficients.length; i++) {
      above[(row + i) * ROW + polynomial] = coefficients[i];
    }
  }

  /** What {@link FieldKernels#remainders} takes for the first point e. */
  static long[] powers(long e) {
    long[] powers = new long[FieldKernels.POWERS];
    long power = 1;
    for (int k = 0; k < PARTS; k++) {
      powers[FieldKernels.LIMBS * (k % POINTS) + k / POINTS] = power;
      power = Goldilocks.mul(power, e);
    }
    return powers;
  }

  @Override
  public String toString() {
    return "PackedPolynomials[" + PARTS * size + " small coefficients, " + rowsAbove + " above]";
  }
}
