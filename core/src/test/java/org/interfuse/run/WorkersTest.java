package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.file.TemporaryFolder;
import org.interfuse.finding.FindingsException;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkersTest {
  @TempDir private Path folder;

  @Test
  void memoryLimitsFitsOfWideModalities() {
    Workers workers = Workers.of(8, 2_100_000_000L, 15_000_000_000L);

    assertThat(workers.count()).isEqualTo(7);
    assertThat(workers.limited()).isTrue();
    assertThat(workers.reason())
        .isEqualTo(
            "7 at once, not 8: a fit holds up to 2.1 GB for wide modalities, and this machine has"
                + " 15.0 GB besides what is held");
  }

  @Test
  void theRoomForTemporaryFilesLimitsThemToo() {
    TemporaryFolder folder = new TemporaryFolder(Path.of("scratch"), 5_000_000_000L, false);
    Workers workers = Workers.of(8, 2_100_000_000L, 15_000_000_000L).within(2_000_000_000, folder);

    assertThat(workers.count()).isEqualTo(2);
    assertThat(workers.reason())
        .isEqualTo(
            "2 at once, not 8: the best weights of columns take up to 2.0 GB each in scratch, where"
                + " 5.0 GB are free");
    assertThat(Workers.of(8, 1, 1_000_000_000).within(0, folder).limited()).isFalse();
  }

  @Test
  void oneRunsWhereNoneFits() {
    assertThat(Workers.of(2, 9_000_000_000L, 1_000_000_000L).count()).isEqualTo(1);
  }

  private static Workers.Need need(int members, double each, double rows) {
    return new Workers.Need(members, (long) (each * 1e9), (long) (rows * 1e9), 0, false);
  }

  @Test
  void anEnsembleThatDoesNotFitIsRefusedWithWhatWasComputedToFit() {
    List<Workers.Smaller> smaller =
        List.of(
            new Workers.Smaller("'arithmetic: bfloat16'", need(5, 5, 0)),
            new Workers.Smaller("'projection: screened'", need(5, .01, .1)),
            new Workers.Smaller("'width: 64'", need(5, 2.5, 0)));

    assertThat(need(5, 10, 0).refusal("concat", 20_000_000_000L, smaller).message())
        .isEqualTo(
            "candidate 'concat': the columns of its wide modalities must fit into 20.0 GB, this"
                + " machine's memory less what is held; found 50.0 GB in training, 5 × 10.0;"
                + " 'training.ensemble: 1' needs 10.0 GB, 'projection: screened' needs 0.2 GB,"
                + " 'width: 64' needs 12.5 GB.");
  }

  @Test
  void productsOfAllRowsCountOnceForAllMembers() {
    assertThat(need(5, 1, .9).refusal("pca", 5_500_000_000L, List.of()).message())
        .contains("found 5.9 GB in training, 5 × 1.0 and 0.9 for products of all rows;")
        .contains("'training.ensemble: 1' needs 1.9 GB");
  }

  @Test
  void theBestWeightsCountWhereTemporaryFilesLieInMemory() {
    Workers.Need onDisk = new Workers.Need(2, 3_000_000_000L, 0, 2_000_000_000L, false);
    Workers.Need inMemory = new Workers.Need(2, 3_000_000_000L, 0, 2_000_000_000L, true);

    assertThat(onDisk.bytes()).isEqualTo(6_000_000_000L);
    assertThat(inMemory.bytes()).isEqualTo(8_000_000_000L); // one of them is trained at a time
    assertThat(inMemory.refusal("concat", 7_000_000_000L, List.of()).message())
        .contains(
            "found 8.0 GB in training, 2 × 3.0 and 2.0 for the best weights, as temporary files"
                + " lie in memory;")
        .contains("'training.ensemble: 1' needs 5.0 GB");
  }

  @Test
  void aFolderOfTemporaryFilesWithoutRoomIsNamed() {
    TemporaryFolder folder = new TemporaryFolder(Path.of("scratch"), 1_200_000_000, false);

    assertThat(Workers.noRoom("concat", 2_000_000_000, folder).message())
        .isEqualTo(
            "candidate 'concat': the folder of temporary files, scratch, must have room for the"
                + " best weights of columns, 2.0 GB; found 1.2 GB; name another folder with"
                + " -Djava.io.tmpdir=FOLDER in INTERFUSE_JAVA_OPTIONS.");
  }

  @Test
  void anEncoderThatIsTooLargeIsRefusedBeforeAnythingIsFitted() throws IOException {
    Path study = folder.resolve("study.yaml");
    String text = study("");
    Files.writeString(study, text.formatted(", width: 2000000000, arithmetic: bfloat16"));
    LoadedStudy loaded = LoadedStudy.read(study, Progress.SILENT);

    assertThatThrownBy(() -> Workers.ofTraining(loaded, 1))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining(
            "found 8000.0 GB in training, 1 × 8000.0; 'projection: pca' needs 0.0")
        .hasMessageContaining("'projection: screened' needs 0.0 GB")
        .hasMessageNotContaining("bfloat16")
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).split(" needs "))
                    .hasSizeLessThanOrEqualTo(6));
    // check, compare and train refuse alike, before anything is fitted
    assertThatThrownBy(() -> CheckRun.run(loaded, Progress.SILENT))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("found 8000.0 GB in training, 1 × 8000.0; 'projection: pca' needs");
    assertThatThrownBy(() -> Workers.of(loaded, 1)).isInstanceOf(FindingsException.class);
    Files.writeString(study, text.formatted(""));
    assertThat(Workers.ofTraining(LoadedStudy.read(study, Progress.SILENT), 1).count()).isOne();
  }

  @Test
  void baselinesAndTemporaryFilesCountToo() throws IOException {
    Path study = folder.resolve("study.yaml");
    String linear = "comparison: {candidates: [{baseline: linear}, {baseline: prevalence}]}";
    Files.writeString(study, study(linear).formatted(""));
    LoadedStudy loaded = LoadedStudy.read(study, Progress.SILENT);
    TemporaryFolder disk = new TemporaryFolder(folder, 1_000_000_000, false);
    List<CandidateSpec> candidates = loaded.study().comparison().candidates();

    // 6 training rows of 9, in float64: more than 500 bytes
    assertThatThrownBy(() -> Workers.of(loaded, candidates, 1, 500, disk))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("candidate 'linear")
        .hasMessageContaining("what it computes of all rows of wide modalities must fit into")
        .hasMessageContaining("leave it out of comparison.candidates")
        .hasMessageNotContaining("prevalence");
    assertThat(Workers.of(loaded, candidates, 2, 1_000_000_000, disk).count()).isEqualTo(2);

    // a dense layer of 2,000 columns × 64: 512,000 bytes of best weights
    List<CandidateSpec> network = List.of(TrainRun.candidate(loaded.study()));
    TemporaryFolder full = new TemporaryFolder(folder, 511_999, false);
    TemporaryFolder enough = new TemporaryFolder(folder, 512_000, false);
    assertThatThrownBy(() -> Workers.of(loaded, network, 1, 1_000_000_000, full))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("must have room for the best weights of columns");
    assertThat(Workers.of(loaded, network, 4, 1_000_000_000, enough).count()).isOne();
  }

  /** A study of nine subjects by two thousand columns, with a place for options of the encoder. */
  private String study(String more) throws IOException {
    Files.writeString(folder.resolve("x.mtx"), mtx());
    StringBuilder cohort = new StringBuilder("id,y\n");
    for (int i = 1; i <= 9; i++) {
      cohort.append("s%d,%d%n".formatted(i, i % 4));
    }
    Files.writeString(folder.resolve("cohort.csv"), cohort);
    return """
        interfuse: 1
        cohort: {table: cohort.csv, id: rows, target: {type: regression, column: y}}
        modalities:
          x: {source: sparse, path: x.mtx, id: rows, encoder: {type: wide%s}}
        split: {folds: 3}
        """
        + more;
  }

  /** Nine subjects by two thousand columns. */
  private static String mtx() {
    return "%%MatrixMarket matrix coordinate real general\n9 2000 2\n1 1 1\n2 7 1\n";
  }

  @Test
  void nothingLimitsOthers() {
    Workers workers = Workers.of(8, 0, 1000);

    assertThat(workers.count()).isEqualTo(8);
    assertThat(workers.limited()).isFalse();
  }
}
