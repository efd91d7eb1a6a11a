package dev.rota;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the arrows between packages pointing one way. */
class ArchitectureTest {
  private static final String ROOT = "dev.rota";

  /**
   * Who may import whom. {@code process} starts {@code worker} by its name alone, and neither
   * imports the other.
   */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          row(ROOT),
          row(in("schedule"), ROOT),
          row(in("simulate"), in("schedule")),
          row(in("observe"), ROOT),
          row(in("wire"), ROOT),
          row(in("linux")),
          row(in("lend")),
          row(in("supervise")),
          row(in("adapt")),
          row(in("share"), in("lend"), in("linux"), ROOT),
          row(in("thread"), in("adapt"), in("schedule"), in("observe"), ROOT),
          row(in("slice"), in("slice.weave"), in("lend"), in("schedule"), in("observe"), ROOT),
          row(in("slice.weave")),
          row(in("program"), in("schedule"), in("linux"), in("observe"), ROOT),
          row(in("program.turns"), in("program"), in("schedule"), in("linux")),
          row(
              in("worker"),
              in("thread"),
              in("slice"),
              in("wire"),
              in("share"),
              in("linux"),
              in("observe"),
              ROOT),
          row(
              in("process"),
              in("adapt"),
              in("supervise"),
              in("wire"),
              in("share"),
              in("linux"),
              in("schedule"),
              in("slice.weave"),
              in("observe"),
              ROOT));

  private final JavaClasses library =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Without this every rule below would hold for an import that found nothing. */
  @Test
  void theImportFindsTheLibrary() {
    assertThat(library).anyMatch(type -> type.getPackageName().equals(ROOT));
  }

  @Test
  void everyPackageHasItsRow() {
    var packages = library.stream().map(JavaClass::getPackageName).collect(toSet());
    assertThat(MAY_IMPORT.keySet()).containsAll(packages);
  }

  @TestFactory
  Stream<DynamicTest> packagesImportOnlyWhatTheirRowAllows() {
    return MAY_IMPORT.entrySet().stream()
        .map(row -> dynamicTest(row.getKey(), () -> checkImports(row.getKey(), row.getValue())));
  }

  private void checkImports(String importer, Set<String> allowed) {
    noClasses()
        .that()
        .resideInAPackage(importer)
        .should()
        .dependOnClassesThat(otherPartsThan(importer, allowed))
        .allowEmptyShould(true) // some packages are still to come
        .check(library);
  }

  private static DescribedPredicate<JavaClass> otherPartsThan(
      String importer, Set<String> allowed) {
    var permitted = Stream.concat(Stream.of(importer), allowed.stream()).toArray(String[]::new);
    return resideInAnyPackage(ROOT + "..")
        .and(DescribedPredicate.not(resideInAnyPackage(permitted)));
  }

  private static Map.Entry<String, Set<String>> row(String importer, String... imported) {
    return Map.entry(importer, Set.of(imported));
  }

  private static String in(String part) {
    return ROOT + "." + part;
  }
}
