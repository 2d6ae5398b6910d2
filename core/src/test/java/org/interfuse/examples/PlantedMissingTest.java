package org.interfuse.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.interfuse.cohort.Split;
import org.interfuse.comparison.Comparison;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.Examination;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.ModalityValue;
import org.interfuse.comparison.NetworkCandidate;
import org.interfuse.comparison.Protocol;
import org.interfuse.comparison.Refits;
import org.interfuse.comparison.Reliance;
import org.interfuse.comparison.ReportSpec;
import org.interfuse.evaluation.Estimate;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import org.interfuse.tensor.Seed;
import org.interfuse.training.TrainingSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The study {@code examples/planted} on three of its folds: left and right are needed together,
 * noise says nothing. Reliance and value must say so, each with its interval.
 */
final class PlantedMissingTest {
  private static final String PRIMARY = "gated";
  private static final List<String> MODALITIES = List.of("left", "right", "noise");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 7)
  void noiseIsWorthNothingAndLeftAndRightAre(long seed) {
    MissingReport report = report(seed);
    Reliance reliance = report.reliance().get(0);
    ModalityValue value = report.value().get(0);
    for (int m = 0; m < 2; m++) {
      positive(reliance.modalities().get(m).shapley(), "reliance on " + MODALITIES.get(m), seed);
      positive(value.without().get(m).difference(), "value of " + MODALITIES.get(m), seed);
    }
    coversZero(reliance.modalities().get(2).shapley(), "reliance on noise", seed);
    coversZero(value.without().get(2).difference(), "value of noise", seed);
    assertThat(reliance.empty().value()).isEqualTo(0.5);
    double sum = reliance.modalities().stream().mapToDouble(one -> one.shapley().value()).sum();
    assertThat(sum).isCloseTo(reliance.full().value() - 0.5, within(1e-12));
    // each is worth little without the other
    Reliance.OfPair pair = reliance.pairs().get(0);
    assertThat(List.of(pair.first(), pair.second())).containsExactly("left", "right");
    positive(pair.interaction(), "interaction of left and right", seed);
    assertThat(pair.interaction().value()).isGreaterThan(0.15);
    assertThat(value.without()).extracting(ModalityValue.Without::modality).isEqualTo(MODALITIES);
  }

  private static void positive(Estimate estimate, String name, long seed) {
    assertThat(estimate.lower()).as("%s, seed %d: %s", name, seed, estimate).isPositive();
  }

  private static void coversZero(Estimate estimate, String name, long seed) {
    assertThat(estimate.lower()).as("%s, seed %d: %s", name, seed, estimate).isNegative();
    assertThat(estimate.upper()).as("%s, seed %d: %s", name, seed, estimate).isPositive();
  }

  private static MissingReport report(long seed) {
    LoadedStudy loaded =
        LoadedStudy.read(ExampleFolder.named("planted").resolve("study.yaml"), Progress.SILENT);
    NetworkCandidate own = (NetworkCandidate) loaded.study().comparison().candidate(PRIMARY);
    TrainingSpec training = new TrainingSpec(8, 32, 3e-3, 1e-2, 0.05, 1, 0, 0, 7, 1);
    ComparisonSpec comparison =
        new ComparisonSpec(
            PRIMARY,
            0.02,
            1,
            List.of(new NetworkCandidate(PRIMARY, own.model(), training)),
            List.of(PRIMARY),
            Refits.EACH);
    Examination examination = Examination.of(comparison, loaded.study().deployment(), MODALITIES);
    Protocol whole = loaded.protocol(1);
    Protocol three =
        new Protocol(
            whole.cohort(),
            new Split("three folds", whole.split().folds().subList(0, 3)),
            whole.preprocessing(),
            whole.groups(),
            1,
            new Seed(seed),
            whole.level());
    ComparisonResult result =
        new Comparison(three, comparison.candidates(), 2, examination).run(Progress.SILENT);
    Assertions.assertThat(result.refits()).hasSize(3);
    return MissingReport.of(result, PRIMARY, examination, new ReportSpec().smallestCell());
  }
}
