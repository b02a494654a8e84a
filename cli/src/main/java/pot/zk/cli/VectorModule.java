package pot.zk.cli;

/**
 * Loads {@code jdk.incubator.vector}, which the vector kernels need, into the running JVM.
 *
 * <p>The option {@code --add-modules} would do it too, but it slows the start of every command and
 * makes each print a warning. This way only the commands that compute pay, and nothing is printed.
 * The manifest's {@code Add-Exports} opens the JDK's own loader of late modules. The vector classes
 * end up in the boot loader, as with the option, so C2 treats them alike.
 */
final class VectorModule {
  static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /**
   * Whether the module is there now. Call it before the first use of {@code pot.zk.simd}; after
   * {@code false} the scalar kernels do the work.
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
