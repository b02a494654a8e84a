package pot.zk.cli.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pot.zk.simd.FieldKernels;
import pot.zk.simd.IntegerKernels;
import pot.zk.simd.Kernels;

/** No loop of the prover is forgotten, and each can be run. */
class KernelTest {
  private static final int LENGTH = 256;

  static Stream<Kernel> all() {
    return KernelBench.all().stream();
  }

  /** Each is run with kernels that only note what is called, so that overloads are told apart. */
  @Test
  void everyFieldKernelIsMeasured() {
    Set<Method> called = new HashSet<>();
    for (FieldKernel kernel : FieldKernel.values()) {
      kernel.prepare(noting(called, kernel.title()), Kernel.LEAST_LENGTH).run();
    }
    assertThat(called)
        .as("add a line to FieldKernel for a method that is missing here")
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FieldKernels.class.getDeclaredMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()) && m.getParameterCount() > 0)
                .toList());
  }

  private static FieldKernels noting(Set<Method> called, String title) {
    return (FieldKernels)
        Proxy.newProxyInstance(
            FieldKernels.class.getClassLoader(),
            new Class<?>[] {FieldKernels.class},
            (proxy, method, arguments) -> {
              assertThat(title).startsWith(method.getName());
              called.add(method);
              return null;
            });
  }

  @Test
  void everyIntegerKernelIsMeasured() {
    for (Method method : IntegerKernels.class.getDeclaredMethods()) {
      if (Modifier.isAbstract(method.getModifiers())) {
        assertThat(IntegerKernel.values())
            .as("add a line to IntegerKernel for a method that is missing here")
            .anyMatch(k -> k.title().startsWith("integers: " + method.getName()));
      }
    }
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
