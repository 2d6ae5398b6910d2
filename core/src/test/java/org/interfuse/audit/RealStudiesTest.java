package org.interfuse.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.interfuse.SharedData;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.cohort.Split;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.examples.ExampleFolder;
import org.interfuse.finding.Findings;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import org.interfuse.source.CohortReader;
import org.interfuse.source.CohortReading;
import org.interfuse.source.CohortSpec;
import org.interfuse.source.IdSpec;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.SourceSpec;
import org.interfuse.source.SplitReader;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TableSource;
import org.interfuse.source.TargetSpec;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public cohorts: what is known to be wrong with their columns is found, and little else. */
class RealStudiesTest {
  /** javac drops the annotation of an array parameter in a record's class file. */
  @SuppressWarnings("NullAway")
  private static AuditInput input(LoadedStudy study) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    study.study().cohort().targets().forEach((name, t) -> columns.put(name, t.columns()));
    return new AuditInput(
        study.cohort(), study.split(), null, columns, Set.of(), null, new Seed(7));
  }

  private static List<AuditFinding> beyondNotes(AuditInput input) {
    return Audits.run(input, Progress.SILENT).stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .toList();
  }

  private static Set<String> leaks(List<AuditFinding> findings) {
    return columns(findings.stream().filter(f -> f.severity() == Severity.LEAK).toList());
  }

  private static Set<String> warned(List<AuditFinding> findings, String audit) {
    return columns(findings.stream().filter(f -> f.audit().equals(audit)).toList());
  }

  private static Set<String> columns(List<AuditFinding> findings) {
    return findings.stream()
        .map(finding -> finding.where().replaceFirst(".*column ", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void theExamplesChoiceOfColumnsIsClean() {
    Path folder = ExampleFolder.named("adrenocortical");
    List<AuditFinding> findings =
        beyondNotes(input(LoadedStudy.read(folder.resolve("study.yaml"), Progress.SILENT)));
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).toString())
        .startsWith("WARNING power: target target: a test part has fewer than 10 events (events in")
        .contains("smallest test part 6,");
  }

  @Test
  void everyClinicalColumnAsAFeature(@TempDir Path temporary) throws IOException {
    Path folder = ExampleFolder.named("adrenocortical");
    Files.copy(folder.resolve("clinical.csv"), temporary.resolve("clinical.csv"));
    Files.copy(folder.resolve("clinical.csv"), temporary.resolve("all.csv"));
    Files.writeString(
        temporary.resolve("study.yaml"),
        """
        interfuse: 1
        study: leaking
        cohort:
          table: clinical.csv
          id: patientID
          target:
            type: survival
            time: [days_to_death, days_to_last_followup]
            event: {column: vital_status, is: 1}
        modalities:
          all: {path: all.csv}
        """);
    List<AuditFinding> findings =
        beyondNotes(input(LoadedStudy.read(temporary.resolve("study.yaml"), Progress.SILENT)));
    assertThat(leaks(findings))
        .containsExactlyInAnyOrder("vital_status", "days_to_death", "days_to_last_followup");
    assertThat(warned(findings, "column-name"))
        .containsExactlyInAnyOrder(
            "vital_status",
            "days_to_death",
            "days_to_last_followup",
            "miRNA.cluster",
            "SCNA.cluster",
            "protein.cluster");
    assertThat(warned(findings, "date")).containsExactly("date_of_initial_pathologic_diagnosis");
  }

  @Test
  void gliomas() {
    Path folder = SharedData.folder("tcga");
    String zip = "tcga_gbmlgg_all_clean.csv.zip";
    TargetSpec survival =
        new TargetSpec.Survival(List.of("survival_months"), "censorship", List.of("0"), 1);
    CohortSpec spec =
        new CohortSpec(
            List.of(zip),
            new TableFormat(),
            new IdSpec("case_id", 0, false),
            RowPolicy.FIRST,
            Map.of("survival", survival));
    Map<String, SourceSpec> modalities = new LinkedHashMap<>();
    modalities.put("rna", columns("*_rnaseq"));
    modalities.put("cnv", columns("*_cnv"));
    modalities.put("clinical", columns("age", "is_female"));
    Findings findings = new Findings();
    CohortReading reading =
        CohortReader.read(
            spec,
            modalities,
            List.of("site"),
            new CohortReader.Options(),
            folder,
            findings,
            Progress.SILENT);
    Split split =
        SplitReader.read(
            new SplitSpec.Files("splits/gbmlgg/splits_*.csv"),
            reading,
            spec.id(),
            folder,
            new Seed(7),
            findings);
    List<AuditFinding> found =
        Audits.run(new AuditInput(reading.cohort(), split, new Seed(7)), Progress.SILENT);
    assertThat(found)
        .extracting(AuditFinding::severity, AuditFinding::audit, AuditFinding::where)
        .containsExactly(
            tuple(
                Severity.WARNING, "site", "cohort, column site"), // two diseases, two sets of sites
            tuple(Severity.NOTE, "power", "target survival"));
  }

  private static TableSource columns(String... columns) {
    return new TableSource(
        List.of(),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        List.of(columns),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void alzheimersBrains(@TempDir Path temporary) throws IOException {
    Path folder = SharedData.folder("rosmap");
    StringBuilder yaml =
        new StringBuilder(
            """
            interfuse: 1
            study: rosmap
            cohort: {table: labels.csv, id: id, target: {type: classification, column: diagnosis}}
            split: {column: part}
            modalities:
            """);
    List<String> labels = new ArrayList<>(List.of("id,diagnosis,part"));
    for (String part : List.of("tr", "te")) {
      for (String line : Files.readAllLines(folder.resolve("labels_" + part + ".csv"))) {
        String cell = Double.parseDouble(line) > 0.5 ? "case" : "control";
        labels.add(
            "s%d,%s,%s".formatted(labels.size(), cell, part.equals("tr") ? "train" : "test"));
      }
    }
    Files.write(temporary.resolve("labels.csv"), labels);
    for (int view = 1; view <= 3; view++) {
      Files.write(temporary.resolve(view + ".csv"), view(folder, view));
      yaml.append("  view%d: {path: %d.csv}\n".formatted(view, view));
    }
    Files.writeString(temporary.resolve("study.yaml"), yaml);
    List<AuditFinding> findings =
        Audits.run(
            input(LoadedStudy.read(temporary.resolve("study.yaml"), Progress.SILENT)),
            Progress.SILENT);
    assertThat(findings)
        .extracting(AuditFinding::severity, AuditFinding::audit, AuditFinding::where)
        .containsExactly(tuple(Severity.NOTE, "power", "target diagnosis"));
  }

  private static List<String> view(Path folder, int view) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String part : List.of("tr", "te")) {
      for (String line : Files.readAllLines(folder.resolve(view + "_" + part + ".csv"))) {
        if (lines.isEmpty()) {
          StringBuilder header = new StringBuilder("id");
          for (int j = 0; j < line.split(",").length; j++) {
            header.append(",f").append(j);
          }
          lines.add(header.toString());
        }
        lines.add("s%d,%s".formatted(lines.size(), line));
      }
    }
    return lines;
  }
}
