package pot.zk.lookup;

import java.util.Arrays;
import java.util.stream.IntStream;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.IntegerKernels;

/**
 * A layer's weighted sums over runs of one {@link RunShape}, as a {@link Grid} in its first two
 * variables. With mu = 1/lambda,
 *
 * <pre>
 *   n0 d1 + n1 d0 + lambda d0 d1 = lambda (d0 + mu n0)(d1 + mu n1) - mu n0 n1.
 * </pre>
 *
 * By {@link ShortNodes}, d + mu n = k - (alpha + mu) S + T and n = v - S with constants k and v and
 * integers S and T: S = 0, T = -a for one leaf, S = s, T = q for two, zeros for none. So the sums
 * follow from those of the integers S0 S1, S0 T1 + T0 S1 and T0 T1 at each point of the grid, and
 * of S and T by themselves at its corners.
 *
 * <p>Nodes of the first child that are general count as nothing here, and are added by {@link
 * GeneralCorner}.
 *
 * <p>Sizes: T is below 2^32 in magnitude and S below 2^17, at (inf, inf) below 2^33 and 2^18. T0 T1
 * has a bit too many where both are of two leaves: T0 is then split.
 */
final class ShortSums {
  private static final int RUN = Nodes.RUN;
  private static final int PARTS = IntegerKernels.PARTS;
  private static final int POINTS = Grid.POINTS;

  /** Bits of the lower part of T0. */
  private static final int SPLIT = 17;

  /** Slots of a run each: S and T of both children at all points; T0 in two parts; zeros. */
  private static final int S = 0;

  private static final int T = 2;
  private static final int LOW = 4 * POINTS * RUN;
  private static final int HIGH = LOW + RUN;
  private static final int ZEROS = HIGH + RUN;

  /** Sums, by point: S0 S1, the cross terms, T0 T1 or its parts; by corner: S and T, by child. */
  private static final int SQUARES = 0;

  private static final int CROSS = POINTS;
  private static final int LOWER = 2 * POINTS;
  private static final int UPPER = 3 * POINTS;
  private static final int LINEAR = 4 * POINTS;

  private final IntegerKernels kernels;
  private final LeafIntegers leaves;
  private final RunShape shape;
  private final long[] v;
  private final long[] parts = new long[(LINEAR + 4 * Grid.CORNERS) * PARTS];
  private final boolean[] wide = new boolean[2];
  private final boolean[] empty = new boolean[2];
  private final GeneralCorner[] general;

  /** For each sum, the weights that integers had in it. */
  private final Ext[] weights = new Ext[LINEAR + 4 * Grid.CORNERS];

  /** The weights of the run that is being added, and of all. */
  private Ext now = Ext.ZERO;

  private Ext weight = Ext.ZERO;

  /** The longs that {@code v} has. */
  static long[] buffer() {
    return new long[ZEROS + RUN];
  }

  /**
   * @param v from {@link #buffer}, for one object at a time
   */
  ShortSums(
      RunShape shape, LeafIntegers leaves, long[] v, GeneralNodes[] nodes, IntegerKernels kernels) {
    this.shape = shape;
    this.leaves = leaves;
    this.v = v;
    this.kernels = kernels;
    Arrays.fill(weights, Ext.ZERO);
    for (int child = 0; child < 2; child++) {
      wide[child] = shape.most(child) == 2;
      empty[child] = shape.most(child) == 0;
    }
    this.general =
        IntStream.range(0, Grid.CORNERS)
            .filter(shape::isGeneral)
            .mapToObj(c -> new GeneralCorner(c, nodes[c]))
            .toArray(GeneralCorner[]::new);
  }

  private static int slot(int kind, int child, int point) {
    return ((kind + child) * POINTS + point) * RUN;
  }

  private static int linear(int kind, int child, int corner) {
    return LINEAR + (kind + child) * Grid.CORNERS + corner;
  }

  /**
   * Adds a run.
   *
   * @param nodes the first of each child and corner
   * @param e weights
   * @param total of the weights
   */
  void add(RunNodes nodes, ExtVector e, Ext total) {
    now = total;
    weight = weight.plus(total);
    for (int child = 0; child < 2; child++) {
      if (!empty[child]) {
        read(nodes, child);
        extend(T, child);
        sumLinear(T, child, e);
      }
      if (wide[child]) {
        extend(S, child);
        sumLinear(S, child, e);
      }
    }
    for (int p = 0; p < POINTS; p++) {
      if (p != Grid.UNUSED && !empty[0] && !empty[1]) {
        sumProducts(p, e);
      }
    }
    for (GeneralCorner corner : general) {
      corner.add(nodes, e, v, slot(S, 1, 0), wide[1], slot(T, 1, 0), !empty[1]);
    }
  }

  private void read(RunNodes nodes, int child) {
    for (int c = 0; c < Grid.CORNERS; c++) {
      int s = slot(S, child, c);
      int t = slot(T, child, c);
      int node = nodes.first(child, c);
      switch (shape.leaves(child, c)) {
        case 0, RunShape.GENERAL -> {
          System.arraycopy(v, ZEROS, v, s, RUN);
          System.arraycopy(v, ZEROS, v, t, RUN);
        }
        case 1 -> {
          leaves.read(node, v, s);
          kernels.subtract(v, t, v, ZEROS, v, s, RUN);
          System.arraycopy(v, ZEROS, v, s, RUN);
        }
        default -> {
          leaves.readPairs(node, node + nodes.level(), v, s, v, t);
        }
      }
    }
  }

