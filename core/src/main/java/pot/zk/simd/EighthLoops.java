package pot.zk.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.UMIN;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import pot.zk.field.Goldilocks;

/**
 * Three levels of butterflies at once: values at the eight points e w^j, w = 2^24 a root of unity
 * of order 8, of polynomials with eight coefficients x_k. Each coefficient but the first is
 * multiplied once, by e^k; what is left are sums of terms that are shifted.
 *
 * <p>On the way a value is a pair of 64-bit integers, low + 2^32 high, not reduced. Factors x are
 * cut into thirds of 22, 22 and 20 bits, each of which has its own multiple of e^k: the halves of a
 * product are sums of products below 2^54, 2^54 and 2^52. Written out for the reason that {@link
 * VectorLoops} gives; shifts are logical, on what an offset keeps from being negative: the compiler
 * gives arithmetic ones their count in a register.
 *
 * <p>Pairs lie in two arrays, that of coefficient k from k {@link #CHUNK} on; from the fifth on
 * they are negated, so that differences of coefficients four apart are not negative.
 */
final class EighthLoops {
  /**
   * Pairs of one coefficient that are worked on at once: what the first-level cache has room for.
   */
  static final int CHUNK = 128;

  private static final VectorSpecies<Long> SPECIES = VectorLoops.SPECIES;
  private static final int LANES = VectorLoops.LANES;
  private static final int ROW = FieldKernels.ROW;
  private static final int PARTS = FieldKernels.EIGHTHS;
  private static final long EPSILON = Goldilocks.EPSILON;
  private static final int HALF = 32;
  private static final int THIRD = EighthFactors.THIRD;
  private static final long THIRD_MASK = (1L << THIRD) - 1;

  /** 2^27 p as a pair of about equal halves. */
  private static final long OFFSET_LOW = (1L << 59) + (1L << 27);

  private static final long OFFSET_HIGH = (1L << 59) - (1L << 28);

  private EighthLoops() {}

