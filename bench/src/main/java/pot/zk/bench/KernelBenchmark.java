package pot.zk.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import pot.zk.cli.kernels.FieldKernel;
import pot.zk.cli.kernels.IntegerKernel;
import pot.zk.cli.kernels.Kernel;
import pot.zk.cli.kernels.ProverKernel;
import pot.zk.simd.Kernels;

/**
 * Each loop of the prover: those of {@code pot bench kernels}. A time is of one run over vectors of
 * so many elements.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  /** A loop over vectors of F or K. Without values, a parameter takes all there are. */
  @State(Scope.Thread)
  public static class OfField {
    @Param public FieldKernel kernel = FieldKernel.DOT;

    @Param({"512", "4194304"})
    public int length;

    Runnable work = () -> {};

    @Setup
    public void prepare() {
      work = prepared(kernel, length);
    }
  }

  /** A loop over small integers. */
  @State(Scope.Thread)
  public static class OfIntegers {
    @Param public IntegerKernel kernel = IntegerKernel.COMBINE;

    @Param({"512", "4194304"})
    public int length;

    Runnable work = () -> {};

    @Setup
    public void prepare() {
      work = prepared(kernel, length);
    }
  }

  /** Encoding, hashing, the lookup's tree, integer products. */
  @State(Scope.Thread)
  public static class OfProver {
    @Param public ProverKernel kernel = ProverKernel.COMMIT;

    @Param({"512", "4194304"})
    public int length;

    Runnable work = () -> {};

    @Setup
    public void prepare() {
      work = prepared(kernel, length);
    }
  }

  private static Runnable prepared(Kernel kernel, int length) {
    return kernel.prepare(Kernels.best(), length);
  }

  @Benchmark
  public void field(OfField state) {
    state.work.run();
  }

  @Benchmark
  public void integers(OfIntegers state) {
    state.work.run();
  }

  @Benchmark
  public void prover(OfProver state) {
    state.work.run();
  }
}
