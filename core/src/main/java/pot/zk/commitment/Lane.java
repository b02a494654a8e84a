package pot.zk.commitment;

import java.util.Arrays;
import pot.zk.poly.PackedPolynomials;

/**
 * The coefficients of one lane: data, constant first, and blinding from a later power on; zeros
 * between them. Views, not copies.
 *
 * @param data an array that holds the data
 * @param from, count where in it
 * @param blindingAt the power of X that the first blinding coefficient belongs to, at least count
 * @param blinding the blinding coefficients
 */
@SuppressWarnings("ArrayRecordComponent")
public record Lane(long[] data, int from, int count, int blindingAt, long[] blinding) {
  private static final long[] NONE = {};

  /** A lane of given coefficients. */
  public static Lane of(long[] coefficients) {
    return new Lane(coefficients, 0, coefficients.length, coefficients.length, NONE);
  }

  /** How many coefficients there are. */
  public int length() {
    return blindingAt + blinding.length;
  }

  /** A copy of all coefficients. */
  public long[] coefficients() {
    long[] all = Arrays.copyOf(Arrays.copyOfRange(data, from, from + count), length());
    System.arraycopy(blinding, 0, all, blindingAt, blinding.length);
    return all;
  }

  /** Writes the coefficients to a column of a row-major array of zeros. */
  void putColumn(long[] rows, int columns, int column) {
    for (int i = 0; i < count; i++) {
      rows[i * columns + column] = data[from + i];
    }
    for (int i = 0; i < blinding.length; i++) {
      rows[(blindingAt + i) * columns + column] = blinding[i];
    }
  }

  /** Whether the data are coefficients below X^span, and the blinding from there on. */
  boolean isBelow(int span) {
    return count <= span && (blinding.length == 0 || blindingAt >= span);
  }

  /**
   * Sets the coefficients of one of some packed polynomials, whose low part ends at X^span.
   *
   * @return whether the data are small enough; if not, what is set is of no use
   */
  boolean put(PackedPolynomials packed, int polynomial, int span) {
    if (!packed.put(polynomial, data, from, count)) {
      return false;
    }
    packed.putAbove(polynomial, blindingAt - span, blinding);
    return true;
  }

  @Override
  public String toString() {
    return "Lane[" + length() + " coefficients]";
  }
}
