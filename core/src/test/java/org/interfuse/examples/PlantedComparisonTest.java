package org.interfuse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interfuse.cohort.Split;
import org.interfuse.comparison.CandidateSpec;
import org.interfuse.comparison.Comparison;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Protocol;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import org.interfuse.tensor.Seed;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The study {@code examples/planted} on its first fold: the class depends on two modalities
 * together. At chance, 240 test subjects give an AUROC of .5 ± .037; an interaction that is found
 * gives about .9.
 */
final class PlantedComparisonTest {
  private static final double GAP = 0.15;
  private static final List<String> NAMES =
      List.of("unimodal left", "unimodal right", "late", "gated");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 7)
  void intermediateFusionFindsWhatNoModalityShowsAloneAndLateFusionDoesNot(long seed) {
    ComparisonResult result = compare(seed);
    double alone = Math.max(auroc(result, "unimodal left"), auroc(result, "unimodal right"));
    double late = auroc(result, "late");
    double intermediate = auroc(result, "gated");

    String figures =
        "seed %d: alone %.3f, late %.3f, intermediate %.3f"
            .formatted(seed, alone, late, intermediate);
    assertThat(intermediate - alone).as(figures).isGreaterThanOrEqualTo(GAP);
    assertThat(intermediate - late).as(figures).isGreaterThanOrEqualTo(GAP);
    assertThat(late - alone).as(figures).isLessThan(GAP);
  }

  private static ComparisonResult compare(long seed) {
    LoadedStudy loaded =
        LoadedStudy.read(ExampleFolder.named("planted").resolve("study.yaml"), Progress.SILENT);
    List<CandidateSpec> candidates =
        NAMES.stream().map(name -> quick(loaded.study().comparison().candidate(name))).toList();
    Protocol whole = loaded.protocol(1);
    Protocol first =
        new Protocol(
            whole.cohort(),
            new Split("the first fold", whole.split().folds().subList(0, 1)),
            whole.preprocessing(),
            whole.groups(),
            1,
            new Seed(seed),
            whole.level());
    return new Comparison(first, candidates, 1).run(Progress.SILENT);
  }

  /** The candidate with fewer and longer steps. */
  private static CandidateSpec quick(CandidateSpec candidate) {
    NetworkCandidate network = (NetworkCandidate) candidate;
    TrainingSpec training = new TrainingSpec(8, 32, 3e-3, 1e-2, 0.05, 1, 0, 0, 7, 1);
    return new NetworkCandidate(network.name(), network.model(), training);
  }

  private static double auroc(ComparisonResult result, String candidate) {
    return result.candidates().stream()
        .filter(one -> one.name().equals(candidate))
        .findFirst()
        .orElseThrow()
        .metric("class", "auroc")
        .orElseThrow()
        .estimate()
        .value();
  }
}
