package pot.zk.commitment;

import java.util.ArrayList;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Workers;
import pot.zk.poly.Multilinear;
import pot.zk.simd.FieldKernels;

/** The weights of a linear functional over one slice, with a succinct multilinear extension. */
public sealed interface Weights {
  /** A table of 2^this over K is small. */
  int CACHED_VARIABLES = 10;

  int variables();

  /** All 2^variables weights. */
  Prepared prepare(FieldKernels kernels);

  /** The multilinear extension of the weights at z. */
  Ext at(List<Ext> z);

  /** Weights written out, ready to be added to many places. */
  interface Prepared {
    /** target[offset + x] += coefficient * weight(x) for all x. */
    void addTo(ExtVector target, int offset, Ext coefficient, FieldKernels kernels);
  }

  /** The product of a weight by row and a weight by column, over a row-major tensor. */
  record Grid(Axis rows, Axis columns) implements Weights {
    private static final int GRAIN = 1 << 13;
    private static final Axis NONE = new Axis.Ones(0);

    @Override
    public int variables() {
      return rows.variables() + columns.variables();
    }

    @Override
    public Prepared prepare(FieldKernels unused) {
      ExtVector rowTable = rows.table(unused);
      ExtVector columnTable = columns.table(unused);
      int width = columnTable.length();
      return (target, offset, coefficient, kernels) ->
          Workers.forRanges(
              rowTable.length(),
              Math.max(1, GRAIN / width),
              (from, to) -> {
                for (int i = from; i < to; i++) {
                  Ext scale = coefficient.times(rowTable.get(i));
                  kernels.addScaled(target, offset + i * width, scale, columnTable, 0, width);
                }
              });
    }

    @Override
    public Ext at(List<Ext> z) {
      int split = rows.variables();
      return rows.at(z.subList(0, split)).times(columns.at(z.subList(split, z.size())));
    }

    /** top(y) rest(z) at (y, z). */
    public record Part(ExtVector top, Grid rest) {}

    /** The weights as a sum of products of one by top coordinates and one by the low ones. */
    public List<Part> split(int low, FieldKernels kernels) {
      List<Part> parts = new ArrayList<>();
      if (low >= columns.variables()) {
        for (Axis.Part part : rows.split(low - columns.variables(), kernels)) {
          // Of no variables all axes are one.
          Axis rest = part.rest().variables() == 0 ? NONE : part.rest();
          parts.add(new Part(part.top(), new Grid(rest, columns)));
        }
        return parts;
      }
      ExtVector rowTable = rows.table(kernels);
      for (Axis.Part part : columns.split(low, kernels)) {
        int width = part.top().length();
        ExtVector top = ExtVector.zeros(rowTable.length() * width);
        for (int i = 0; i < rowTable.length(); i++) {
          kernels.scale(top, i * width, rowTable.get(i), part.top(), 0, width);
        }
        parts.add(new Part(top, new Grid(NONE, part.rest())));
      }
      return parts;
    }

    /** The sum of all weights. */
    public Ext total() {
      return rows.total().times(columns.total());
    }
  }

  /** One at one place, zero elsewhere: the value of an entry. */
  record Entry(int variables, int index) implements Weights {
    @Override
    public Prepared prepare(FieldKernels unused) {
      return (target, offset, coefficient, kernels) ->
          target.set(offset + index, target.get(offset + index).plus(coefficient));
    }

    @Override
    public Ext at(List<Ext> z) {
      return Multilinear.eqIndex(z, index);
    }
  }

  /** Weights given in full: for small tables only. */
  @SuppressWarnings("ArrayRecordComponent")
  record Table(ExtVector values, int variables, FieldKernels kernels) implements Weights {
    @Override
    public Prepared prepare(FieldKernels unused) {
      return (target, offset, coefficient, k) ->
          k.addScaled(target, offset, coefficient, values, 0, values.length());
    }

    @Override
    public Ext at(List<Ext> z) {
      ExtVector eq = Multilinear.eqTable(z, kernels);
      return kernels.dot(values, 0, eq, 0, values.length());
    }
  }

  /**
   * Evaluation of the multilinear extension at one point: eq of the top coordinates times eq of the
   * low ones, whose table stays in the cache.
   */
  static Weights evaluation(List<Ext> point) {
    int split = Math.max(0, point.size() - CACHED_VARIABLES);
    return new Grid(
        new Axis.Eq(point.subList(0, split)), new Axis.Eq(point.subList(split, point.size())));
  }
}
