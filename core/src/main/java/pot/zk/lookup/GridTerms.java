package pot.zk.lookup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pot.zk.simd.IntegerKernels;

/**
 * What is to be summed for a {@link Grid} over runs of one {@link RunShape}. With d0 and d1 the
 * denominators of both children, polynomials in alpha by {@link NodeForms}, a layer's summand is
 *
 * <pre>  n0 d1 + n1 d0 + lambda d0 d1 = (d0 d1)' + lambda d0 d1,</pre>
 *
 * at every point of the grid, as all of it is linear in the corners of each child. So the weighted
 * sums of the coefficients of d0 d1 suffice: convolutions of the coefficients of d0 and d1, and of
 * the pieces of these.
 *
 * <p>Sizes: a piece is below 2^22, at a point a sum of up to four corners below 2^24, a product
 * below 2^48; with four leaves in each child at most seven products add up, so that sums are below
 * 2^51.
 *
 * @param differences to compute first, in this order
 * @param products by coefficient and piece
 * @param constants by point and coefficient, what is the same for every place
 */
record GridTerms(List<Difference> differences, List<Product> products, long[][] constants) {
  private static final int RUN = Nodes.RUN;
  private static final int STRIDE = LeafIntegers.STRIDE;

  /** Leaves that a node adds up, at most. */
  private static final int MOST = IntegerKernels.FACTORS;

  /** Pieces of a coefficient, at most. */
  private static final int MOST_PIECES = 3;

  /** Constants run from -4 to 4. */
  private static final int LARGEST = Grid.CORNERS;

  private static final int CONSTANTS = 2 * Grid.CORNERS * IntegerKernels.PIECES * STRIDE;
  private static final int DIFFERENCES = CONSTANTS + (2 * LARGEST + 1) * STRIDE;
  private static final int MOST_DIFFERENCES =
      2 * (Grid.POINTS - Grid.CORNERS) * (MOST + 1) * MOST_PIECES;
  private static final int SUMS = DIFFERENCES + MOST_DIFFERENCES * STRIDE;

  /** Where products are kept for a moment, one or two. */
  static final int[] ONE_PRODUCT = {SUMS};

  static final int[] TWO_PRODUCTS = {SUMS, SUMS + STRIDE};

  /** v[out] = v[a] - v[b], runs that begin there. */
  record Difference(int out, int a, int b) {}

  /**
   * v[out] = the sum of v[a[j]] v[b[j]], of which alpha^power 2^(22 piece) is the factor in d0 d1.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Product(int point, int power, int piece, int[] a, int[] b) {}

  /** Where a run of pieces begins. Constants have one, too. */
  private record Slot(int offset, int constant) {
    private static final int NONE = Integer.MIN_VALUE;

    static @Nullable Slot ofConstant(int value) {
      return value == 0 ? null : new Slot(CONSTANTS + (value + LARGEST) * STRIDE, value);
    }

    static Slot at(int offset) {
      return new Slot(offset, NONE);
    }

    boolean isConstant() {
      return constant != NONE;
    }
  }

  /** By power and piece; null where there are zeros. */
  private static final class Coefficients {
    private final @Nullable Slot[][] slots = new Slot[MOST + 1][MOST_PIECES];

    /** Of a corner's nodes, read to the place {@link #corner}. */
    static Coefficients ofCorner(int from, int count) {
      Coefficients c = new Coefficients();
      c.slots[count][0] = Slot.ofConstant(1);
      for (int k = 1; k <= count; k++) {
        for (int piece = 0; piece < IntegerKernels.pieces(k); piece++) {
          c.slots[count - k][piece] = Slot.at(from + STRIDE * IntegerKernels.piece(k, piece));
        }
      }
      return c;
    }

    Coefficients minus(Coefficients o, List<Difference> differences) {
      Coefficients c = new Coefficients();
      for (int power = 0; power <= MOST; power++) {
        for (int piece = 0; piece < MOST_PIECES; piece++) {
          c.slots[power][piece] =
              difference(slots[power][piece], o.slots[power][piece], differences);
        }
      }
      return c;
    }
  }

  /** The doubles that {@link #newBuffer} has. */
  static double[] newBuffer() {
    double[] v = new double[SUMS + 2 * STRIDE];
    for (int value = -LARGEST; value <= LARGEST; value++) {
      int at = CONSTANTS + (value + LARGEST) * STRIDE;
      Arrays.fill(v, at, at + RUN, value);
    }
    return v;
  }

  /** Where the coefficients of a corner's nodes are read to. */
  static int corner(int child, int corner) {
    return (Grid.CORNERS * child + corner) * IntegerKernels.PIECES * STRIDE;
  }

  /** The terms for a shape. */
  static GridTerms of(RunShape shape) {
    List<Difference> differences = new ArrayList<>();
    Coefficients[][] all = new Coefficients[2][Grid.POINTS];
    for (int child = 0; child < 2; child++) {
      for (int p = 0; p < Grid.POINTS; p++) {
        all[child][p] =
            p < Grid.CORNERS
                ? Coefficients.ofCorner(corner(child, p), shape.leaves(child, p))
                : all[child][Grid.minuend(p)].minus(all[child][Grid.subtrahend(p)], differences);
      }
    }
    List<Product> products = new ArrayList<>();
    long[][] constants = new long[Grid.POINTS][2 * MOST + 1];
    for (int p = 0; p < Grid.POINTS; p++) {
      if (p != Grid.UNUSED) {
        convolve(p, all[0][p], all[1][p], products, constants[p]);
      }
    }
    return new GridTerms(differences, products, constants);
  }

  private static @Nullable Slot difference(
      @Nullable Slot a, @Nullable Slot b, List<Difference> differences) {
    if (b == null) {
      return a;
    }
    if ((a == null || a.isConstant()) && b.isConstant()) {
      return Slot.ofConstant((a == null ? 0 : a.constant()) - b.constant());
    }
    int zeros = CONSTANTS + LARGEST * STRIDE;
    int out = DIFFERENCES + differences.size() * STRIDE;
    differences.add(new Difference(out, a == null ? zeros : a.offset(), b.offset()));
    return Slot.at(out);
  }

  /** Which sum a product belongs to. */
  private record Place(int power, int piece) {}

  private static void convolve(
      int point, Coefficients d0, Coefficients d1, List<Product> products, long[] constants) {
    Map<Place, List<Slot[]>> pairs = new LinkedHashMap<>();
    for (int i = 0; i < (MOST + 1) * MOST_PIECES; i++) {
      for (int j = 0; j < (MOST + 1) * MOST_PIECES; j++) {
        Slot a = d0.slots[i / MOST_PIECES][i % MOST_PIECES];
        Slot b = d1.slots[j / MOST_PIECES][j % MOST_PIECES];
        if (a == null || b == null) {
          continue;
        }
        int power = i / MOST_PIECES + j / MOST_PIECES;
        if (a.isConstant() && b.isConstant()) {
          constants[power] += (long) a.constant() * b.constant();
        } else {
          Place place = new Place(power, i % MOST_PIECES + j % MOST_PIECES);
          pairs.computeIfAbsent(place, k -> new ArrayList<>()).add(new Slot[] {a, b});
        }
      }
    }
    pairs.forEach(
        (place, slots) ->
            products.add(
                new Product(
                    point,
                    place.power(),
                    place.piece(),
                    slots.stream().mapToInt(s -> s[0].offset()).toArray(),
                    slots.stream().mapToInt(s -> s[1].offset()).toArray())));
  }
}
