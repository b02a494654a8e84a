package pot.zk.sumcheck;

import pot.zk.field.Ext;
import pot.zk.field.ExtVector;
import pot.zk.simd.FieldKernels;

/** Round polynomials of sum_x a(x) b(x), both tables over K; the tables are consumed. */
public final class ProductRounds implements FactorRounds {
  private final ExtVector a;
  private final ExtVector b;
  private final FieldKernels kernels;
  private int size;

  /**
   * @param a a table of 2^m values
   * @param b a table of the same size
   */
  public ProductRounds(ExtVector a, ExtVector b, FieldKernels kernels) {
    this.a = a;
    this.b = b;
    this.kernels = kernels;
    this.size = a.length();
  }

  @Override
  public Ext[] round() {
    int half = size / 2;
    return new Ext[] {
      kernels.dot(a, 0, b, 0, half), kernels.dotDifference(a, 0, half, b, 0, half, half)
    };
  }

  @Override
  public void bind(Ext r) {
    int half = size / 2;
    kernels.fold(a, 0, a, 0, half, r, half);
    kernels.fold(b, 0, b, 0, half, r, half);
    size = half;
  }

  @Override
  public Ext sum() {
    return kernels.dot(a, 0, b, 0, size);
  }

  @Override
  public Ext left() {
    return a.get(0);
  }

  @Override
  public Ext right() {
    return b.get(0);
  }
}
