package org.interfuse.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.SharedData;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.TableData;
import org.interfuse.source.CohortReading;
import org.interfuse.source.CohortSpec;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.MatrixSource;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.SourceFolder;
import org.interfuse.source.SourceSpec;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TableSource;
import org.interfuse.source.TargetSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same table as CSV, Parquet, JSON or a query's result is the same modality. */
class SameTableTest {
  @TempDir private Path temporary;

  private static Path example() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("examples/adrenocortical"))) {
      at = Objects.requireNonNull(at.getParent(), "no folder holds examples/adrenocortical");
    }
    return at.resolve("examples/adrenocortical");
  }

  private SourceFolder copied(String name) throws IOException {
    Path csv = Files.copy(example().resolve(name + ".csv"), temporary.resolve(name + ".csv"));
    String query =
        "SELECT * FROM read_csv('%s', nullstr=['NA',''], auto_type_candidates=['BIGINT','DOUBLE','VARCHAR'])"
            .formatted(csv);
    Duck.write(temporary.resolve(name + ".parquet"), query);
    Duck.write(temporary.resolve(name + ".json"), query);
    return new SourceFolder(temporary);
  }

  private static void assertSame(Loaded actual, Loaded expected) {
    TableData data = (TableData) actual.data();
    TableData wanted = (TableData) expected.data();
    assertThat(actual.ids()).isEqualTo(expected.ids());
    assertThat(data.numericColumns()).isEqualTo(wanted.numericColumns());
    assertThat(data.categoricalColumns()).isEqualTo(wanted.categoricalColumns());
    assertThat(data.codes()).isEqualTo(wanted.codes());
    for (int i = 0; i < data.numeric().length; i++) { // float64 in between: at most one unit off
      float expectedNumber = wanted.numeric()[i];
      if (Float.isNaN(expectedNumber)) {
        assertThat(data.numeric()[i]).isNaN();
      } else {
        assertThat(data.numeric()[i]).isCloseTo(expectedNumber, within(Math.ulp(expectedNumber)));
      }
    }
  }

  @Test
  void ofPatientsWithTextsDatesAndGaps() throws IOException {
    SourceFolder folder = copied("clinical");
    Loaded csv = folder.load(Duck.table("clinical.csv"));
    assertThat(((TableData) csv.data()).width()).isEqualTo(29);
    assertSame(folder.load(Duck.table("clinical.parquet")), csv);
    assertSame(folder.load(Duck.parquet("clinical.parquet")), csv);
    assertSame(folder.load(Duck.json("clinical.json")), csv);
    assertSame(folder.load(Duck.sql("SELECT * FROM 'clinical.parquet'")), csv);
    assertSame(folder.load(Duck.sql("FROM read_json(['clinical.json'])")), csv);
  }

  @Test
  void ofMoleculesAsAMatrix() throws IOException {
    SourceFolder folder = copied("RPPAArray");
    Loaded csv = folder.load(matrix("RPPAArray.csv", "rows"));
    assertSame(folder.load(matrix("RPPAArray.parquet", "rows")), csv);
    Duck.write(
        temporary.resolve("turned.parquet"),
        "SELECT * FROM (VALUES ('g1', 1.5, 2), ('g2', NULL, 4)) AS t(gene, a, b)");
    TableData turned = (TableData) folder.load(matrix("turned.parquet", "columns")).data();
    assertThat(turned.numericColumns()).containsExactly("g1", "g2");
    assertThat(turned.numeric()).containsExactly(1.5f, Float.NaN, 2, 4);
  }

  private static MatrixSource matrix(String path, String subjects) {
    return new MatrixSource(
        List.of(path),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        subjects,
        List.of(),
        List.of());
  }

  @Test
  void ofAModelThatIsFitted() throws IOException {
    SourceFolder folder = copied("clinical");
    KnownColumns known = new KnownColumns(List.of("purity", "years_to_birth"), List.of("gender"));
    for (SourceSpec source :
        List.of(Duck.parquet("clinical.parquet"), Duck.sql("FROM 'clinical.parquet'"))) {
      assertSame(folder.load(source, known), folder.load(Duck.table("clinical.csv"), known));
    }
    assertThat(
            SourceFolder.complaint(
                () ->
                    folder.load(
                        Duck.parquet("clinical.parquet"),
                        new KnownColumns(List.of("purity", "height"), List.of()))))
        .isEqualTo(
            "clinical.parquet: the file must have the 2 columns that the model was fitted on; found"
                + " 1 absent: height.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet", "json"})
  void ofACohort(String ending) throws IOException {
    SourceFolder folder = copied("clinical");
    CohortSpec cohort =
        new CohortSpec(
            List.of("clinical." + ending),
            new TableFormat(),
            new IdSpec("patientID", 0, false),
            RowPolicy.ONE,
            Map.of(
                "target",
                new TargetSpec.Survival(
                    List.of("days_to_death", "days_to_last_followup"),
                    "vital_status",
                    List.of("1"),
                    1)));
    CohortReading reading = folder.cohort(cohort, Map.of("clinical", new TableSource()), "gender");
    assertThat(reading.cohort().size()).isEqualTo(92);
    assertThat(reading.cohort().attributes().get("gender")).contains("male", "female");
    TableData data = (TableData) reading.cohort().modalities().get(0).data();
    assertThat(data.numericColumns()).doesNotContain("days_to_death", "vital_status");
  }

  @Test
  void ofRealPicturesWithTwoThousandRows() throws IOException {
    Path csv = SharedData.folder("mfeat").resolve("mfeat-pix.csv");
    Path parquet = temporary.resolve("pix.parquet");
    Duck.write(parquet, "SELECT * FROM read_csv('%s', header=true)".formatted(csv));
    Files.copy(csv, temporary.resolve("pix.csv"));
    SourceFolder folder = new SourceFolder(temporary);
    TableData expected = (TableData) folder.load(byPosition("pix.csv")).data();
    TableData data = (TableData) folder.load(byPosition("pix.parquet")).data();
    assertThat(data.rows()).isEqualTo(2_000);
    assertThat(data.numeric()).isEqualTo(expected.numeric());
  }

  private static MatrixSource byPosition(String path) {
    return new MatrixSource(
        List.of(path),
        true,
        "auto",
        List.of(),
        new IdSpec(null, 0, true),
        RowPolicy.ONE,
        "rows",
        List.of(),
        List.of("0*"));
  }
}
