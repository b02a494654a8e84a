package pot.zk.cli.kernels;

import pot.zk.simd.FieldKernels;

/** A loop of the prover, to be measured by itself. */
public interface Kernel {
  /** As the table has it. */
  String title();

  /** Whether one run uses all threads of its pool by itself, where it is large. */
  default boolean parallel() {
    return false;
  }

  /**
   * The kernel with data of its own.
   *
   * @param length of its longest vectors, a power of two, at least {@link #LEAST_LENGTH}
   */
  Prepared prepare(FieldKernels kernels, int length);

  int LEAST_LENGTH = 64;

  /**
   * A kernel that is ready to run, and what a run needs of any machine.
   *
   * @param elements that its time is divided by
   * @param products of 32-bit halves, by the best formulas: four a product in F, three products in
   *     F a product in K, two where one factor is in F
   * @param blocks of SHA-256
   * @param bytes read and written, each vector once
   */
  record Prepared(double elements, double products, double blocks, double bytes, Runnable work)
      implements Runnable {
    @Override
    public void run() {
      work.run();
    }
  }
}
