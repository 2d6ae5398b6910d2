package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.SharedData;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Split;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.TableData;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** Public cohorts, against the counts that their own documentation and pandas give. */
class RealCohortsTest {
  private static final TargetSpec SURVIVAL =
      new TargetSpec.Survival(
          List.of("days_to_death", "days_to_last_followup"), "vital_status", List.of("1"), 1);

  private final Findings findings = new Findings();

  private CohortReading read(
      Path folder, CohortSpec cohort, Map<String, SourceSpec> modalities, String... attributes) {
    return CohortReader.read(
        cohort,
        modalities,
        List.of(attributes),
        new CohortReader.Options(),
        folder,
        findings,
        Progress.SILENT);
  }

  private static CohortSpec cohort(
      String table, IdSpec id, RowPolicy rows, Map<String, TargetSpec> targets) {
    return new CohortSpec(List.of(table), new TableFormat(), id, rows, targets);
  }

  private static Map<String, SourceSpec> adrenocorticalAssays() {
    Map<String, SourceSpec> assays = new LinkedHashMap<>();
    for (String name :
        List.of("RNASeq2GeneNorm", "gistict", "RPPAArray", "Mutations", "miRNASeqGene")) {
      assays.put(name, SourceSpecs.table(name + ".csv"));
    }
    return assays;
  }

  @Test
  void adrenocorticalHasNinetyTwoPatientsAndFortyThreeWithAllFiveAssays() {
    Path folder = SharedData.folder("adrenocortical");
    CohortReading reading =
        read(
            folder,
            cohort("clinical.csv", new IdSpec(), RowPolicy.ONE, Map.of("survival", SURVIVAL)),
            adrenocorticalAssays(),
            "gender");
    Cohort cohort = reading.cohort();
    assertThat(cohort.size()).isEqualTo(92);
    int[] byCount = new int[6];
    for (boolean[] row : cohort.presence()) {
      byCount[(int) IntStream.range(0, 5).filter(m -> row[m]).count()]++;
    }
    assertThat(byCount).containsExactly(0, 0, 12, 2, 35, 43);
    assertThat(cohort.modalities().stream().map(m -> m.data().rows() + "×" + width(m.data())))
        .containsExactly("79×198", "90×198", "46×33", "90×97", "80×471");
    Target.Survival survival = (Target.Survival) cohort.targets().get(0);
    assertThat(survival.times()[0]).isEqualTo(1355);
    assertThat(IntStream.range(0, 92).filter(i -> survival.events()[i]).count()).isEqualTo(34);
    assertThat(cohort.attributes().get("gender")).startsWith("male", "female");
    assertThat(findings.warnings()).isEmpty();
  }

  private static int width(Object data) {
    return ((TableData) data).width();
  }

  @Test
  void theCohortsOwnTableGivesNoTargetIdOrGroupAsAFeature() {
    Path folder = SharedData.folder("adrenocortical");
    CohortReading reading =
        read(
            folder,
            cohort("clinical.csv", new IdSpec(), RowPolicy.ONE, Map.of("survival", SURVIVAL)),
            Map.of("clinical", new TableSource()),
            "gender");
    TableData clinical = (TableData) reading.cohort().modality("clinical").data();
    assertThat(clinical.width()).isEqualTo(30 - 5); // without id, two times, event, gender
    assertThat(clinical.numericColumns())
        .contains("years_to_birth")
        .doesNotContain("patientID", "days_to_death", "days_to_last_followup", "vital_status");
    assertThatThrownBy(
            () ->
                read(
                    folder,
                    cohort(
                        "clinical.csv", new IdSpec(), RowPolicy.ONE, Map.of("survival", SURVIVAL)),
                    Map.of("clinical", SourceSpecs.table("", List.of("days_to_death")))))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "modalities.clinical.columns: a target must not be a feature; found 'days_to_death'.");
  }

  @Test
  void zippedSlidesOfGliomasBecome569CasesWithOfficialFolds() {
    Path folder = SharedData.folder("tcga");
    String zip = "tcga_gbmlgg_all_clean.csv.zip";
    TargetSpec survival =
        new TargetSpec.Survival(List.of("survival_months"), "censorship", List.of("0"), 1);
    CohortSpec cohort =
        cohort(zip, new IdSpec("case_id", 0, false), RowPolicy.FIRST, Map.of("survival", survival));
    Map<String, SourceSpec> modalities = new LinkedHashMap<>();
    modalities.put("rna", SourceSpecs.table("", List.of("*_rnaseq")));
    modalities.put("cnv", SourceSpecs.table(zip, List.of("*_cnv")));
    modalities.put("clinical", SourceSpecs.table("", List.of("age", "is_female")));
    CohortReading reading = read(folder, cohort, modalities, "site");
    assertThat(reading.cohort().size()).isEqualTo(569);
    assertThat(reading.tableRows()).isGreaterThan(1000);
    assertThat(((TableData) reading.cohort().modality("rna").data()).numericColumns())
        .allMatch(name -> name.endsWith("_rnaseq"))
        .hasSizeGreaterThan(1000);
    Split split =
        SplitReader.read(
            new SplitSpec.Files("splits/gbmlgg/splits_*.csv"),
            reading,
            cohort.id(),
            folder,
            new Seed(7),
            findings);
    assertThat(split.folds()).hasSize(5);
    assertThat(split.folds().get(0).train()).hasSize(455);
    assertThat(split.folds().stream().mapToInt(fold -> fold.test().length).sum()).isEqualTo(569);
  }

  @Test
  void miceWithoutIdsJoinByPosition() {
    Path folder = SharedData.folder("nutrimouse");
    Map<String, SourceSpec> modalities = new LinkedHashMap<>();
    modalities.put("gene", SourceSpecs.byPosition("gene.csv"));
    modalities.put("lipid", SourceSpecs.byPosition("lipid.csv"));
    CohortReading reading =
        read(
            folder,
            cohort(
                "diet.csv",
                new IdSpec(null, 0, true),
                RowPolicy.ONE,
                Map.of("diet", new TargetSpec.Classification("diet", List.of(), 1))),
            modalities);
    assertThat(reading.cohort().size()).isEqualTo(40);
    assertThat(reading.modalities()).allMatch(CohortReading.ModalityReading::joinedByPosition);
    assertThat(reading.modalities()).allMatch(modality -> modality.present() == 40);
    Target.Classification diet = (Target.Classification) reading.cohort().targets().get(0);
    assertThat(diet.schema().classes()).containsExactly("coc", "fish", "lin", "ref", "sun");
    assertThat(Arrays.stream(diet.labels()).limit(2)).containsExactly(2, 4);
    TableData gene = (TableData) reading.cohort().modality("gene").data();
    assertThat(gene.numericColumns()).hasSize(120).startsWith("X36b4");
    assertThat(gene.numeric()[1]).isCloseTo(-0.65f, within(0f));
  }
}
