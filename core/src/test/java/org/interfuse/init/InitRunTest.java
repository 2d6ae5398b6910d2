package org.interfuse.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.interfuse.SharedData;
import org.interfuse.finding.FindingsException;
import org.interfuse.image.Pictures;
import org.interfuse.modality.TableData;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import org.interfuse.source.CohortReading.ModalityReading;
import org.interfuse.source.NpyFiles;
import org.interfuse.source.PlinkFiles;
import org.interfuse.source.SourceFolder;
import org.interfuse.study.Study;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitRunTest {
  private static final List<String> TIMES = List.of("days_to_death", "days_to_last_followup");

  @TempDir private Path temporary;

  private SourceFolder folder() {
    return new SourceFolder(temporary);
  }

  private LoadedStudy draft(WantedTarget target) {
    FolderScan scan = FolderScan.read(temporary, Progress.SILENT);
    return LoadedStudy.read(InitRun.write(temporary, scan, target, false), Progress.SILENT);
  }

  private String text() throws IOException {
    return Files.readString(InitRun.studyFile(temporary));
  }

  private void copy(Path from, String... names) throws IOException {
    for (String name : names) {
      Files.copy(from.resolve(name), temporary.resolve(name));
    }
  }

  private static Path example() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("examples/adrenocortical"))) {
      at = Objects.requireNonNull(at.getParent(), "no folder holds examples/adrenocortical");
    }
    return at.resolve("examples/adrenocortical");
  }

  @Test
  void theExamplesTablesBecomeTheExample() throws IOException {
    try (Stream<Path> files = Files.list(example())) {
      copy(
          example(),
          files
              .map(file -> file.getFileName().toString())
              .filter(n -> n.endsWith(".csv"))
              .toArray(String[]::new));
    }
    LoadedStudy drafted = draft(WantedTarget.of(TIMES, "vital_status"));
    LoadedStudy written = LoadedStudy.read(example().resolve("study.yaml"), Progress.SILENT);
    assertThat(drafted.study().cohort()).isEqualTo(written.study().cohort());
    assertThat(drafted.cohort().ids()).isEqualTo(written.cohort().ids());
    Map<String, String> names =
        Map.of(
            "rna",
            "RNASeq2GeneNorm",
            "mirna",
            "miRNASeqGene",
            "protein",
            "RPPAArray",
            "copy-number",
            "gistict");
    Map<String, ModalityReading> readings =
        drafted.reading().modalities().stream()
            .collect(Collectors.toMap(ModalityReading::name, reading -> reading));
    for (ModalityReading expected : written.reading().modalities()) {
      ModalityReading found =
          Objects.requireNonNull(
              readings.get(names.getOrDefault(expected.name(), expected.name())));
      assertThat(found.present()).isEqualTo(expected.present());
      if (names.containsKey(expected.name())) {
        assertThat(found.describe()).isEqualTo(expected.describe());
      }
    }
    assertThat(text())
        .contains("- years_to_birth", "- gender", "- pathologic_stage")
        .contains("# - date_of_initial_pathologic_diagnosis   (a date)")
        .doesNotContain("- days_to", "- vital");
  }

  @Test
  void miceWithoutIdsAreJoinedByPosition() throws IOException {
    copy(SharedData.folder("nutrimouse"), "gene.csv", "lipid.csv", "genotype.csv");
    LoadedStudy study = draft(WantedTarget.of("genotype"));
    assertThat(study.study().cohort().id().rows()).isTrue();
    assertThat(study.reading().modalities())
        .extracting(ModalityReading::name, ModalityReading::present)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("gene", 40),
            org.assertj.core.groups.Tuple.tuple("lipid", 40));
  }

  @Test
  void aTargetThatStandsInEveryFileIsAFeatureInNone() throws IOException {
    copy(SharedData.folder("mfeat"), "mfeat-mor.csv", "mfeat-zer.csv");
    LoadedStudy study = draft(WantedTarget.of("0#2"));
    assertThat(study.reading().modalities())
        .extracting(ModalityReading::describe)
        .containsExactly(
            "6 numeric and 0 categorical columns", "47 numeric and 0 categorical columns");
  }

  @Test
  void slidesOfPatientsAreReadOncePerPatient() throws IOException {
    copy(SharedData.folder("tcga"), "tcga_gbmlgg_all_clean.csv.zip");
    LoadedStudy study = draft(WantedTarget.of(List.of("survival_months"), "censorship"));
    assertThat(study.cohort().size()).isEqualTo(569);
    assertThat(text())
        .contains("id: case_id", "rows: first", "is: 0}", "- slide_id   # looks like");
  }

  @Test
  void idsThatAgreeInTheirFirstCharacters() throws IOException {
    StringBuilder rna = new StringBuilder("sample,x\n");
    StringBuilder clinical = new StringBuilder("n,barcode,age,status\n");
    for (int i = 0; i < 20; i++) {
      rna.append("TCGA-%03d-01A,%d.5\n".formatted(i, i));
      clinical.append(
          "%d,TCGA-%03d,%d,%s\n".formatted(i, 19 - i, 40 + i % 7, i % 2 == 0 ? "yes" : "no"));
    }
    folder().file("rna.csv", rna.toString()).file("clinical.csv", clinical.toString());
    LoadedStudy study = draft(WantedTarget.of("status"));
    assertThat(text()).contains("id: barcode", "id: {column: sample, keep: 8}");
    assertThat(study.reading().modalities().get(1).present()).isEqualTo(20);
    TableData rows = (TableData) study.cohort().modalities().get(1).data();
    assertThat(rows.numeric()[study.cohort().modalities().get(1).rowOf()[0]]).isEqualTo(19.5f);
  }

  @Test
  void wideNumbersAreAMatrixAndArraysAComment() throws IOException {
    StringBuilder wide = new StringBuilder("id");
    for (int i = 0; i < 600; i++) {
      wide.append(",g").append(i);
    }
    for (int row = 0; row < 12; row++) {
      wide.append("\np").append(row).append((",1." + row).repeat(600));
    }
    StringBuilder subjects = new StringBuilder("id;odd: name;y\n");
    for (int row = 0; row < 12; row++) {
      subjects.append("p%d;%d.5;%s\n".formatted(row, row * 7 % 5, row % 3 == 0 ? "a" : "b"));
    }
    folder()
        .file("wide.tsv", wide.toString().replace(',', '\t'))
        .file("subjects.csv", subjects.toString())
        .file("image.npy", "not looked into")
        .file("broken.csv", new byte[] {'a', 0, 1})
        .file("notes.txt", "not a table");
    LoadedStudy study = draft(WantedTarget.of("y"));
    assertThat(text())
        .contains("source: matrix              # 601 columns of numbers")
        .contains("# image.npy holds no ids")
        .contains("# not read: broken.csv: the file must be text")
        .contains("- \"odd: name\"")
        .doesNotContain("notes.txt");
    assertThat(study.reading().modalities())
        .extracting(ModalityReading::present)
        .containsExactly(12, 12);
  }

  @Test
  void aStudyThatIsThereIsKept() throws IOException {
    folder().file("a.csv", "id,x,y\na,1.5,u\nb,2,v\nc,3,u\n").file("study.yaml", "mine");
    FolderScan scan = FolderScan.read(temporary, Progress.SILENT);
    assertThatThrownBy(() -> InitRun.write(temporary, scan, WantedTarget.of("y"), false))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "a study that is there is not replaced; found one; --force replaces it.");
    assertThat(text()).isEqualTo("mine");
    InitRun.write(temporary, scan, WantedTarget.of("y"), true);
    assertThat(Study.read(InitRun.studyFile(temporary)).study().cohort().table())
        .containsExactly("a.csv");
  }

  @Test
  void whatIsToBePredictedMustBeKnown() {
    folder().file("a.csv", "id,x,y\na,1.5,u\nb,2.5,v\nc,3.5,u\n");
    FolderScan scan = FolderScan.read(temporary, Progress.SILENT);
    assertThat(complaint(scan, WantedTarget.of("")))
        .isEqualTo(
            "--target: a draft needs to know what is to be predicted; found nothing; id, y.");
    assertThat(complaint(scan, WantedTarget.of("z")))
        .isEqualTo("--target: one table must have its columns; found none with z; id, y.");
    assertThat(complaint(scan, WantedTarget.of(List.of("x"), "")))
        .isEqualTo("--time, --event: a time to an event needs both; found one of them.");
    assertThat(complaint(scan, WantedTarget.of(List.of("x"), "y")))
        .startsWith("--event: a value of 'y' must say that the event was seen; found none of 1, ");
  }

  @Test
  void aFolderWithoutFeatures() {
    folder().file("a.csv", "id,x,y\na,1,u\nb,1,v\nc,1,u\n");
    FolderScan scan = FolderScan.read(temporary, Progress.SILENT);
    assertThat(complaint(scan, WantedTarget.of("y")))
        .isEqualTo(
            "a.csv: there must be a column, or another table with the same ids, to predict from; found none.");
  }

  private String complaint(FolderScan scan, WantedTarget target) {
    return SourceFolder.complaint(() -> InitRun.write(temporary, scan, target, false));
  }

  @Test
  void aFolderWithoutTables() {
    assertThat(SourceFolder.complaint(() -> FolderScan.read(temporary, Progress.SILENT)))
        .contains("there must be a table in the folder; found none; .csv, .csv.gz");
    assertThat(
            SourceFolder.complaint(
                () -> FolderScan.read(temporary.resolve("nowhere"), Progress.SILENT)))
        .contains("a folder of tables is expected; found no folder");
  }

  private static final String NOTE = "\"Seen %d times, rather\ntired\"";

  private void pictures(String pattern, int count) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < count; i++) {
      image.getRaster().setSample(i % 8, 0, 0, 255);
      Path file = temporary.resolve(pattern.formatted(i));
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      ImageIO.write(image, "png", file.toFile());
    }
  }

  @Test
  void sentencesAndImagesBecomeModalities() throws IOException {
    StringBuilder visits = new StringBuilder("id,age,note,ward,full_name,photo,class\n");
    StringBuilder letters = new StringBuilder("patient,letter\n");
    for (int i = 0; i < 30; i++) {
      String note = i % 5 == 4 ? "" : NOTE.formatted(i);
      visits.append(
          "p%02d,%d,%s,%s,Ann Mary Ba%d,p%d.png,%s\n"
              .formatted(
                  i, 40 + i * 7 % 31, note, "the old wing " + i % 4, i, i, i % 3 == 0 ? "a" : "b"));
      letters.append("p%02d,Dear doctor number %d\n".formatted(i, i));
    }
    folder().file("visits.csv", visits.toString()).file("letters.csv", letters.toString());
    pictures("photos/p%d.png", 30);
    pictures("scans/p%02d.png", 20);
    pictures("views/p%02d/front.png", 10);
    pictures("other/x%d.png", 2);

    LoadedStudy study = draft(WantedTarget.of("class"));

    assertThat(study.reading().modalities())
        .extracting(ModalityReading::name, ModalityReading::present)
        .containsExactly(
            tuple("visits", 30),
            tuple("letter", 30),
            tuple("note", 24),
            tuple("photo", 30),
            tuple("scans", 20),
            tuple("views", 10));
    assertThat(text())
        .contains("columns:\n      - age\n      - ward\n")
        .contains("# - note   (a modality of its own)", "# - photo   (names of images)")
        .contains("# - full_name   (looks like an identifier or free text)")
        .contains("    source: text                # encoder: minilm", "    folder: photos\n")
        .contains("    path: views\n    id: folder\n", "    path: scans\n    id: file-stem\n")
        .contains("# letters.csv has no column that looks like a feature")
        .contains("# other/ holds images or arrays, but none is called like an id of visits.csv")
        .doesNotContain("Seen", "doctor");
  }

  @Test
  void foldersOfFramesAreModalitiesOfFrames() throws IOException {
    StringBuilder table = new StringBuilder("id,age,y\n");
    for (int i = 0; i < 20; i++) {
      table.append("p%d,%d,%s\n".formatted(i, 40 + i, i % 2 == 0 ? "u" : "v"));
      folder().file("walks/p%d.npy".formatted(i), NpyFiles.of(new int[] {2, 1}, i, i + 1));
      byte[] clip = {(byte) i, 2, 3, 4, 5, 6, 7, 8};
      folder().file("clips/p%d.npy".formatted(i), NpyFiles.ofBytes(new int[] {2, 2, 2}, clip));
      for (int t = 8; t < 11; t++) {
        folder().file("videos/p%d/frame_%d.png".formatted(i, t), Pictures.png(3, 2, i + t));
      }
    }
    folder().file("a.csv", table.toString()).file("sums/all.npy", NpyFiles.of(new int[] {2}, 1, 2));
    LoadedStudy study = draft(WantedTarget.of("y"));

    assertThat(text())
        .contains("  clips:\n    source: frames              # arrays of images in time\n")
        .contains("  videos:\n    source: frames              # in time")
        .contains("    path: videos\n    id: folder\n")
        .contains(
            "  walks:\n    source: frames              # arrays [time, numbers]\n    of: features\n")
        .contains("    path: walks\n    id: file-stem\n")
        .doesNotContain("sums");
    assertThat(study.reading().modalities())
        .extracting(ModalityReading::name, ModalityReading::present)
        .containsExactly(
            tuple("a", 20), tuple("clips", 20), tuple("videos", 20), tuple("walks", 20));
  }

  @Test
  void namesOfImagesThatAreNotThereAreAComment() throws IOException {
    folder().file("a.csv", "id,x,file,y\na,1.5,a.jpg,u\nb,2.5,b.jpg,v\nc,7,c.jpg,u\n");
    FolderScan scan = FolderScan.read(temporary, Progress.SILENT);
    InitRun.write(temporary, scan, WantedTarget.of("y"), false);
    assertThat(text())
        .contains("# a.csv, column file: names of images that are not there")
        .doesNotContain("source: image", "b.jpg");
  }

  @Test
  void genotypesAndSparseFilesBecomeWideModalities() throws IOException {
    SourceFolder folder = folder();
    int[][] copies = PlinkFiles.random(30, 20, 1);
    PlinkFiles.write(folder, "snps", copies);
    StringBuilder table = new StringBuilder("id,age,class\n");
    for (int i = 1; i <= 30; i++) {
      table.append("s%d,%d,%s%n".formatted(i, 40 + i * 7 % 31, i % 3 == 0 ? "ill" : "well"));
    }
    folder.file("clinical.csv", table.toString()).file("terms.mtx", "%%MatrixMarket\n");

    LoadedStudy loaded = draft(WantedTarget.of("class"));
    assertThat(loaded.reading().modalities())
        .extracting(ModalityReading::name)
        .containsExactly("clinical", "snps");
    assertThat(loaded.reading().modalities().get(1).joined()).isEqualTo(30);
    assertThat(text())
        .contains("source: genotypes", "path: snps.bed")
        .contains("# terms: {source: sparse, path: terms.mtx, ids: FILE-WITH-ONE-ID-A-LINE}")
        .doesNotContain("snps.fam");
  }
}
