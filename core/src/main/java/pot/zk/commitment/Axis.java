package pot.zk.commitment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;

/** The weights of a linear functional along one dimension of a tensor, of 2^variables entries. */
public sealed interface Axis {
  int variables();

  /** All the weights. */
  ExtVector table(FieldKernels kernels);

  /**
   * Their multilinear extension at a point of {@link #variables} coordinates, in time O(variables).
   */
  Ext at(List<Ext> z);

  /** Their sum. */
  Ext total();

  /** The weights as a sum of products of one by top coordinates and one by the low ones. */
  List<Part> split(int low, FieldKernels kernels);

  /** top(y) rest(z) at (y, z). */
  record Part(ExtVector top, Axis rest) {}

  /** eq(point, x): evaluation of the multilinear extension. */
  record Eq(List<Ext> point) implements Axis {
    @Override
    public int variables() {
      return point.size();
    }

    @Override
    public ExtVector table(FieldKernels kernels) {
      return Multilinear.eqTable(point, kernels);
    }

    @Override
    public Ext at(List<Ext> z) {
      return Multilinear.eq(point, z);
    }

    @Override
    public Ext total() {
      return Ext.ONE;
    }

    @Override
    public List<Part> split(int low, FieldKernels kernels) {
      int at = point.size() - low;
      ExtVector top = Multilinear.eqTable(point.subList(0, at), kernels);
      return List.of(new Part(top, new Eq(point.subList(at, point.size()))));
    }

    // Spelled out: linking what Java would generate takes a cold process some milliseconds.
    @Override
    public boolean equals(Object o) {
      return o instanceof Eq(List<Ext> other) && point.equals(other);
    }

    @Override
    public int hashCode() {
      return point.hashCode();
    }
  }

  /** eq(point, x) [x &lt; limit]: the evaluation of what lies below the limit. */
  record EqBelow(List<Ext> point, int limit) implements Axis {
    @Override
    public int variables() {
      return point.size();
    }

    @Override
    public ExtVector table(FieldKernels kernels) {
      ExtVector table = Multilinear.eqTable(point, kernels);
      Arrays.fill(table.c0(), limit, table.length(), 0);
      Arrays.fill(table.c1(), limit, table.length(), 0);
      return table;
    }

    @Override
    public Ext at(List<Ext> z) {
      return Multilinear.eqBelow(point, z, limit);
    }

    @Override
    public Ext total() {
      return Multilinear.below(point, limit);
    }

    /** What lies in whole runs of the low coordinates below the limit, and the run it cuts. */
    @Override
    public List<Part> split(int low, FieldKernels kernels) {
      int at = point.size() - low;
      List<Ext> above = point.subList(0, at);
      List<Ext> within = point.subList(at, point.size());
      int whole = limit >>> low;
      int cut = limit & ((1 << low) - 1);
      List<Part> parts = new ArrayList<>();
      if (whole > 0) {
        parts.add(new Part(new EqBelow(above, whole).table(kernels), new Eq(within)));
      }
      if (cut > 0) {
        ExtVector one = ExtVector.zeros(1 << at);
        one.set(whole, Multilinear.eqIndex(above, whole));
        parts.add(new Part(one, new EqBelow(within, cut)));
      }
      return parts;
    }
  }

  /** One everywhere: a sum over the dimension. */
  record Ones(int variables) implements Axis {
    @Override
    public ExtVector table(FieldKernels kernels) {
      ExtVector table = ExtVector.zeros(1 << variables);
      Arrays.fill(table.c0(), 1);
      return table;
    }

    @Override
    public List<Part> split(int low, FieldKernels kernels) {
      return List.of(new Part(new Ones(variables - low).table(kernels), new Ones(low)));
    }

    @Override
    public Ext at(List<Ext> z) {
      return Ext.ONE;
    }

    @Override
    public Ext total() {
      return Ext.powerOfTwo(variables);
    }
  }
}
