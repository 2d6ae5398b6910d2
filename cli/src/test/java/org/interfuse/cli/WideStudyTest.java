package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A study of genotypes, codes and a clinical table, with everything that a person does with it. */
class WideStudyTest {
  private static final int SUBJECTS = 90;
  private static final int VARIANTS = 300;

  @TempDir static Path folder;
  private static Path data;
  private static Path study;
  private static Path model;
  private static CommandRun trained;

  @BeforeAll
  static void train() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    study = write(data);
    model = folder.resolve("run/model.interfuse");
    trained = CommandRun.of("train", study, "-o", folder.resolve("run"), "--workers", 1);
  }

  /** The class goes with variant 7 and with age; everybody but the last nine has genotypes. */
  private static Path write(Path to) throws IOException {
    Random random = new Random(11);
    StringBuilder table = new StringBuilder("id,age,class\n");
    StringBuilder codes = new StringBuilder("id,column\n");
    StringBuilder fam = new StringBuilder();
    int[][] copies = new int[SUBJECTS - 9][VARIANTS];
    for (int i = 0; i < SUBJECTS; i++) {
      int risk = i % 3;
      double age = 40 + 10 * random.nextGaussian() + 4 * risk;
      boolean ill = risk + random.nextGaussian() * .5 > 1;
      table.append("s%d,%.1f,%s%n".formatted(i, age, ill ? "ill" : "well"));
      codes.append("s%d,%s%ns%d,Z%02d%n".formatted(i, ill ? "I10" : "J45", i, random.nextInt(30)));
      if (i < copies.length) {
        fam.append("f%d s%d 0 0 0 -9%n".formatted(i, i));
        Arrays.setAll(copies[i], j -> j == 7 ? risk : random.nextInt(3));
        copies[i][20] = -1 + i % 3;
      }
    }
    Files.writeString(to.resolve("clinical.csv"), table);
    Files.writeString(to.resolve("codes.csv"), codes);
    Files.writeString(to.resolve("snps.fam"), fam);
    Files.writeString(to.resolve("snps.bim"), bim("A\tG"));
    Files.write(to.resolve("snps.bed"), bed(copies));
    return Files.writeString(
        to.resolve("study.yaml"),
        """
        interfuse: 1
        study: wide
        cohort: {table: clinical.csv, target: {type: classification, column: class}}
        modalities:
          clinical: {columns: [age]}
          snps: {source: genotypes, path: snps, groups: {window: 50000}}
          codes: {source: sparse, path: codes.csv}
        training: {epochs: 2, batch: 16}
        split: {folds: 2}
        """);
  }

  private static String bim(String alleles) {
    StringBuilder bim = new StringBuilder();
    for (int j = 0; j < VARIANTS; j++) {
      bim.append("1\trs%d\t0\t%d\t%s%n".formatted(j, 1000 * (j + 1), alleles));
    }
    return bim.toString();
  }

  private static byte[] bed(int[][] copies) {
    int line = (copies.length + 3) / 4;
    byte[] bed = new byte[3 + VARIANTS * line];
    bed[0] = 0x6c;
    bed[1] = 0x1b;
    bed[2] = 1;
    int[] codes = {1, 3, 2, 0}; // of -1 (missing), 0, 1 and 2 copies
    for (int i = 0; i < copies.length; i++) {
      for (int j = 0; j < VARIANTS; j++) {
        bed[3 + j * line + i / 4] |= (byte) (codes[copies[i][j] + 1] << (2 * (i % 4)));
      }
    }
    return bed;
  }

  @Test
  void checkShowsColumnsMissingCellsAndBytes() {
    CommandRun text = CommandRun.of("check", study);
    CommandRun run = CommandRun.of("check", study, "--json");

    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("snps: 6.1 kB packed or mapped, read in tiles and never held as a table")
        .contains("wide columns are not looked at one by one");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode snps = run.json().path("modalities").get(1);
    assertThat(snps.path("numeric").asInt()).isEqualTo(VARIANTS);
    assertThat(snps.path("mapped_bytes").asInt()).isEqualTo(81 * 75);
    assertThat(snps.path("missing_share").asDouble()).isBetween(0.001, 0.0012);
    assertThat(run.json().at("/resolved/modalities/snps/preprocessing/type").asString())
        .isEqualTo("wide");
    assertThat(run.json().at("/resolved/modalities/codes/encoder/type").asString())
        .isEqualTo("wide");
  }

  @Test
  void defaultCandidatesHaveLinearModelsOfWideModalities() {
    CommandRun run = CommandRun.of("check", study, "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().at("/resolved/comparison/candidates").valueStream())
        .extracting(candidate -> candidate.path("name").asString())
        .contains("linear (early)", "linear (late)", "unimodal snps")
        .doesNotContain("early");
  }

  @Test
  void trainsAndPredictsTheSameWhereAllelesAreSwapped() throws IOException {
    assertThat(trained.exit()).as(trained.err()).isZero();
    CommandRun before = CommandRun.of("predict", model, "--data", data);
    Path swapped = copy("swapped");
    byte[] bed = Files.readAllBytes(swapped.resolve("snps.bed"));
    for (int at = 3; at < bed.length; at++) {
      for (int k = 0; k < 8; k += 2) {
        int code = (bed[at] >> k) & 3;
        bed[at] ^= (byte) (code == 0 || code == 3 ? 3 << k : 0);
      }
    }
    Files.write(swapped.resolve("snps.bed"), bed);
    Files.writeString(swapped.resolve("snps.bim"), bim("G\tA"));
    CommandRun after = CommandRun.of("predict", model, "--data", swapped);

    assertThat(before.exit()).as(before.err()).isZero();
    assertThat(after.exit()).as(after.err()).isZero();
    assertThat(after.out()).isEqualTo(before.out());
    assertThat(after.err()).contains("count the other, read as 2 - x");
    assertThat(before.out().lines()).hasSize(SUBJECTS + 1);
  }

  private static Path copy(String name) throws IOException {
    Path to = Files.createDirectories(folder.resolve(name));
    try (var files = Files.list(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    }
    return to;
  }

  @Test
  void predictsWithoutAWideModalityAndNamesAbsentVariants() throws IOException {
    assertThat(trained.exit()).as(trained.err()).isZero();
    CommandRun without = CommandRun.of("predict", model, "--data", data, "--without", "snps");
    Path other = copy("other");
    Files.writeString(other.resolve("snps.bim"), bim("A\tG").replace("\trs12\t", "\trs9999\t"));
    CommandRun absent = CommandRun.of("predict", model, "--data", other);

    assertThat(without.exit()).as(without.err()).isZero();
    assertThat(without.out().lines()).hasSize(SUBJECTS + 1);
    assertThat(absent.exit()).isEqualTo(2);
    assertThat(absent.err())
        .contains("snps.bim: the file must have the 300 variants that the model was fitted on")
        .contains("1 absent: rs12_A");
  }

  @Test
  void mistakesWrittenByHandAreSaidAtOnce() throws IOException {
    List<String> said = new ArrayList<>();
    for (String line :
        List.of(
            "snps: {source: genotypes, path: snips}",
            "snps: {source: genotypes, path: snps, id: fid}",
            "snps: {source: genotypes, path: snps, chromosome: [1]}",
            "snps: {source: genotypes, path: snps, chromosomes: [22]}",
            "snps: {source: genotypes, path: snps, groups: {windows: 10}}",
            "snps: {source: genotypes, path: snps, preprocessing: {scale: minmax}}",
            "snps: {source: genotypes, path: snps, preprocessing: {minimum_frequency: 2}}",
            "snps: {source: genotypes, path: snps, encoder: mlp}",
            "snps: {source: sparse, path: codes.csv, column: code}",
            "snps: {source: matrix, path: codes.csv, mapped: true}")) {
      Path file =
          Files.writeString(
              data.resolve("wrong.yaml"),
              Files.readString(study).replaceAll("(?m)^  snps: .*$", "  " + line));
      CommandRun run = CommandRun.of("check", file);
      assertThat(run.exit()).as(line).isEqualTo(2);
      assertThat(run.err()).as(line).doesNotContain("Exception");
      said.add(run.err());
    }
    assertThat(said.get(0)).contains("no file 'snips.bed'; did you mean 'snps.bed'");
    assertThat(said.get(1))
        .contains("modalities.snps.id: expected iid, fid_iid or rows; found fid");
    assertThat(said.get(2)).contains("chromosome").contains("chromosomes");
    assertThat(said.get(3)).contains("no '22'; it has 1");
    assertThat(said.get(4)).contains("windows").contains("window");
    assertThat(said.get(5)).contains("'minmax'").contains("allele-frequency");
    assertThat(said.get(6)).contains("minimum_frequency: expected a share in [0, 1]");
    assertThat(said.get(7)).contains("mlp");
    assertThat(said.get(8)).contains("modalities.snps.column: codes.csv must have the column");
    assertThat(said.get(9)).contains("only .npy and .safetensors files can be mapped");
  }
}
