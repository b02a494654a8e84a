package pot.zk.lookup;

import java.util.ArrayList;
import java.util.List;
import pot.zk.field.Ext;
import pot.zk.simd.Combination;
import pot.zk.simd.IntegerKernels;

/**
 * Nodes as polynomials in alpha. The sum of c fractions 1/(alpha - x) is d'/d with
 *
 * <pre>  d = prod (alpha - x) = sum_j alpha^j D_j,   D_c = 1,   D_(c-k) = (-1)^k e_k(x),</pre>
 *
 * e_k the elementary symmetric polynomials: integers, where the x are. Its numerator is the formal
 * derivative d', so whatever is linear in numerator and denominator has one factor for each D_j.
 * Padding is the case of no leaves, 0/1.
 */
final class NodeForms {
  /** Leaves that two nodes add up, at most. */
  private static final int MOST = 2 * IntegerKernels.FACTORS;

  private final List<Ext> powers = new ArrayList<>(List.of(Ext.ONE));

  NodeForms(Ext alpha) {
    for (int j = 1; j <= MOST; j++) {
      powers.add(powers.get(j - 1).times(alpha));
    }
  }

  /** What alpha^j in d gives to n times the numerator and d times the denominator. */
  Ext factor(int j, Ext n, Ext d) {
    Ext ofD = powers.get(j).times(d);
    return j == 0 ? ofD : ofD.plus(powers.get(j - 1).times(n).times(j));
  }

  /**
   * A weighted sum of nodes at the same place of some runs: n times their numerators and d times
   * their denominators.
   *
   * @param counts of leaves, one for each run
   * @param weights of the runs; their coefficients, as {@link LeafIntegers#readNodes} has them, are
   *     {@link IntegerKernels#PIECES} strides apart
   */
  Combination combination(int[] counts, Ext[] weights, Ext n, Ext d) {
    Ext base = Ext.ZERO;
    List<Ext> factors = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (int run = 0; run < counts.length; run++) {
      int count = counts[run];
      base = base.plus(weights[run].times(factor(count, n, d)));
      for (int k = 1; k <= count; k++) {
        Ext factor = weights[run].times(factor(count - k, n, d));
        for (int piece = 0; piece < IntegerKernels.pieces(k); piece++) {
          factors.add(factor.times(scale(piece)));
          int place = IntegerKernels.PIECES * run + IntegerKernels.piece(k, piece);
          offsets.add(LeafIntegers.STRIDE * place);
        }
      }
    }
    return Combination.of(base, factors, offsets);
  }

  /** What a piece counts. */
  static Ext scale(int piece) {
    return Ext.powerOfTwo(IntegerKernels.PIECE_BITS * piece);
  }
}
