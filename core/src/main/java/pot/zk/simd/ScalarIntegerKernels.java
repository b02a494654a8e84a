package pot.zk.simd;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.field.Goldilocks;

/** The integer kernels in plain Java: the definition that the vector code is held to. */
final class ScalarIntegerKernels implements IntegerKernels {
  private static final long LOW = 0xFFFFFFFFL;

  @Override
  public boolean narrow(char[] out, int outOff, long[] x, int xOff, int factor, int n) {
    long all = 0;
    for (int i = 0; i < n; i++) {
      long product = (x[xOff + i] & LOW) * factor;
      all |= x[xOff + i] | product;
      out[outOff + i] = (char) product;
    }
    return all >>> Character.SIZE == 0;
  }

  @Override
  public void symmetric(
      double[] out, int at, int stride, char[] x, int[] offsets, int count, int n) {
    for (int i = 0; i < n; i++) {
      // The last of four has 64 bits and no sign.
      long[] e = new long[count + 1];
      e[0] = 1;
      for (int j = 0; j < count; j++) {
        for (int k = j + 1; k > 0; k--) {
          e[k] += e[k - 1] * x[offsets[j] + i];
        }
      }
      for (int k = 1; k <= count; k++) {
        put(out, at + i, stride, k, e[k]);
      }
    }
  }

  private static void put(double[] out, int at, int stride, int k, long value) {
    long rest = value;
    int pieces = IntegerKernels.pieces(k);
    for (int piece = 0; piece < pieces; piece++) {
      long low = rest & ((1L << PIECE_BITS) - 1);
      out[at + stride * IntegerKernels.piece(k, piece)] = k % 2 == 0 ? low : -low;
      rest >>>= PIECE_BITS;
    }
  }

  @Override
  public void subtract(double[] v, int out, int a, int b, int n) {
    for (int i = 0; i < n; i++) {
      v[out + i] = v[a + i] - v[b + i];
    }
  }

  @Override
  public void multiply(double[] v, int out, int[] a, int[] b, int from, int n) {
    for (int i = from; i < from + n; i++) {
      double sum = 0;
      for (int j = 0; j < a.length; j++) {
        sum += v[a[j] + i] * v[b[j] + i];
      }
      v[out + i] = sum;
    }
  }

  @Override
  public void addWeighted(
      double[] sums,
      int at,
      double[] weights,
      int offset,
      int stride,
      double[] v,
      int[] from,
      int start,
      int n) {
    for (int j = 0; j < from.length; j++) {
      for (int i = start; i < start + n; i++) {
        double integer = v[from[j] + i];
        double high = Math.rint(integer * IntegerSums.UPPER_UNIT) / IntegerSums.UPPER_UNIT;
        double low = integer - high;
        for (int piece = 0; piece < WEIGHT_PIECES; piece++) {
          double weight = weights[offset + piece * stride + i];
          int place = at + PARTS * j + IntegerSums.place(piece) + i % IntegerSums.LANES;
          sums[place] += weight * low;
          sums[place + IntegerSums.LANES] += weight * high;
        }
      }
    }
  }

  @Override
  public void take(double[] sums, long[] parts) {
    for (int i = 0; i < sums.length; i++) {
      boolean upper = (i & IntegerSums.LANES) != 0;
      parts[i] += (long) (upper ? sums[i] * IntegerSums.UPPER_UNIT : sums[i]);
      sums[i] = 0;
    }
  }

  @Override
  public void combine(
      ExtVector out, int outOff, Combination combination, double[] v, int from, int n) {
    for (int i = 0; i < n; i++) {
      Ext sum = combination.base;
      for (int j = 0; j < combination.factors.length; j++) {
        long x = (long) v[combination.offsets[j] + from + i];
        sum = sum.plus(combination.factors[j].times(Goldilocks.fromSigned(x)));
      }
      out.set(outOff + i, sum);
    }
  }
}
