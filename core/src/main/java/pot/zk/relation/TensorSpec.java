package pot.zk.relation;

import java.util.ArrayList;
import java.util.List;
import pot.zk.poly.Multilinear;

/**
 * A committed tensor of fixed-point values, two-dimensional (a vector has one row), row-major.
 *
 * <p>Both dimensions are padded to powers of two. A value is an integer of {@code bits} bits, in
 * units of 2^-frac, stored as limbs in offset binary: value + 2^(bits-1) = sum_k 2^(w k) limb_k (no
 * offset when unsigned).
 *
 * @param name unique within a step
 * @param rows, columns the declared size, at least 1 each
 * @param frac fractional bits
 * @param bits 1 to 62
 * @param signed whether values lie in [-2^(bits-1), 2^(bits-1)), else in [0, 2^bits)
 * @param zeroPadded whether padding is claimed to be zero (others have their padding fixed by
 *     relations)
 */
public record TensorSpec(
    String name,
    Owner owner,
    int rows,
    int columns,
    int frac,
    int bits,
    boolean signed,
    boolean zeroPadded) {
  public int rowVariables() {
    return Multilinear.variables(rows);
  }

  public int columnVariables() {
    return Multilinear.variables(columns);
  }

  public int variables() {
    return rowVariables() + columnVariables();
  }

  public int paddedRows() {
    return 1 << rowVariables();
  }

  public int paddedColumns() {
    return 1 << columnVariables();
  }

  public int paddedSize() {
    return 1 << variables();
  }

  /** What is added to a value before it is cut into limbs. */
  public long offset() {
    return signed ? 1L << (bits - 1) : 0;
  }

  /** The smallest value. */
  public long min() {
    return -offset();
  }

  /** The largest value. */
  public long max() {
    return (1L << bits) - 1 - offset();
  }

  /** The largest absolute value. */
  public long bound() {
    return signed ? offset() : max();
  }

  public boolean holds(long value) {
    return value >= min() && value <= max();
  }

  /** Whether it holds all of values[from, to). */
  public boolean holdsAll(long[] values, int from, int to) {
    long least = 0;
    long most = 0;
    for (int i = from; i < to; i++) {
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
    }
    return least >= min() && most <= max();
  }

  public boolean hasPadding() {
    return rows != paddedRows() || columns != paddedColumns();
  }

  /** The widths of the limbs, least significant first, for a table of 2^width entries. */
  public List<Integer> limbWidths(int width) {
    List<Integer> widths = new ArrayList<>();
    for (int done = 0; done < bits; done += width) {
      widths.add(Math.min(width, bits - done));
    }
    return widths;
  }

  /** The name of limb k's slice. */
  public String limbName(int k) {
    return name + "#" + k;
  }

  /** A place in the tensor as a user would write it: [row, column], or [column] of a vector. */
  public String place(int paddedIndex) {
    int row = paddedIndex >>> columnVariables();
    int column = paddedIndex & (paddedColumns() - 1);
    return name + (rows == 1 ? "[" + column + "]" : "[" + row + ", " + column + "]");
  }
}
