package pot.zk.simd;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;

/** The integer kernels in plain Java: the definition that the vector code is held to. */
final class ScalarIntegerKernels implements IntegerKernels {
  private static final long LOW = 0xFFFFFFFFL;
  private static final int HALF = 32;

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
  public void widen(long[] out, int outOff, char[] x, int xOff, int n) {
    for (int i = 0; i < n; i++) {
      out[outOff + i] = x[xOff + i];
    }
  }

  @Override
  public void pairs(
      long[] sum, int sumOff, long[] product, int productOff, char[] x, int xOff, int yOff, int n) {
    for (int i = 0; i < n; i++) {
      long first = x[xOff + i];
      long second = x[yOff + i];
      sum[sumOff + i] = first + second;
      product[productOff + i] = first * second;
    }
  }

  @Override
  public void symmetric(long[] out, int stride, char[] x, int[] offsets, int n) {
    for (int i = 0; i < n; i++) {
      symmetricAt(out, stride, x, offsets, i);
    }
  }

  /** Those of one place. */
  static void symmetricAt(long[] out, int stride, char[] x, int[] offsets, int i) {
    long a = x[offsets[0] + i];
    long b = x[offsets[1] + i];
    long c = x[offsets[2] + i];
    long d = x[offsets[3] + i];
    put(out, stride, i, 1, a + b + c + d);
    put(out, stride, i, 2, a * b + c * d + (a + b) * (c + d));
    put(out, stride, i, 3, a * b * (c + d) + c * d * (a + b));
    put(out, stride, i, 4, a * b * c * d);
  }

  /** The last of four products has 64 bits and no sign. */
  private static void put(long[] out, int stride, int i, int k, long value) {
    long rest = value;
    int pieces = IntegerKernels.pieces(k);
    for (int piece = 0; piece < pieces; piece++) {
      boolean last = piece == pieces - 1;
      long low = last ? rest : rest & ((1L << PIECE_BITS) - 1);
      out[IntegerKernels.piece(k, piece) * stride + i] = low;
      rest >>>= PIECE_BITS;
    }
  }

  @Override
  public void subtract(long[] out, int outOff, long[] a, int aOff, long[] b, int bOff, int n) {
    for (int i = 0; i < n; i++) {
      out[outOff + i] = a[aOff + i] - b[bOff + i];
    }
  }

  @Override
  public void split(
      long[] low, int lowOff, long[] high, int highOff, long[] v, int vOff, int bits, int n) {
    for (int i = 0; i < n; i++) {
      long x = v[vOff + i];
      low[lowOff + i] = x & ((1L << bits) - 1);
      high[highOff + i] = x >> bits;
    }
  }

  @Override
  public void sum(long[] parts, int at, ExtVector e, int eOff, long[] v, int vOff, int n) {
    for (int i = 0; i < n; i++) {
      add(parts, at, e.c0()[eOff + i], e.c1()[eOff + i], v[vOff + i]);
    }
  }

  @Override
  public void sumProducts(
      long[] parts, int at, ExtVector e, int eOff, long[] a, int aOff, long[] b, int bOff, int n) {
    for (int i = 0; i < n; i++) {
      add(parts, at, e.c0()[eOff + i], e.c1()[eOff + i], a[aOff + i] * b[bOff + i]);
    }
  }

  private static void add(long[] parts, int at, long c0, long c1, long integer) {
    long shifted = integer + SUM_BOUND;
    long low = shifted & IntegerSums.HALF_MASK;
    long high = shifted >>> IntegerSums.HALF_BITS;
    add(parts, at, 0, c0, low, high);
    add(parts, at, 1, c1, low, high);
  }

  private static void add(long[] parts, int at, int coefficient, long c, long low, long high) {
    for (int upper = 0; upper < 2; upper++) {
      long piece = upper == 0 ? c & LOW : c >>> HALF;
      add(parts, at + IntegerSums.place(coefficient, upper, 0), piece * low);
      add(parts, at + IntegerSums.place(coefficient, upper, 1), piece * high);
    }
  }

  private static void add(long[] parts, int place, long product) {
    parts[place] += product & LOW;
    parts[place + IntegerSums.LANES] += product >>> HALF;
  }

  @Override
  public void combine(
      ExtVector out, int outOff, Ext base, Ext[] factors, long[] v, int[] offsets, int n) {
    for (int i = 0; i < n; i++) {
      Ext sum = base;
      for (int j = 0; j < factors.length; j++) {
        sum = sum.plus(factors[j].times(v[offsets[j] + i]));
      }
      out.set(outOff + i, sum);
    }
  }
}