  private void extend(int kind, int child) {
    for (int p = Grid.CORNERS; p < POINTS; p++) {
      int a = slot(kind, child, Grid.minuend(p));
      int b = slot(kind, child, Grid.subtrahend(p));
      kernels.subtract(v, slot(kind, child, p), v, a, v, b, RUN);
    }
  }

  /** Whether integers are zero at a point: where none of its corners' nodes has any. */
  private boolean isZero(int kind, int child, int point) {
    for (int c = 0; c < Grid.CORNERS; c++) {
      int count = shape.leaves(child, c);
      boolean there = count == 2 || kind == T && count == 1;
      if (there && Grid.has(point, c)) {
        return false;
      }
    }
    return true;
  }

  private void sumLinear(int kind, int child, ExtVector e) {
    for (int c = 0; c < Grid.CORNERS; c++) {
      if (isZero(kind, child, c)) {
        continue;
      }
      kernels.sum(parts, PARTS * weigh(linear(kind, child, c)), e, 0, v, slot(kind, child, c), RUN);
    }
  }

  private void sumProducts(int p, ExtVector e) {
    boolean s0 = !isZero(S, 0, p);
    boolean s1 = !isZero(S, 1, p);
    boolean t0 = !isZero(T, 0, p);
    boolean t1 = !isZero(T, 1, p);
    if (s0 && s1) {
      sumProduct(SQUARES + p, e, slot(S, 0, p), slot(S, 1, p));
      kernels.split(v, LOW, v, HIGH, v, slot(T, 0, p), SPLIT, RUN);
      sumProduct(LOWER + p, e, LOW, slot(T, 1, p));
      sumProduct(UPPER + p, e, HIGH, slot(T, 1, p));
    } else if (t0 && t1) {
      sumProduct(LOWER + p, e, slot(T, 0, p), slot(T, 1, p));
    }
    if (s0 && t1) {
      sumProduct(CROSS + p, e, slot(S, 0, p), slot(T, 1, p));
    }
    if (s1 && t0) {
      sumProduct(CROSS + p, e, slot(S, 1, p), slot(T, 0, p));
    }
  }

  /** Notes that the run's weights go into a sum. */
  private int weigh(int sum) {
    weights[sum] = weights[sum].plus(now);
    return sum;
  }

  private void sumProduct(int sum, ExtVector e, int a, int b) {
    kernels.sumProducts(parts, PARTS * weigh(sum), e, 0, v, a, v, b, RUN);
  }

  /** The grid of all runs. */
  Grid grid(ShortNodes nodes, Ext lambda, Ext mu) {
    Ext beta = nodes.denominator(2).first().negate().plus(mu);
    Ext[][] constants = new Ext[2][];
    Ext[][] numerators = new Ext[2][];
    Ext[][] s = new Ext[2][];
    Ext[][] t = new Ext[2][];
    for (int child = 0; child < 2; child++) {
      Ext[] k = new Ext[Grid.CORNERS];
      Ext[] n = new Ext[Grid.CORNERS];
      for (int c = 0; c < Grid.CORNERS; c++) {
        int count = shape.leaves(child, c);
        n[c] = nodes.numerator(count).base();
        k[c] = nodes.denominator(count).base().plus(mu.times(n[c]));
      }
      constants[child] = Grid.extend(k);
      numerators[child] = Grid.extend(n);
      s[child] = linearSums(S, child);
      t[child] = linearSums(T, child);
    }
    Ext[] values = new Ext[POINTS];
    for (int p = 0; p < POINTS; p++) {
      Ext squares = value(SQUARES + p);
      Ext cross = value(CROSS + p);
      Ext bottom = value(LOWER + p);
      Ext top = value(UPPER + p);
      Ext k0 = constants[0][p];
      Ext k1 = constants[1][p];
      Ext product =
          k0.times(k1)
              .times(weight)
              .plus(k0.times(t[1][p].minus(beta.times(s[1][p]))))
              .plus(k1.times(t[0][p].minus(beta.times(s[0][p]))))
              .plus(beta.times(beta.times(squares).minus(cross)))
              .plus(bottom)
              .plus(top.times(1L << SPLIT));
      Ext n0 = numerators[0][p];
      Ext n1 = numerators[1][p];
      Ext both =
          n0.times(n1)
              .times(weight)
              .minus(n0.times(s[1][p]))
              .minus(n1.times(s[0][p]))
              .plus(squares);
      values[p] = lambda.times(product).minus(mu.times(both));
    }
    Grid sums = Grid.of(values);
    for (GeneralCorner corner : general) {
      sums = sums.plus(corner.grid(constants[1], numerators[1], beta, lambda, mu));
    }
    return sums;
  }

  private Ext[] linearSums(int kind, int child) {
    Ext[] sums = new Ext[Grid.CORNERS];
    for (int c = 0; c < Grid.CORNERS; c++) {
      sums[c] = value(linear(kind, child, c));
    }
    return Grid.extend(sums);
  }

  private Ext value(int sum) {
    return IntegerKernels.value(parts, sum * PARTS, weights[sum]);
  }
}
