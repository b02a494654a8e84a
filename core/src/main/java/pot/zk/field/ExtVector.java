package pot.zk.field;

import java.util.Arrays;
import java.util.List;

/**
 * A mutable vector of elements of K, stored as two planes so that kernels can stream over each.
 *
 * <p>The planes are exposed on purpose: loops over them live in {@code pot.zk.simd} kernels.
 *
 * @param c0 the coefficients of 1, canonical
 * @param c1 the coefficients of u, canonical, of the same length
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExtVector(long[] c0, long[] c1) {
  public ExtVector {
    if (c0.length != c1.length) {
      throw new IllegalArgumentException("planes of " + c0.length + " and " + c1.length);
    }
  }

  /** A vector of zeros. */
  public static ExtVector zeros(int length) {
    return new ExtVector(new long[length], new long[length]);
  }

  public static ExtVector of(List<Ext> elements) {
    ExtVector v = zeros(elements.size());
    for (int i = 0; i < v.length(); i++) {
      v.set(i, elements.get(i));
    }
    return v;
  }

  public int length() {
    return c0.length;
  }

  public Ext get(int i) {
    return new Ext(c0[i], c1[i]);
  }

  public void set(int i, Ext value) {
    c0[i] = value.c0();
    c1[i] = value.c1();
  }

  /** Copies n entries from {@code from} on to another vector's places from {@code at} on. */
  public void copyTo(int from, ExtVector to, int at, int n) {
    System.arraycopy(c0, from, to.c0, at, n);
    System.arraycopy(c1, from, to.c1, at, n);
  }

  /** Entries from (inclusive) to (exclusive), copied. */
  public ExtVector slice(int from, int to) {
    return new ExtVector(Arrays.copyOfRange(c0, from, to), Arrays.copyOfRange(c1, from, to));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ExtVector v && Arrays.equals(c0, v.c0) && Arrays.equals(c1, v.c1);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(c0) + Arrays.hashCode(c1);
  }

  @Override
  public String toString() {
    return "ExtVector[" + length() + "]";
  }
}
