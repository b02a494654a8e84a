package pot.zk.commitment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.parallel.Pool;
import pot.zk.parallel.Workers;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;
import pot.zk.simd.LimbKernels;

/**
 * V_t(y) = sum_z B_t(z) v(y, z), for each lane y of a committed vector and each of several weights
 * B_t: one pass over the data.
 *
 * <p>A lane is cut into runs. Weights are sums of products of a weight by run and one by place in
 * the run, whose table stays in the cache; where they are none, each run has a table of its own.
 * Four lanes are taken at a time. Where entries are limbs, as in all but multiplicities and lies,
 * sums over a run are of integers; else they are of elements of F.
 */
final class LaneSums {
  private static final int RUN_VARIABLES = 10;

  /** Elements that stay in the first-level cache: four rows of the data, four planes of weights. */
  private static final int TILE = 512;

  private static final int ROWS = LimbKernels.ROWS;

  private final FieldKernels kernels;
  private final LimbKernels limbs;
  private final int laneLength;
  private final int run;
  private final int runs;
  private final int tile;

  /** Weights by place in a run, of one run or, one after another, of all. */
  private record Table(ExtVector values, double[] pieces) {}

  /** A weight by run times a table. */
  private record Product(ExtVector byRun, int table) {}

  private final List<Table> tables = new ArrayList<>();
  private final Map<Weights.Grid, Integer> indices = new HashMap<>();
  private final List<List<Product>> terms = new ArrayList<>();

  /**
   * What a task needs for four lanes: the data of a run as doubles, sums of pieces, and of runs.
   */
  private final class Buffers {
    final double[] wide = new double[ROWS * run];
    final long[] parts = new long[LimbKernels.SUMS * LimbKernels.PARTS];
    final ExtVector sums = ExtVector.zeros(tables.size() * ROWS * runs);
    final boolean[] small = new boolean[ROWS];
  }

  /**
   * @param weights of 2^laneVariables places each
   */
  LaneSums(List<Weights> weights, int laneVariables, FieldKernels kernels) {
    int runVariables = Math.min(RUN_VARIABLES, laneVariables);
    this.kernels = kernels;
    this.limbs = Kernels.limbs(kernels);
    this.laneLength = 1 << laneVariables;
    this.run = 1 << runVariables;
    this.runs = laneLength / run;
    this.tile = Math.min(TILE, run);
    ExtVector everyRun = new Axis.Ones(laneVariables - runVariables).table(kernels);
    for (Weights w : weights) {
      List<Product> products = new ArrayList<>();
      if (w instanceof Weights.Grid grid) {
        for (Weights.Grid.Part part : grid.split(runVariables, kernels)) {
          int index = indices.computeIfAbsent(part.rest(), rest -> table(rest, run));
          products.add(new Product(part.top(), index));
        }
      } else {
        products.add(new Product(everyRun, table(w, laneLength)));
      }
      terms.add(products);
    }
  }

  private int table(Weights weights, int length) {
    ExtVector values = ExtVector.zeros(length);
    weights.prepare(kernels).addTo(values, 0, Ext.ONE, kernels);
    double[] pieces = new double[LimbKernels.PIECES * length];
    for (int at = 0; at < length; at += tile) {
      LimbKernels.cut(values, at, tile, pieces, LimbKernels.PIECES * at);
    }
    tables.add(new Table(values, pieces));
    return tables.size() - 1;
  }

  /**
   * The sums of all lanes, lane after lane.
   *
   * @param data the lanes, the last of them perhaps not whole
   * @param small set for each lane of limbs alone
   */
  ExtVector of(long[] data, boolean[] small) {
    int lanes = small.length;
    ExtVector out = ExtVector.zeros(lanes * terms.size());
    Pool<Buffers> buffers = new Pool<>(Buffers::new);
    Workers.forRanges(
        (lanes + ROWS - 1) / ROWS,
        1,
        (from, to) ->
            buffers.use(
                b -> {
                  for (int group = from; group < to; group++) {
                    addLanes(data, ROWS * group, small, out, b);
                  }
                }));
    return out;
  }

  private void addLanes(long[] data, int lane, boolean[] small, ExtVector out, Buffers b) {
    int rows = Math.min(ROWS, small.length - lane);
    Arrays.fill(b.small, true);
    for (int r = 0; r < runs; r++) {
      int from = lane * laneLength + r * run;
      if (widen(data, from, b)) {
        sumLimbs(r, b);
      } else {
        sumElements(data, from, r, rows, b);
      }
    }
    for (int row = 0; row < rows; row++) {
      small[lane + row] = b.small[row];
      for (int t = 0; t < terms.size(); t++) {
        Ext sum = Ext.ZERO;
        for (Product p : terms.get(t)) {
          int at = (p.table() * ROWS + row) * runs;
          sum = sum.plus(kernels.dot(p.byRun(), 0, b.sums, at, runs));
        }
        out.set((lane + row) * terms.size() + t, sum);
      }
    }
  }

  /** Entries of a row's run that there are; what follows is zero. */
  private int present(long[] data, int from) {
    return Math.max(0, Math.min(run, data.length - from));
  }

  /** Four rows' run as doubles, zero where data end; whether all entries are limbs. */
  private boolean widen(long[] data, int from, Buffers b) {
    boolean all = true;
    for (int row = 0; row < ROWS; row++) {
      int start = from + row * laneLength;
      int n = present(data, start);
      boolean limb =
          n == 0 || limbs.widen(b.wide, row * run, data, start, n) >>> LimbKernels.BITS == 0;
      Arrays.fill(b.wide, row * run + n, (row + 1) * run, 0);
      b.small[row] &= limb;
      all &= limb;
    }
    return all;
  }

  private void sumLimbs(int r, Buffers b) {
    for (int t = 0; t < tables.size(); t++) {
      double[] pieces = tables.get(t).pieces();
      int first = LimbKernels.PIECES * r * run & (pieces.length - 1);
      Arrays.fill(b.parts, 0);
      for (int at = 0; at < run; at += tile) {
        limbs.dots(b.parts, 0, b.wide, at, run, pieces, first + LimbKernels.PIECES * at, tile);
      }
      for (int row = 0; row < ROWS; row++) {
        b.sums.set((t * ROWS + row) * runs + r, LimbKernels.value(b.parts, 0, row));
      }
    }
  }

  private void sumElements(long[] data, int from, int r, int rows, Buffers b) {
    for (int t = 0; t < tables.size(); t++) {
      ExtVector values = tables.get(t).values();
      int first = r * run & (values.length() - 1);
      for (int row = 0; row < rows; row++) {
        int start = from + row * laneLength;
        int n = present(data, start);
        Ext sum = n == 0 ? Ext.ZERO : kernels.dotBase(values, first, data, start, n);
        b.sums.set((t * ROWS + row) * runs + r, sum);
      }
    }
  }
}
