package org.interfuse;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The picture of docs/architecture.md: a package uses only packages of the rows below it. */
final class PackageDependenciesTest {
  private static final List<Set<String>> ROWS =
      List.of(
          Set.of("finding", "option", "progress", "file"),
          Set.of("target", "modality", "tensor"),
          Set.of("cohort", "image"),
          Set.of("preprocessing", "source"),
          Set.of("encoder", "evaluation"),
          Set.of("fusion", "head"),
          Set.of("model"),
          Set.of("training", "baseline"),
          Set.of("comparison", "audit", "explain"),
          Set.of("report"),
          Set.of("study", "advice"),
          Set.of("run", "init"));

  private static JavaClasses production;

  @BeforeAll
  static void readClasses() {
    production =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.interfuse");
  }

  static List<String> packages() {
    return ROWS.stream().flatMap(Set::stream).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyRowsBelow(String name) {
    noClasses()
        .that()
        .resideInAPackage(inside(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(outOfReach(name))
        .allowEmptyShould(true)
        .check(production);
  }

  @Test
  void everyPackageHasARow() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : production) {
      found.add(type.getPackageName().replaceFirst("^org\\.interfuse\\.?", "").split("\\.")[0]);
    }

    assertThat(found).isNotEmpty().isSubsetOf(packages());
  }

  @Test
  void evaluationKnowsTargetsAndSeedsOnly() {
    classes()
        .that()
        .resideInAPackage(inside("evaluation"))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "com.google.auto..",
                "org.apache.commons.math3..",
                "org.jspecify..",
                inside("evaluation"),
                inside("target"),
                "org.interfuse.tensor",
                inside("option")))
        .check(production);
  }

  @Test
  void tensorsStayInTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            inside("tensor"),
            inside("encoder"),
            inside("fusion"),
            inside("head"),
            inside("model"),
            inside("training"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(production);
  }

  /** The packages of the same row and above, without the package itself. */
  private static String[] outOfReach(String name) {
    List<String> packages = new ArrayList<>();
    boolean reached = false;
    for (Set<String> row : ROWS) {
      reached |= row.contains(name);
      if (reached) {
        row.stream()
            .filter(other -> !other.equals(name))
            .map(PackageDependenciesTest::inside)
            .forEach(packages::add);
      }
    }
    return packages.toArray(String[]::new);
  }

  private static String inside(String name) {
    return "org.interfuse." + name + "..";
  }
}
