package org.interfuse.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.progress.Progress;
import org.interfuse.study.SpecCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every strategy, combiner and operator can be a candidate, with options changed too. Seed 97. */
final class EveryStrategyTest {
  private static final String COMBINERS =
      """
      comparison:
        candidates:
          - {strategy: early}
          - {strategy: late, combiner: mean}
          - {strategy: late, combiner: weighted}
          - {strategy: late, combiner: stacking}
          - {strategy: unimodal, modality: b}
          - {name: changed, strategy: late, combiner: stacking, with: {training.epochs: 1, \
      modalities.a.encoder.widths: 4}}
      """;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Kind.class,
      names = {"CLASSIFICATION", "COX"})
  void strategiesAndCombiners(Kind kind) throws IOException {
    List<CandidateResult> results = compare(kind, COMBINERS);
    assertThat(results).hasSize(7);
    results.forEach(EveryStrategyTest::assertFitted);
  }

  @Test
  void everyOperatorByItsName() throws IOException {
    List<String> names = new ArrayList<>(SpecCatalog.load().names(SpecCatalog.FUSION));
    assertThat(names.remove("difference")).as("takes exactly two modalities").isTrue();
    StringBuilder comparison = new StringBuilder("comparison:\n  candidates:\n");
    names.forEach(name -> comparison.append("    - {fusion: %s}\n".formatted(name)));
    comparison.append("    - {name: tokens, fusion: low-rank, pooling: tokens}\n");
    comparison.append("    - {name: weighed, fusion: attention-pool, with: {model.width: 4}}\n");
    List<CandidateResult> results = compare(Kind.CLASSIFICATION, comparison.toString());
    assertThat(results.stream().map(CandidateResult::name))
        .containsAll(names)
        .contains("tokens", "weighed", "cross-attention", "transformer");
    results.forEach(EveryStrategyTest::assertFitted);
  }

  private List<CandidateResult> compare(Kind kind, String comparison) throws IOException {
    LoadedStudy loaded =
        new StudyFolder(folder, 63, 97)
            .write()
            .study("target: " + StudyFolder.target(kind), "{width: 8}", comparison);
    CompareRun run = CompareRun.run(loaded, 1, 1, null, Progress.SILENT);
    List<CandidateSpec> asked = loaded.study().comparison().candidates();
    assertThat(run.result().candidates()).hasSameSizeAs(asked);
    return run.result().candidates();
  }

  private static void assertFitted(CandidateResult candidate) {
    assertThat(candidate.failures()).as(candidate.name()).isEmpty();
    assertThat(candidate.outcomes()).as(candidate.name()).hasSize(3);
    assertThat(candidate.metrics().get(0).perFold()).doesNotContain(Double.NaN);
  }
}
