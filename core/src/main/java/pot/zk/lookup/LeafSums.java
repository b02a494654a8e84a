package pot.zk.lookup;

import java.util.ArrayList;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.IntegerKernels;

/**
 * A level near the leaves, read from their integers where it can be: the sum of up to four
 * fractions 1/(alpha - x) is, by the elementary symmetric polynomials e_k of the x,
 *
 * <pre>
 *   d = sum of (-1)^k alpha^(c-k) e_k      n = sum of (-1)^k (c-k) alpha^(c-k-1) e_k
 * </pre>
 *
 * for c leaves: integers of at most 64 bits, times constants. More leaves are two such sums, added.
 */
final class LeafSums implements Nodes {
  /** Leaves whose fractions are added up at once. */
  private static final int GROUP = IntegerKernels.FACTORS;

  private final Nodes sums;
  private final LeafIntegers leaves;
  private final int leafCount;
  private final FieldKernels kernels;
  private final Combination[] numerators = new Combination[GROUP + 1];
  private final Combination[] denominators = new Combination[GROUP + 1];

  /** base + the sum of factor times integer. */
  private record Combination(Ext base, List<Ext> factors, List<Integer> offsets) {
    /** The sum of coefficient k times e_k. */
    static Combination of(List<Ext> coefficients) {
      List<Ext> factors = new ArrayList<>();
      List<Integer> offsets = new ArrayList<>();
      for (int k = 1; k < coefficients.size(); k++) {
        for (int piece = 0; piece < IntegerKernels.pieces(k); piece++) {
          Ext scale = Ext.powerOfTwo(IntegerKernels.PIECE_BITS * piece);
          factors.add(coefficients.get(k).times(scale));
          offsets.add(RUN * IntegerKernels.piece(k, piece));
        }
      }
      return new Combination(coefficients.get(0), factors, offsets);
    }

    void compute(IntegerKernels kernels, ExtVector out, int at, long[] v) {
      int[] from = offsets.stream().mapToInt(i -> i).toArray();
      kernels.combine(out, at, base, factors.toArray(Ext[]::new), v, from, RUN);
    }
  }

  /**
   * @param sums the same level by adding up the nodes below
   * @param leafCount padding included
   */
  LeafSums(Nodes sums, LeafIntegers leaves, int leafCount, Ext alpha, FieldKernels kernels) {
    this.sums = sums;
    this.leaves = leaves;
    this.leafCount = leafCount;
    this.kernels = kernels;
    List<Ext> powers = new ArrayList<>(List.of(Ext.ONE));
    for (int c = 1; c <= GROUP; c++) {
      powers.add(powers.get(c - 1).times(alpha));
      List<Ext> n = new ArrayList<>();
      List<Ext> d = new ArrayList<>();
      for (int k = 0; k <= c; k++) {
        Ext sign = k % 2 == 0 ? Ext.ONE : Ext.ONE.negate();
        d.add(sign.times(powers.get(c - k)));
        if (k < c) {
          n.add(sign.times(powers.get(c - k - 1)).times(c - k));
        }
      }
      numerators[c] = Combination.of(n);
      denominators[c] = Combination.of(d);
    }
  }

  @Override
  public int size() {
    return sums.size();
  }

  @Override
  public Kind kind(int from, int n) {
    return sums.kind(from, n);
  }

  @Override
  public Reader reader() {
    return new SumReader(sums.reader());
  }

  private final class SumReader implements Reader {
    private final Reader general;
    private final long[] v = new long[IntegerKernels.PIECES * RUN];
    private final int[] group = new int[GROUP];

    /** Two groups, to be added. */
    private final ExtVector n = ExtVector.zeros(2 * RUN);

    private final ExtVector d = ExtVector.zeros(2 * RUN);

    SumReader(Reader general) {
      this.general = general;
    }

    @Override
    public void read(int from, int count, ExtVector num, ExtVector den, int at) {
      int real = count == RUN && from % RUN == 0 ? integers(from) : 0;
      if (real == 0 || real > 2 * GROUP) {
        general.read(from, count, num, den, at);
      } else if (real <= GROUP) {
        readGroup(from, real, num, den, at);
      } else {
        readGroup(from, GROUP, n, d, 0);
        int rest = real - GROUP;
        readGroup(from + GROUP * size(), rest, n, d, RUN);
        if (rest == 1) {
          // The second numerator is one.
          kernels.multiply(num, at, n, 0, d, RUN, RUN);
          kernels.addTo(num, at, d, 0, RUN);
          kernels.multiply(den, at, d, 0, d, RUN, RUN);
        } else {
          kernels.addFractions(num, den, at, n, d, 0, RUN, RUN);
        }
      }
    }

    /** How many leaves the nodes of a run add up, 0 if they are not all integers. */
    private int integers(int from) {
      int real = 0;
      for (int leaf = from; leaf < leafCount; leaf += size()) {
        switch (leaves.kind(leaf)) {
          case INTEGERS -> real++;
          case PADDING -> {}
          case OTHER -> {
            return 0;
          }
        }
      }
      return real;
    }

    private void readGroup(int from, int real, ExtVector num, ExtVector den, int at) {
      for (int i = 0; i < GROUP; i++) {
        group[i] = i < real ? from + i * size() : leaves.zeros();
      }
      leaves.readSymmetric(group, v);
      numerators[real].compute(kernels.integers(), num, at, v);
      denominators[real].compute(kernels.integers(), den, at, v);
    }
  }
}
