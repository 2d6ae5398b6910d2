package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.interfuse.SharedData;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ColumnGroups;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.WideCells;
import org.interfuse.modality.WideData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PLINK 1 files as people have them, right and wrong. */
final class GenotypesSourceTest {
  private static final int[][] COPIES = {{0, 1, 2}, {2, -1, 0}, {1, 1, 1}, {0, 0, 2}, {2, 2, -1}};

  @TempDir private Path temporary;

  private SourceFolder folder() {
    SourceFolder folder = new SourceFolder(temporary);
    PlinkFiles.write(folder, "data", COPIES);
    return folder;
  }

  private static GenotypesSource source(String path) {
    return source(path, new IdSpec(), List.of(), List.of(), List.of(), new GroupSpec());
  }

  private static GenotypesSource source(
      String path,
      IdSpec id,
      List<String> chromosomes,
      List<String> columns,
      List<String> exclude,
      GroupSpec groups) {
    return new GenotypesSource(path, id, chromosomes, columns, exclude, groups);
  }

  private static WideData wide(Loaded loaded) {
    return (WideData) loaded.data();
  }

  @ParameterizedTest
  @CsvSource({"data", "data.bed"})
  void copiesOfTheCountedAlleleBySubject(String path) {
    Loaded loaded = folder().load(source(path));
    assertThat(loaded.ids()).containsExactly("s1", "s2", "s3", "s4", "s5");
    WideData data = wide(loaded);
    assertThat(data.kind()).isEqualTo(WideData.Kind.GENOTYPES);
    assertThat(data.columns()).containsExactly("rs1_A", "rs2_A", "rs3_A");
    assertThat(data.describe()).isEqualTo("3 genotypes");
    assertThat(data.matrix().bytes()).isEqualTo(5);
    assertThat(data.matrix().tileMultiple()).isEqualTo(4);
    float[][] cells = WideCells.of(data.matrix());
    assertThat(cells[0]).containsExactly(0, 1, 2);
    assertThat(cells[1]).containsExactly(2, Float.NaN, 0);
    assertThat(cells[4]).containsExactly(2, 2, Float.NaN);
  }

  @Test
  void idsAreIndividualsOrFamiliesWithThemOrPositions() {
    SourceFolder folder = folder();
    assertThat(folder.load(with(new IdSpec("fid_iid", 0, false))).ids()).startsWith("f1_s1");
    assertThat(folder.load(with(new IdSpec(null, 0, true))).ids()).startsWith("0", "1");
    assertThat(folder.complaint(with(new IdSpec("iid", 1, false))))
        .isEqualTo(
            "data.fam: a subject has one row; found 1 with several: rows 1 and 2 and 3 and 4"
                + " and 5.");
    assertThatThrownBy(() -> with(new IdSpec("family", 0, false)))
        .hasMessage("id: expected iid, fid_iid or rows, but it is 'family'");
  }

  private static GenotypesSource with(IdSpec id) {
    return source("data", id, List.of(), List.of(), List.of(), new GroupSpec());
  }

  @Test
  void duplicateSubjectsAreNamedOnlyToThoseWhoMaySeeThem() {
    SourceFolder folder = folder();
    folder.file("data.fam", PlinkFiles.fam(5).replace("s4 ", "s2 "));
    try {
      folder.load(source("data"));
      throw new AssertionError("expected a finding");
    } catch (FindingsException e) {
      assertThat(e.getMessage()).contains("rows 2 and 4").doesNotContain("s2");
      assertThat(e.findings().get(0).value()).isEqualTo("s2");
    }
  }

  @Test
  void variantsWithoutAnIdOrWithASharedOneAreCalledByTheirPlace() {
    SourceFolder folder = folder();
    folder.file("data.bim", "1 rs1 0 5 A G\nX . 0 7 T C\n2 rs1 0 9 C G\n");
    assertThat(wide(folder.load(source("data"))).columns())
        .containsExactly("1:5:A:G_A", "X:7:T:C_T", "2:9:C:G_C");
  }