  /** Elements as pairs: the first coefficient. */
  static void split(long[] v, int at, long[] low, long[] high, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    for (int i = 0; i < n; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, v, at + i);
      x.and(epsilon).intoArray(low, i);
      x.lanewise(LSHR, HALF).intoArray(high, i);
    }
  }

  /** As {@link #split} for rows that are eight rows apart. */
  static void splitRows(long[] v, int at, long[] low, long[] high, int rows) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < ROW; j += LANES) {
        LongVector x = LongVector.fromArray(SPECIES, v, at + PARTS * ROW * i + j);
        x.and(epsilon).intoArray(low, ROW * i + j);
        x.lanewise(LSHR, HALF).intoArray(high, ROW * i + j);
      }
    }
  }

  /**
   * Adds elements to pairs.
   *
   * @param v canonical
   * @param negated whether they are subtracted: then p less the element is added
   */
  static void add(long[] v, int at, boolean negated, long[] low, long[] high, int to, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, Goldilocks.MODULUS);
    for (int i = 0; i < n; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, v, at + i);
      LongVector y = negated ? p.sub(x) : x;
      LongVector l = LongVector.fromArray(SPECIES, low, to + i);
      LongVector h = LongVector.fromArray(SPECIES, high, to + i);
      l.add(y.and(epsilon)).intoArray(low, to + i);
      h.add(y.lanewise(LSHR, HALF)).intoArray(high, to + i);
    }
  }

  /** Elements times a factor as pairs; the factor and its multiples are at w. */
  static void multiply(
      long[] v, int at, long[] factors, int w, long[] low, long[] high, int to, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector mask = LongVector.broadcast(SPECIES, THIRD_MASK);
    LongVector a = LongVector.broadcast(SPECIES, factors[w]);
    LongVector b = LongVector.broadcast(SPECIES, factors[w + 1]);
    LongVector c = LongVector.broadcast(SPECIES, factors[w + 2]);
    LongVector aLow = a.and(epsilon);
    LongVector bLow = b.and(epsilon);
    LongVector cLow = c.and(epsilon);
    LongVector aHigh = a.lanewise(LSHR, HALF);
    LongVector bHigh = b.lanewise(LSHR, HALF);
    LongVector cHigh = c.lanewise(LSHR, HALF);
    for (int i = 0; i < n; i += LANES) {
      LongVector x = LongVector.fromArray(SPECIES, v, at + i);
      LongVector x0 = x.and(mask);
      LongVector x1 = x.lanewise(LSHR, THIRD).and(mask);
      LongVector x2 = x.lanewise(LSHR, 2 * THIRD);
      x0.mul(aLow).add(x1.mul(bLow)).add(x2.mul(cLow)).intoArray(low, to + i);
      x0.mul(aHigh).add(x1.mul(bHigh)).add(x2.mul(cHigh)).intoArray(high, to + i);
    }
  }

  /**
   * As {@link #multiply} for rows of one block each, and with a factor for each row.
   *
   * @param at of the first row; the others are eight rows apart
   * @param w of the first factor; the others are {@link EighthFactors#COUNT} apart
   * @param rows how many
   */
  static void multiplyRows(
      long[] v, int at, long[] factors, int w, long[] low, long[] high, int to, int rows) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector mask = LongVector.broadcast(SPECIES, THIRD_MASK);
    for (int i = 0; i < rows; i++) {
      LongVector a = LongVector.broadcast(SPECIES, factors[w + EighthFactors.COUNT * i]);
      LongVector b = LongVector.broadcast(SPECIES, factors[w + EighthFactors.COUNT * i + 1]);
      LongVector c = LongVector.broadcast(SPECIES, factors[w + EighthFactors.COUNT * i + 2]);
      LongVector aLow = a.and(epsilon);
      LongVector bLow = b.and(epsilon);
      LongVector cLow = c.and(epsilon);
      LongVector aHigh = a.lanewise(LSHR, HALF);
      LongVector bHigh = b.lanewise(LSHR, HALF);
      LongVector cHigh = c.lanewise(LSHR, HALF);
      for (int j = 0; j < ROW; j += LANES) {
        LongVector x = LongVector.fromArray(SPECIES, v, at + PARTS * ROW * i + j);
        LongVector x0 = x.and(mask);
        LongVector x1 = x.lanewise(LSHR, THIRD).and(mask);
        LongVector x2 = x.lanewise(LSHR, 2 * THIRD);
        x0.mul(aLow).add(x1.mul(bLow)).add(x2.mul(cLow)).intoArray(low, to + ROW * i + j);
        x0.mul(aHigh).add(x1.mul(bHigh)).add(x2.mul(cHigh)).intoArray(high, to + ROW * i + j);
      }
    }
  }

  /**
   * Pairs of coefficients times e^k become pairs of values at the eight points, in the order in
   * which three levels of butterflies leave them: at e, -e, i e, -i e, -w e, w e, -i w e, i w e,
   * with i = w^2.
   *
   * <p>A term is turned by i = 2^48 or w as its halves are brought to 34 bits: with low = l0 + 2^32
   * l1 and high = h0 + 2^32 h1, low + 2^32 high is l0 - h1 + 2^32 (l1 + h0 + h1). So coefficients
   * below 2^55.5 in both halves give values that are not negative and below 2^60: an offset of 2^59
   * and seven of them, or two of them and turned terms below 2^58.
   */
  static void transform(long[] low, long[] high, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    for (int i = 0; i < n; i += LANES) {
      LongVector l0 = LongVector.fromArray(SPECIES, low, i).add(OFFSET_LOW);
      LongVector h0 = LongVector.fromArray(SPECIES, high, i).add(OFFSET_HIGH);
      LongVector l4 = LongVector.fromArray(SPECIES, low, i + 4 * CHUNK);
      LongVector h4 = LongVector.fromArray(SPECIES, high, i + 4 * CHUNK);
      LongVector sl0 = l0.sub(l4);
      LongVector sh0 = h0.sub(h4);
      LongVector dl0 = l0.add(l4);
      LongVector dh0 = h0.add(h4);
      LongVector l2 = LongVector.fromArray(SPECIES, low, i + 2 * CHUNK);
      LongVector h2 = LongVector.fromArray(SPECIES, high, i + 2 * CHUNK);
      LongVector l6 = LongVector.fromArray(SPECIES, low, i + 6 * CHUNK);
      LongVector h6 = LongVector.fromArray(SPECIES, high, i + 6 * CHUNK);
      LongVector sl2 = l2.sub(l6);
      LongVector sh2 = h2.sub(h6);
      LongVector dl2 = l2.add(l6);
      LongVector dh2 = h2.add(h6);
      LongVector l1 = LongVector.fromArray(SPECIES, low, i + 1 * CHUNK);
      LongVector h1 = LongVector.fromArray(SPECIES, high, i + 1 * CHUNK);
      LongVector l5 = LongVector.fromArray(SPECIES, low, i + 5 * CHUNK);
      LongVector h5 = LongVector.fromArray(SPECIES, high, i + 5 * CHUNK);
      LongVector sl1 = l1.sub(l5);
      LongVector sh1 = h1.sub(h5);
      LongVector dl1 = l1.add(l5);
      LongVector dh1 = h1.add(h5);
      LongVector l3 = LongVector.fromArray(SPECIES, low, i + 3 * CHUNK);
      LongVector h3 = LongVector.fromArray(SPECIES, high, i + 3 * CHUNK);
      LongVector l7 = LongVector.fromArray(SPECIES, low, i + 7 * CHUNK);
      LongVector h7 = LongVector.fromArray(SPECIES, high, i + 7 * CHUNK);
      LongVector sl3 = l3.sub(l7);
      LongVector sh3 = h3.sub(h7);
      LongVector dl3 = l3.add(l7);
      LongVector dh3 = h3.add(h7);
      LongVector evenLow = sl0.add(sl2);
      LongVector evenHigh = sh0.add(sh2);
      LongVector restLow = sl0.sub(sl2);
      LongVector restHigh = sh0.sub(sh2);
      LongVector oddLow = sl1.add(sl3);
      LongVector oddHigh = sh1.add(sh3);
      LongVector low0 = evenLow.add(oddLow);
      LongVector high0 = evenHigh.add(oddHigh);
      low0.intoArray(low, i);
      high0.intoArray(high, i);
      LongVector low1 = evenLow.sub(oddLow);
      LongVector high1 = evenHigh.sub(oddHigh);
      low1.intoArray(low, i + 1 * CHUNK);
      high1.intoArray(high, i + 1 * CHUNK);
      LongVector tl = sl1.sub(sl3).add(OFFSET_LOW);
      LongVector th = sh1.sub(sh3).add(OFFSET_HIGH);
      LongVector tm = th.and(epsilon).add(tl.lanewise(LSHR, HALF));
      LongVector turnLow = tm.add(th.lanewise(LSHR, HALF)).lanewise(LSHL, 16);
      LongVector turnHigh = tm.add(tl.and(epsilon)).lanewise(LSHL, 16);
      LongVector low2 = restLow.sub(turnLow);
      LongVector high2 = restHigh.add(turnHigh);
      low2.intoArray(low, i + 2 * CHUNK);
      high2.intoArray(high, i + 2 * CHUNK);
      LongVector low3 = restLow.add(turnLow);
      LongVector high3 = restHigh.sub(turnHigh);
      low3.intoArray(low, i + 3 * CHUNK);
      high3.intoArray(high, i + 3 * CHUNK);
      LongVector dm = dh2.and(epsilon).add(dl2.lanewise(LSHR, HALF));
      LongVector iLow = dm.add(dh2.lanewise(LSHR, HALF)).lanewise(LSHL, 16);
      LongVector iHigh = dm.add(dl2.and(epsilon)).lanewise(LSHL, 16);
      LongVector plusLow = dl0.sub(iLow);
      LongVector plusHigh = dh0.add(iHigh);
      LongVector minusLow = dl0.add(iLow);
      LongVector minusHigh = dh0.sub(iHigh);
      LongVector first1 = dl1.and(epsilon);
      LongVector second1 = dh1.and(epsilon).add(dl1.lanewise(LSHR, HALF));
      LongVector third1 = dh1.lanewise(LSHR, HALF);
      LongVector nl1 = first1.sub(third1);
      LongVector nh1 = second1.add(third1);
      LongVector sum1 = second1.add(first1);
      LongVector first3 = dl3.and(epsilon);
      LongVector second3 = dh3.and(epsilon).add(dl3.lanewise(LSHR, HALF));
      LongVector third3 = dh3.lanewise(LSHR, HALF);
      LongVector nl3 = first3.sub(third3);
      LongVector nh3 = second3.add(third3);
      LongVector sum3 = second3.add(first3);
      LongVector gLow = nl1.lanewise(LSHL, 16).sub(sum3).lanewise(LSHL, 8);
      LongVector gHigh = nh1.lanewise(LSHL, 16).add(nl3).lanewise(LSHL, 8);
      LongVector kLow = nl3.lanewise(LSHL, 16).sub(sum1).lanewise(LSHL, 8);
      LongVector kHigh = nh3.lanewise(LSHL, 16).add(nl1).lanewise(LSHL, 8);
      LongVector low4 = plusLow.sub(gLow);
      LongVector high4 = plusHigh.sub(gHigh);
      low4.intoArray(low, i + 4 * CHUNK);
      high4.intoArray(high, i + 4 * CHUNK);
      LongVector low5 = plusLow.add(gLow);
      LongVector high5 = plusHigh.add(gHigh);
      low5.intoArray(low, i + 5 * CHUNK);
      high5.intoArray(high, i + 5 * CHUNK);
      LongVector low6 = minusLow.sub(kLow);
      LongVector high6 = minusHigh.sub(kHigh);
      low6.intoArray(low, i + 6 * CHUNK);
      high6.intoArray(high, i + 6 * CHUNK);
      LongVector low7 = minusLow.add(kLow);
      LongVector high7 = minusHigh.add(kHigh);
      low7.intoArray(low, i + 7 * CHUNK);
      high7.intoArray(high, i + 7 * CHUNK);
    }
  }

  /** Pairs as elements: any 64 bits that are congruent. */
  static void reduce(long[] low, long[] high, int from, long[] out, int at, int n) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    for (int i = 0; i < n; i += LANES) {
      LongVector l = LongVector.fromArray(SPECIES, low, from + i);
      LongVector h = LongVector.fromArray(SPECIES, high, from + i);
      LongVector over = h.add(l.lanewise(LSHR, HALF)).lanewise(LSHR, HALF);
      LongVector u = over.lanewise(LSHL, HALF).sub(over);
      LongVector r = l.add(h.lanewise(LSHL, HALF)).add(u);
      r.add(epsilon, r.compare(ULT, u)).intoArray(out, at + i);
    }
  }

  /** As {@link #reduce}, to canonical elements in rows that are eight rows apart. */
  static void reduceRows(long[] low, long[] high, int from, long[] out, int at, int rows) {
    LongVector epsilon = LongVector.broadcast(SPECIES, EPSILON);
    LongVector p = LongVector.broadcast(SPECIES, Goldilocks.MODULUS);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < ROW; j += LANES) {
        LongVector l = LongVector.fromArray(SPECIES, low, from + ROW * i + j);
        LongVector h = LongVector.fromArray(SPECIES, high, from + ROW * i + j);
        LongVector over = h.add(l.lanewise(LSHR, HALF)).lanewise(LSHR, HALF);
        LongVector u = over.lanewise(LSHL, HALF).sub(over);
        LongVector r = l.add(h.lanewise(LSHL, HALF)).add(u);
        r = r.add(epsilon, r.compare(ULT, u));
        r.lanewise(UMIN, r.sub(p)).intoArray(out, at + PARTS * ROW * i + j);
      }
    }
  }
}
