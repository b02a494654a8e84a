package pot.zk.poly;

import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;

/**
 * Multilinear extensions over the Boolean hypercube.
 *
 * <p>A table of 2^m values is the polynomial of degree one in each of m variables that takes those
 * values on {0,1}^m. Entry i stands for the bits of i, <em>most significant first</em>: variable 0
 * splits the table into its lower and upper half. eq(r, x) = prod_i (r_i x_i + (1 - r_i)(1 - x_i))
 * is the extension of "x = r" (Thaler, Proofs, Arguments, and Zero-Knowledge, section 3.5).
 */
public final class Multilinear {
  private static final int GRAIN = 1 << 13;

  private Multilinear() {}

  /** ceil(log2 n) for n &gt;= 1: the variables a dimension of n entries needs. */
  public static int variables(int n) {
    return n <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(n - 1);
  }

  /** The 2^m values eq(point, x), x in {0,1}^m. */
  public static ExtVector eqTable(List<Ext> point, FieldKernels kernels) {
    ExtVector table = ExtVector.zeros(1 << point.size());
    table.set(0, Ext.ONE);
    // Growing from the last variable up: the upper half is r times the old table, the lower what is
    // left.
    for (int v = point.size() - 1, size = 1; v >= 0; v--, size *= 2) {
      Ext r = point.get(v);
      Ext low = Ext.ONE.minus(r);
      int half = size;
      Workers.forRanges(
          half,
          GRAIN,
          (from, to) -> {
            kernels.scale(table, half + from, r, table, from, to - from);
            kernels.scale(table, from, low, table, from, to - from);
          });
    }
    return table;
  }

  /** eq(a, b) for two points of equal length. */
  public static Ext eq(List<Ext> a, List<Ext> b) {
    Ext product = Ext.ONE;
    for (int i = 0; i < a.size(); i++) {
      Ext ab = a.get(i).times(b.get(i));
      product = product.times(ab.plus(ab).minus(a.get(i)).minus(b.get(i)).plus(Ext.ONE));
    }
    return product;
  }

  /** eq(point, bits of index), most significant bit first. */
  public static Ext eqIndex(List<Ext> point, long index) {
    Ext product = Ext.ONE;
    int m = point.size();
    for (int i = 0; i < m; i++) {
      Ext r = point.get(i);
      product = product.times((index >>> (m - 1 - i) & 1) != 0 ? r : Ext.ONE.minus(r));
    }
    return product;
  }

  /**
   * sum over x &lt; limit of eq(a, x) eq(b, x): the extension of the product eq(a, x) [x &lt;
   * limit], taken at b. Walks the bits of limit once: every x below it leaves its path at one bit.
   *
   * @param limit 0 to 2^m
   */
  public static Ext eqBelow(List<Ext> a, List<Ext> b, long limit) {
    int m = a.size();
    if (limit == 1L << m) {
      return eq(a, b);
    }
    Ext prefix = Ext.ONE;
    Ext sum = Ext.ZERO;
    for (int i = 0; i < m; i++) {
      Ext ones = a.get(i).times(b.get(i));
      Ext zeros = Ext.ONE.minus(a.get(i)).times(Ext.ONE.minus(b.get(i)));
      if ((limit >>> (m - 1 - i) & 1) != 0) {
        // Paths that go to zero here are free in all later variables.
        sum = sum.plus(prefix.times(zeros).times(eq(a.subList(i + 1, m), b.subList(i + 1, m))));
        prefix = prefix.times(ones);
      } else {
        prefix = prefix.times(zeros);
      }
    }
    return sum;
  }

  /** sum over x &lt; limit of eq(point, x): the extension of [x &lt; limit] at the point. */
  public static Ext below(List<Ext> point, long limit) {
    int m = point.size();
    if (limit == 1L << m) {
      return Ext.ONE;
    }
    Ext prefix = Ext.ONE;
    Ext sum = Ext.ZERO;
    for (int i = 0; i < m; i++) {
      Ext r = point.get(i);
      if ((limit >>> (m - 1 - i) & 1) != 0) {
        sum = sum.plus(prefix.times(Ext.ONE.minus(r)));
        prefix = prefix.times(r);
      } else {
        prefix = prefix.times(Ext.ONE.minus(r));
      }
    }
    return sum;
  }
}
