package org.interfuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A study of genotypes, codes and a clinical table, with everything that a person does with it. */
class WideStudyTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path study;
  private static Path model;
  private static CommandRun trained;

  @BeforeAll
  static void train() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    study = WideCohort.write(data);
    model = folder.resolve("run/model.interfuse");
    trained = CommandRun.of("train", study, "-o", folder.resolve("run"), "--workers", 1);
  }

  @Test
  void checkShowsColumnsMissingCellsAndBytes() {
    CommandRun text = CommandRun.of("check", study);
    CommandRun run = CommandRun.of("check", study, "--json");

    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("snps: 6.1 kB packed or mapped, read in tiles and never held as a table")
        .contains("wide columns are not looked at one by one");
    assertThat(text.out())
        .contains("no difference between candidates would probably be shown\n")
        .contains("smallest detectable difference in AUROC none (even the largest possible, 1, is")
        .contains("call every difference open");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().at("/audit/findings").valueStream())
        .flatExtracting(finding -> finding.path("evidence").valueStream().toList())
        .anySatisfy(
            figure -> {
              assertThat(figure.path("name").asString())
                  .isEqualTo("smallest detectable difference in AUROC");
              assertThat(figure.path("value").isNull()).isTrue();
              assertThat(figure.path("reason").asString())
                  .isEqualTo("even the largest possible, 1, is too small");
            });
    JsonNode snps = run.json().path("modalities").get(1);
    assertThat(snps.path("numeric").asInt()).isEqualTo(WideCohort.VARIANTS);
    assertThat(snps.path("mapped_bytes").asInt()).isEqualTo(81 * 75);
    assertThat(snps.path("missing_share").asDouble()).isBetween(0.001, 0.0012);
    assertThat(run.json().at("/resolved/modalities/snps/preprocessing/type").asString())
        .isEqualTo("wide");
    assertThat(run.json().at("/resolved/modalities/codes/encoder/type").asString())
        .isEqualTo("wide");
  }

  @Test
  void defaultCandidatesHaveLinearModelsOfWideModalities() throws IOException {
    Path unread =
        Files.writeString(
            data.resolve("unread.yaml"),
            Files.readString(study)
                .replace(
                    "path: snps,",
                    "path: snps, encoder: {type: wide, projection: pca, l1: 1, keep: 9},"));
    CommandRun run = CommandRun.of("check", unread, "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("warnings").valueStream())
        .extracting(JsonNode::asString)
        .contains(
            "modalities.snps.encoder: every option that is set should have an effect; found"
                + " 'projection: pca' does not read keep (for screened), l1 (for dense, low-rank,"
                + " grouped).");
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
    Files.writeString(swapped.resolve("snps.bim"), WideCohort.bim("G\tA"));
    CommandRun after = CommandRun.of("predict", model, "--data", swapped);

    assertThat(before.exit()).as(before.err()).isZero();
    assertThat(after.exit()).as(after.err()).isZero();
    assertThat(after.out()).isEqualTo(before.out());
    assertThat(after.err()).contains("count the other, read as 2 - x");
    assertThat(before.out().lines()).hasSize(WideCohort.SUBJECTS + 1);
  }

  @Test
  void explainsModalitiesAndTheColumnsOfTheTable() {
    CommandRun run = CommandRun.of("explain", model, study, "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("without_columns").toString()).isEqualTo("[\"snps\",\"codes\"]");
    assertThat(run.json().at("/targets/0/contributions/complete").asBoolean()).isTrue();
    assertThat(run.json().at("/targets/0/attributions/incomplete").asInt()).isZero();
    assertThat(run.json().at("/targets/0/outputs/0/columns").valueStream())
        .isNotEmpty()
        .allSatisfy(column -> assertThat(column.path("name").asString()).startsWith("clinical."));
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
    Files.writeString(
        other.resolve("snps.bim"), WideCohort.bim("A\tG").replace("\trs12\t", "\trs9999\t"));
    CommandRun absent = CommandRun.of("predict", model, "--data", other);

    assertThat(without.exit()).as(without.err()).isZero();
    assertThat(without.out().lines()).hasSize(WideCohort.SUBJECTS + 1);
    assertThat(absent.exit()).isEqualTo(2);
    assertThat(absent.err())
        .contains("snps.bim: the file must have the 300 variants that the model was fitted on")
        .contains("1 absent: rs12_A");
  }

  @Test
  void whatCannotBeTrainedIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path large =
        Files.writeString(
            data.resolve("large.yaml"),
            Files.readString(study)
                .replace("path: snps,", "path: snps, encoder: {type: wide, width: 2000000000},"));
    for (String verb : List.of("train", "compare")) {
      Path to = folder.resolve("large-" + verb);
      CommandRun run = CommandRun.of(verb, large, "-o", to, "--workers", 1);
      assertThat(run.exit()).as(verb).isEqualTo(2);
      assertThat(run.err())
          .contains("': the columns of its wide modalities must fit into ")
          .contains("this machine's memory less what is held; found 2400.0 GB in training")
          .contains("'projection: pca' needs")
          .doesNotContain("fits: ");
      assertThat(to).doesNotExist();
    }
    CommandRun checked = CommandRun.of("check", large);
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.err())
        .contains("': the columns of its wide modalities must fit into ")
        .contains("'projection: pca' needs");
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
