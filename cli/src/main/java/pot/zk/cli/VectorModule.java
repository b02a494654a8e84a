package pot.zk.cli;

import pot.zk.model.Hyperparameters;
import pot.zk.model.Layer;

/**
 * Loads {@code jdk.incubator.vector}, which the vector kernels need, into the running JVM.
 *
 * <p>The option {@code --add-modules} would do it too, but it slows the start of every command and
 * makes each print a warning. This way only large work pays, and nothing is printed. The manifest's
 * {@code Add-Exports} opens the JDK's own loader of late modules. The vector classes end up in the
 * boot loader, as with the option, so C2 treats them alike.
 */
final class VectorModule {
  static final String NAME = "jdk.incubator.vector";

  /**
   * Values of weights, inputs and outputs up to which a process that does one thing ends sooner by
   * plain code: vector code must be loaded and compiled first.
   */
  private static final long SMALL_STEP = 1 << 12;

  /** The same for a process that only verifies. */
  private static final int SMALL_PROOF = 400_000;

  private VectorModule() {}

  /** Loads the module if a step of this size is worth it. */
  static void loadFor(Hyperparameters hyperparameters) {
    long values = 0;
    for (Layer layer : hyperparameters.model().layers()) {
      if (layer instanceof Layer.Linear linear) {
        long in = linear.in();
        values += in * linear.out() + (in + linear.out()) * hyperparameters.batch();
      }
    }
    if (values > SMALL_STEP) {
      load();
    }
  }

  /** Loads the module if verifying a proof of so many bytes is worth it. */
  static void loadFor(int proofBytes) {
    if (proofBytes > SMALL_PROOF) {
      load();
    }
  }

  /**
   * Whether the module is there now. Call it before the first use of {@code pot.zk.simd}; without
   * it the scalar kernels do the work.
   */
  static boolean load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return true;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }
}
