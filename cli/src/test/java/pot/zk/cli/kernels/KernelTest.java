package pot.zk.cli.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.Kernels;

/** No loop of the prover is forgotten, and each can be run. */
class KernelTest {
  private static final int LENGTH = 256;

  static Stream<Kernel> all() {
    return KernelBench.all().stream();
  }

  /** Overloads have one line: they share a loop. */
  @Test
  void everyFieldKernelIsMeasured() {
    Set<String> methods =
        Arrays.stream(FieldKernels.class.getDeclaredMethods())
            .filter(m -> m.getParameterCount() > 0)
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(Arrays.stream(FieldKernel.values()).map(FieldKernel::title))
        .as("add a line to FieldKernel for a method that is missing here")
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyKernelRuns(Kernel kernel) {
    for (FieldKernels kernels : new FieldKernels[] {Kernels.scalar(), Kernels.best()}) {
      for (int length : new int[] {Kernel.LEAST_LENGTH, LENGTH}) {
        Kernel.Prepared prepared = kernel.prepare(kernels, length);
        assertThat(prepared.elements()).isPositive();
        assertThat(prepared.bytes()).isPositive();
        assertThat(prepared.products()).isNotNegative();
        assertThat(prepared.blocks()).isNotNegative();
        prepared.run();
        prepared.run();
      }
    }
  }

  @Test
  void titlesTellKernelsApart() {
    assertThat(all().map(Kernel::title)).doesNotHaveDuplicates();
  }
}
