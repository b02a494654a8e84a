package pot.zk.cli.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Of the command line this package alone touches the vector module; measurements know no command.
 */
class BenchArchitectureTest {
  private static final JavaClasses CLI = importCli();

  private static JavaClasses importCli() {
    try {
      var location = Network.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return new ClassFileImporter().importPath(Path.of(location));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void vectorsAreHereAlone() {
    noClasses()
        .that(resideInAnyPackage("pot.zk.cli", "pot.zk.cli.kernels"))
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.vector.."))
        .check(CLI);
  }

  @Test
  void benchmarksKnowTheLibraryAlone() {
    classes()
        .that(resideInAPackage("pot.zk.cli.bench"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "jdk.incubator.vector..",
                "pot.zk.cli.bench",
                "pot.zk.error",
                "pot.zk.field",
                "pot.zk.fixedpoint",
                "pot.zk.ledger",
                "pot.zk.model",
                "pot.zk.simd",
                "pot.zk.step"))
        .check(CLI);
  }

  /** Loops are measured as the prover has them, so its inside is known there. */
  @Test
  void kernelsKnowNoCommand() {
    noClasses()
        .that(resideInAnyPackage("pot.zk.cli.bench", "pot.zk.cli.kernels"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("pot.zk.cli", "picocli..", "tools.jackson.."))
        .check(CLI);
  }
}
