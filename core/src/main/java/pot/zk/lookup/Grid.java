package pot.zk.lookup;

import java.util.Arrays;
import pot.zk.field.Ext;

/**
 * A polynomial in two variables X, Y of degree two in each, by its values at X and Y in {0, 1,
 * inf}, where inf stands for the leading coefficient; that at (1, 1) is never needed. It is what
 * two rounds of a sumcheck are made of: summed over all variables but the first two.
 */
final class Grid {
  /** The corners (0,0), (0,1), (1,0), (1,1) are points 0 to 3. */
  static final int CORNERS = 4;

  static final int POINTS = 9;

  /** (1, 1), of which no value is kept. */
  static final int UNUSED = 3;

  private static final int INF_0 = 4;
  private static final int INF_1 = 5;
  private static final int ZERO_INF = 6;
  private static final int ONE_INF = 7;
  private static final int INF_INF = 8;

  /** For a linear function of the points from INF_0 on: values[MINUEND] - values[SUBTRAHEND]. */
  private static final int[] MINUEND = {2, 3, 1, 3, INF_1};

  private static final int[] SUBTRAHEND = {0, 1, 0, 2, INF_0};

  private final Ext[] values;

  private Grid(Ext[] values) {
    this.values = values;
  }

  static Grid of(Ext[] values) {
    return new Grid(values);
  }

  /** Point p, from {@link #CORNERS} on, of what is linear in each variable: a difference of two. */
  static int minuend(int point) {
    return MINUEND[point - CORNERS];
  }

  static int subtrahend(int point) {
    return SUBTRAHEND[point - CORNERS];
  }

  /** The values of the corners' weights at (x, y). */
  static Ext[] weights(Ext x, Ext y) {
    Ext xy = x.times(y);
    return new Ext[] {Ext.ONE.minus(x).minus(y).plus(xy), y.minus(xy), x.minus(xy), xy};
  }

  Grid plus(Grid o) {
    Ext[] sum = new Ext[POINTS];
    for (int p = 0; p < POINTS; p++) {
      sum[p] = values[p].plus(o.values[p]);
    }
    return new Grid(sum);
  }

  Grid times(Ext x) {
    return new Grid(Arrays.stream(values).map(v -> v.times(x)).toArray(Ext[]::new));
  }

  static Grid zero() {
    Ext[] zeros = new Ext[POINTS];
    Arrays.fill(zeros, Ext.ZERO);
    return new Grid(zeros);
  }

  /** The first round's constant and leading coefficient; t is the weight of the second variable. */
  Ext[] first(Ext t) {
    return new Ext[] {between(values[0], values[1], t), between(values[INF_0], values[INF_1], t)};
  }

  private static Ext between(Ext low, Ext high, Ext t) {
    return low.plus(t.times(high.minus(low)));
  }

  /** The second round's, where the first variable is r. */
  Ext[] second(Ext r) {
    return new Ext[] {
      at(values[0], values[2], values[INF_0], r),
      at(values[ZERO_INF], values[ONE_INF], values[INF_INF], r)
    };
  }

  /** A polynomial by its values at 0 and 1 and its leading coefficient. */
  private static Ext at(Ext zero, Ext one, Ext leading, Ext r) {
    Ext linear = one.minus(zero).minus(leading);
    return zero.plus(r.times(linear.plus(r.times(leading))));
  }
}
