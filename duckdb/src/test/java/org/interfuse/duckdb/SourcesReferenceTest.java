package org.interfuse.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.interfuse.study.SpecCatalog;
import org.interfuse.study.StudyReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourcesReferenceTest {
  private static final String INTRODUCTION =
      """
      # Sources of the module duckdb

      Parquet and JSON files may also stand wherever a study names a table: `table: clinical.parquet`,
      `{path: rna.parquet}`. This page is generated from the options themselves; a test holds it
      equal to them. After a change, write it anew with

          mvn -pl core,duckdb test -Dtest=SourcesReferenceTest -Dinterfuse.reference=write \\
            -Dsurefire.failIfNoSpecifiedTests=false
      """;

  @Test
  @DisplayName("docs/sources-duckdb.md is what the options say")
  void isUpToDate() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("duckdb/pom.xml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no folder holds duckdb/pom.xml");
    }
    Path page = folder.resolve("docs/sources-duckdb.md");
    String generated = INTRODUCTION + sources();
    if ("write".equals(System.getProperty("interfuse.reference"))) {
      Files.writeString(page, generated);
    }
    assertThat(Files.readString(page)).isEqualTo(generated);
  }

  private static String sources() {
    String all =
        StudyReference.markdown(
            SpecCatalog.of(List.of(new JsonSource(), new ParquetSource(), new SqlSource())));
    String from = all.substring(all.indexOf("\n## source: "));
    return from.substring(0, from.indexOf("\n# "));
  }
}