  @Test
  void variantsOfOnePlaceAndTheSameAllelesAreNumberedAndFoundAgain() {
    SourceFolder folder = folder();
    folder.file("data.bim", "1 . 0 5 A G\n1 rs2 0 7 T C\n1 . 0 5 A G\n");
    WideData trained = wide(folder.load(source("data")));
    assertThat(trained.columns()).containsExactly("1:5:A:G_A#1", "rs2_T", "1:5:A:G_A#2");
    KnownColumns known = new KnownColumns(List.of("1:5:A:G_A#2", "1:5:A:G_A#1"), List.of());
    float[][] cells = WideCells.of(wide(folder.load(source("data"), known)).matrix());
    float[][] all = WideCells.of(trained.matrix());
    for (int i = 0; i < all.length; i++) {
      assertThat(cells[i]).containsExactly(all[i][2], all[i][0]);
    }
  }

  @Test
  void variantsAreChosenByNameIdGlobAndChromosome() {
    SourceFolder folder = folder();
    folder.file("data.bim", "1 rs1 0 5 A G\n2 rs2 0 7 T C\n2 rs3 0 9 C G\n");
    assertThat(columns(folder, List.of(), List.of("rs3", "rs1_A"), List.of()))
        .containsExactly("rs1_A", "rs3_C");
    assertThat(columns(folder, List.of("2"), List.of(), List.of("*_C"))).containsExactly("rs2_T");
    assertThat(columns(folder, List.of(), List.of("rs?_*"), List.of("rs2")))
        .containsExactly("rs1_A", "rs3_C");
    WideData one =
        wide(
            folder.load(
                source("data", new IdSpec(), List.of("2"), List.of(), List.of(), new GroupSpec())));
    assertThat(WideCells.of(one.matrix())[1]).containsExactly(Float.NaN, 0);
    assertThat(
            folder.complaint(
                source(
                    "data",
                    new IdSpec(),
                    List.of("chr2"),
                    List.of("rs9"),
                    List.of(),
                    new GroupSpec())))
        .contains("modalities.rna.columns: data.bim must have the column; found no 'rs9'")
        .contains(
            "modalities.rna.chromosomes: data.bim must have the chromosome; found no 'chr2'; it"
                + " has 1, 2.");
  }

  private static List<String> columns(
      SourceFolder folder, List<String> chromosomes, List<String> columns, List<String> exclude) {
    return wide(folder.load(
            source("data", new IdSpec(), chromosomes, columns, exclude, new GroupSpec())))
        .columns();
  }

  @Test
  void atPredictionVariantsFollowTheModelAndSwappedAllelesAreTurned() {
    SourceFolder folder = folder();
    folder.file("data.bim", "1 rs1 0 5 A G\n1 rs2 0 7 G A\n1 rs3 0 9 T A\n");
    KnownColumns known = new KnownColumns(List.of("rs3_A", "rs1_A", "rs2_A"), List.of());
    WideData data = wide(folder.load(source("data"), known));
    assertThat(data.columns()).containsExactly("rs3_A", "rs1_A", "rs2_A");
    float[][] cells = WideCells.of(data.matrix());
    assertThat(cells[0]).containsExactly(0, 0, 1);
    assertThat(cells[1]).containsExactly(2, 2, Float.NaN);
    assertThat(cells[3]).containsExactly(0, 0, 2);
    assertThat(cells[4]).containsExactly(Float.NaN, 2, 0);
    assertThat(folder.findings.warnings())
        .singleElement()
        .hasToString(
            "data.bim: variants should count the allele that the model's do; found 2 of 3 count"
                + " the other, read as 2 - x; of 1 A/T or C/G ones it may be another strand.");
  }

  @Test
  void atPredictionAVariantIsFoundByItsPlaceWhateverItsIdIs() {
    SourceFolder folder = folder();
    folder.file("data.bim", "1 rs1 0 5 A G\n1 rs2 0 7 G A\n1 rs3 0 9 T A\n");
    KnownColumns known = new KnownColumns(List.of("1:7:G:A_G", "1:9:A:T_A"), List.of());
    float[][] cells = WideCells.of(wide(folder.load(source("data"), known)).matrix());
    assertThat(cells[0]).containsExactly(1, 0);
  }

