package dev.rota.process;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * The clock on the wall may jump; nothing that waits, times out or is supervised may notice. All of
 * it asks {@link System#nanoTime()}, which does not jump, and wherever a decision depends on it
 * gets it by a parameter: {@code SupervisorSequencesTest} lets it pass through its overflow.
 */
class ClockTest {

  /** The names of crash reports, and what is shown to people. */
  private static final String MAY_TELL_THE_DATE = "dev\\.rota\\.(observe\\..*|process\\.Spawner)";

  @Test
  void nothingDependsOnTheClockOnTheWall() {
    noClasses()
        .that()
        .resideInAPackage("dev.rota..")
        .and()
        .haveNameNotMatching(MAY_TELL_THE_DATE)
        .should()
        .callMethodWhere(
            target(owner(nameMatching("java\\.lang\\.System")))
                .and(target(nameMatching("currentTimeMillis")))
                .or(
                    target(owner(nameMatching("java\\.(time\\..*|util\\.Date)")))
                        .and(target(nameMatching("now|system.*|instant|millis")))))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.rota"));
  }
}
