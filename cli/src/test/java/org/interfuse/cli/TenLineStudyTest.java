package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenLineStudyTest {
  private static final String VERBATIM =
      """
      interfuse: 1                      # version of this format
      study: adrenocortical
      cohort:
        table: clinical.csv
        id: patientID                   # or {column: barcode, keep: 12}
        target: {type: survival, time: [days_to_death, days_to_last_followup], event: {column: vital_status, is: 1}}
      modalities:
        clinical: {columns: [years_to_birth, gender, pathologic_stage]}     # from the cohort's own table
        rna: {path: RNASeq2GeneNorm.csv}                                     # id = first column unless said
      """;

  @TempDir Path folder;

  @Test
  void theTenLinesOfTheDesignAreEnough() throws Exception {
    Path study = CommandRun.root().resolve("examples/adrenocortical/study-ten-lines.yaml");
    assertThat(Files.readString(study)).isEqualTo(VERBATIM);

    CommandRun run = CommandRun.of("compare", study, "--json", "-o", folder, "--quiet");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("subjects").asInt()).isEqualTo(92);
    assertThat(run.json().path("candidates")).hasSize(11);
    assertThat(run.json().path("candidates"))
        .allSatisfy(candidate -> assertThat(candidate.path("metrics")).hasSize(3));
  }
}