  @Test
  void atPredictionAbsentVariantsAreAnErrorThatNamesThem() {
    SourceFolder folder = folder();
    KnownColumns known = new KnownColumns(List.of("rs1_A", "rs2_T", "rs9_A"), List.of());
    assertThat(SourceFolder.complaint(() -> folder.load(source("data"), known)))
        .isEqualTo(
            "data.bim: the file must have the 3 variants that the model was fitted on; found 2"
                + " absent: rs2_T, rs9_A; of 1 the id is there with other alleles.");
  }

  @Test
  void windowsFollowEachChromosome() {
    SourceFolder folder = folder();
    folder.file("data.bim", "1 rs1 0 100000 A G\n1 rs2 0 100001 T C\n2 rs3 0 7 C G\n");
    WideData data =
        wide(
            folder.load(
                source(
                    "data",
                    new IdSpec(),
                    List.of(),
                    List.of(),
                    List.of(),
                    new GroupSpec("", "column", "group", 100_000))));
    ColumnGroups groups = Objects.requireNonNull(data.groups());
    assertThat(groups.names()).containsExactly("1:1-100000", "1:100001-200000", "2:1-100000");
    assertThat(groups.columns()).containsExactly(0, 1, 2);
  }

  @Test
  void anAnnotationNamesGenesByVariantIdOrName() {
    SourceFolder folder = folder();
    folder.file("genes.tsv", "snp\tgene\nrs3\tBRCA1\nrs1_A\tTP53\nrs2\tBRCA1\nrs77\tKRAS\n");
    GenotypesSource source =
        source(
            "data",
            new IdSpec(),
            List.of(),
            List.of(),
            List.of(),
            new GroupSpec("genes.tsv", "snp", "gene", 0));
    ColumnGroups groups = Objects.requireNonNull(wide(folder.load(source)).groups());
    assertThat(groups.names()).containsExactly("BRCA1", "TP53");
    assertThat(groups.columns()).containsExactly(1, 2, 0);
    assertThat(groups.groups()).containsExactly(0, 0, 1);
    assertThat(folder.findings.warnings())
        .singleElement()
        .hasToString(
            "modalities.rna.groups: members of genes.tsv should be columns of the modality; found"
                + " 1 unknown: rs77.");
    folder.file("genes.tsv", "snp\tgene\nx\tBRCA1\n");
    assertThat(folder.complaint(source))
        .isEqualTo(
            "modalities.rna.groups: genes.tsv and the modality must have a column in common;"
                + " found none of x.");
    folder.file("genes.tsv", "SNP\tgene\nx\tBRCA1\n");
    assertThat(folder.complaint(source))
        .contains("genes.tsv must have the column; found no 'snp'; did you mean 'SNP'");
  }

