package pot.zk;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pot.zk.error.PotException;

/** The directions between the packages of core: which may know of which. */
@Tag("long")
class ArchitectureTest {
  private static final JavaClasses CORE = importCore();

  /** Main classes only, from wherever they were compiled to. */
  private static JavaClasses importCore() {
    try {
      var location = PotException.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return new ClassFileImporter().importPath(Path.of(location));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyPackageIsRead() {
    assertThat(CORE.containPackage("pot.zk.field")).isTrue();
    assertThat(CORE.containPackage("pot.zk.hash")).isTrue();
    assertThat(CORE.containPackage("pot.zk.simd")).isTrue();
  }

  @Test
  void fieldKnowsNothingAboveIt() {
    check(
        classes()
            .that(resideInAPackage("pot.zk.field.."))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..", "org.jspecify..", "pot.zk.field..", "pot.zk.error..")));
  }

  @Test
  void hashKnowsNothingAboveItButTheField() {
    check(
        classes()
            .that(resideInAPackage("pot.zk.hash.."))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "pot.zk.hash..",
                    "pot.zk.field..",
                    "pot.zk.error..")));
  }

  @Test
  void onlySimdUsesTheVectorModule() {
    check(
        noClasses()
            .that(resideOutsideOfPackages("pot.zk.simd.."))
            .should()
            .dependOnClassesThat(resideInAPackage("jdk.incubator.vector..")));
  }

  @Test
  void relationsNeverSeeTheTranscript() {
    check(
        noClasses()
            .that(resideInAPackage("pot.zk.relation.."))
            .should()
            .dependOnClassesThat(resideInAPackage("pot.zk.transcript..")));
  }

  @Test
  void verifiersNeverSeeTheWitness() {
    check(
        noClasses()
            .that(nameMatching(namedLike("Verifier")))
            .should()
            .dependOnClassesThat(nameMatching(namedLike("Witness"))));
  }

  @Test
  void coreNeedsTheJdkAlone() {
    check(
        classes()
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "java..", "jdk.incubator.vector..", "org.jspecify..", "pot.zk..")));
  }

  @Test
  void coreDoesNotKnowTheCommandLine() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "pot.zk.cli..", "picocli..", "tools.jackson..", "com.fasterxml.jackson..")));
  }

  /** Matches top-level types with the part in their name, and all that is nested in them. */
  private static String namedLike(String part) {
    return ".*\\.[^.]*" + part + "[^.]*";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CORE);
  }
}