  @Test
  void brokenFilesAreSaidInOneMessageEach() {
    SourceFolder folder = folder();
    byte[] bed = PlinkFiles.bed(COPIES);
    folder.file("data.bed", Arrays.copyOf(bed, bed.length - 1));
    assertThat(folder.complaint(source("data")))
        .isEqualTo(
            "data.bed: 3 variants of the .bim for 5 subjects of the .fam take 9 bytes; found 8"
                + " bytes; the three files must be of one PLINK run.");
    bed[2] = 0;
    folder.file("data.bed", bed);
    assertThat(folder.complaint(source("data"))).contains("must stand variant by variant");
    folder.file("data.bed", "PK something");
    assertThat(folder.complaint(source("data"))).contains("begins with the bytes 6c 1b 01");
    folder.file("data.bed", new byte[0]);
    assertThat(folder.complaint(source("data"))).contains("begins with the bytes 6c 1b 01");
    folder.file("data.bim", "1 rs1 0 5 A\n");
    assertThat(folder.complaint(source("data")))
        .isEqualTo(
            "data.bim, line 1: a variant has six fields: chromosome, id, morgans, position, A1 and"
                + " A2; found 5 fields.");
    folder.file("data.bim", "1 rs1 0 here A G\n");
    assertThat(folder.complaint(source("data")))
        .contains("whole number of base pairs; found 'here'");
    folder.file("data.bim", "1 rs1 0 -9x A G\n");
    assertThat(folder.complaint(source("data")))
        .contains("whole number of base pairs; found '-9x'");
    folder.file("data.bim", "\n\n");
    assertThat(folder.complaint(source("data"))).contains("must have variants");
    PlinkFiles.write(folder, "data", COPIES);
    folder.file("data.fam", "f1 s1 0 0 1\n");
    assertThat(folder.complaint(source("data")))
        .contains("data.fam, line 1: a subject has six fields");
    assertThat(folder.complaint(source("date")))
        .contains("modalities.rna.path: the file must exist; found no file 'date.bed'")
        .contains("'date.bim'")
        .contains("'date.fam'");
  }

  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void damagedBytesEndInAFindingOrInGenotypes(long seed) {
    java.util.Random random = new java.util.Random(seed);
    SourceFolder folder = folder();
    List<String> names = List.of("data.bed", "data.bim", "data.fam");
    for (int round = 0; round < 40; round++) {
      PlinkFiles.write(folder, "data", COPIES);
      String name = names.get(random.nextInt(3));
      byte[] bytes = read(temporary.resolve(name));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      folder.file(name, Arrays.copyOf(bytes, bytes.length - random.nextInt(2)));
      SourceFolder.complaint(() -> WideCells.of(wide(folder.load(source("data"))).matrix()));
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theFamCanBeTheCohortsTable() {
    SourceFolder folder = folder();
    folder.file(
        "data.fam",
        "f1   s1\t0 0 1 2 \n f2 s2 0 0 2 1\nf3 s3 0 0 2 -9\n" + "f4 s4 0 0 1 1\nf5 s5 0 0 1 2\n");
    TargetSpec target = new TargetSpec.Classification("phenotype", List.of(), 1);
    CohortSpec cohort =
        new CohortSpec(
            List.of("data.fam"),
            new TableFormat(true, "auto", List.of("-9")),
            new IdSpec("iid", 0, false),
            RowPolicy.ONE,
            java.util.Map.of("target", target));
    CohortReading reading = folder.cohort(cohort, java.util.Map.of("snps", source("data")));
    assertThat(reading.cohort().ids()).containsExactly("s1", "s2", "s4", "s5");
    assertThat(reading.withoutTargets()).isEqualTo(1);
    assertThat(reading.modalities().get(0).describe()).isEqualTo("3 genotypes");
  }

  @Test
  void hapMapIsReadAsANaiveDecoderReadsIt() throws IOException {
    Path data = SharedData.folder("hapmap3");
    SourceFolder folder = new SourceFolder(data);
    WideData wide = wide(folder.load(source("data")));
    List<String> bim = Files.readAllLines(data.resolve("data.bim"), StandardCharsets.UTF_8);
    byte[] bed = Files.readAllBytes(data.resolve("data.bed"));
    int n = wide.rows();
    assertThat(wide.columns()).hasSize(bim.size());
    float[][] cells = WideCells.of(wide.matrix());
    float[] copies = {2, Float.NaN, 1, 0};
    int differing = 0;
    for (int j = 0; j < bim.size(); j++) {
      for (int i = 0; i < n; i++) {
        int code = (bed[3 + j * ((n + 3) / 4) + i / 4] >> (2 * (i % 4))) & 3;
        differing += Float.compare(copies[code], cells[i][j]) == 0 ? 0 : 1;
      }
    }
    assertThat(differing).isZero();
    String[] first = bim.get(0).split("\t");
    assertThat(wide.columns().get(0)).isEqualTo(first[1] + "_" + first[4]);
  }
}
