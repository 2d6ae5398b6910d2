package org.interfuse.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.model.Combiner;
import org.interfuse.model.SmallCohort;
import org.interfuse.model.SmallCohort.Kind;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapley values against the mean over all orders of arrival, one subject after another. */
final class ContributionsTest {
  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("org.interfuse.explain.Networks#all")
  void equalTheMeanOverAllOrders(Strategy strategy, Combiner combiner, Kind kind) {
    try (Networks networks = Networks.of(strategy, combiner, kind)) {
      requireMeanOverAllOrders(networks, strategy);
    }
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("org.interfuse.explain.Networks#ensembles")
  void ofAnEnsembleTheyAreOfItsOwnPrediction(Strategy strategy, Combiner combiner, Kind kind) {
    try (Networks networks = Networks.ensemble(strategy, combiner, kind)) {
      requireMeanOverAllOrders(networks, strategy);
    }
  }

  private static void requireMeanOverAllOrders(Networks networks, Strategy strategy) {
    Contributions found =
        Contributions.of(
                networks.fit().network(),
                List.of(networks.target()),
                networks.data(),
                Networks.SILENT)
            .get(0);
    assertThat(found.complete()).as("gap %s", found.gap()).isTrue();
    assertThat(found.modalities())
        .isEqualTo(strategy == Strategy.UNIMODAL ? List.of("a") : List.of("a", "b", "c"));
    double[][][] bySubset = new double[8][][];
    for (int subset = 0; subset < 8; subset++) {
      bySubset[subset] = networks.predict(left(networks.data(), subset));
    }
    for (int i = 0; i < Networks.SUBJECTS; i++) {
      for (int output = 0; output < found.prior().length; output++) {
        double prior = bySubset[0][i][output];
        assertThat(found.prior()[output]).isCloseTo(prior, within(1e-9 + 1e-9 * Math.abs(prior)));
        for (int m = 0; m < found.modalities().size(); m++) {
          check(found, networks.data(), bySubset, i, output, m);
        }
      }
    }
  }

  private static void check(
      Contributions found, PreparedCohort data, double[][][] bySubset, int i, int output, int m) {
    double value = found.values()[output][i][m];
    if (!data.cohort().modalities().get(m).has(i)) {
      assertThat(value).as("absent").isNaN();
      return;
    }
    double mean = 0;
    for (int[] order : ORDERS) {
      int before = 0;
      for (int next : order) {
        if (next == m) {
          mean += (bySubset[before | 1 << m][i][output] - bySubset[before][i][output]) / 6;
          break;
        }
        before |= 1 << next;
      }
    }
    double size = 1 + Math.abs(bySubset[0][i][output]) + Math.abs(bySubset[7][i][output]);
    assertThat(value).as("subject %d, %d", i, m).isCloseTo(mean, within(3e-6 * size));
  }

  /** Everybody loses what is not in the subset. */
  private static PreparedCohort left(PreparedCohort data, int subset) {
    Cohort cohort = data.cohort();
    List<CohortModality> modalities = new ArrayList<>();
    for (int m = 0; m < 3; m++) {
      CohortModality modality = cohort.modalities().get(m);
      int[] rowOf = modality.rowOf().clone();
      if ((subset >> m & 1) == 0) {
        Arrays.fill(rowOf, -1);
      }
      modalities.add(new CohortModality(modality.name(), modality.data(), rowOf));
    }
    return new PreparedCohort(
        new Cohort(cohort.ids(), cohort.targets(), cohort.attributes(), modalities),
        data.features());
  }

  @Test
  void contributionsToTheClassesSumToZero() {
    try (Networks networks =
        Networks.of(Strategy.INTERMEDIATE, Combiner.MEAN, Kind.CLASSIFICATION)) {
      Contributions found =
          Contributions.of(
                  networks.fit().network(),
                  List.of(networks.target()),
                  networks.data(),
                  Networks.SILENT)
              .get(0);
      assertThat(found.target().outputs()).containsExactly("low", "middle", "high");
      for (int i = 0; i < Networks.SUBJECTS; i++) {
        for (int m = 0; m < 3; m++) {
          double sum = 0;
          for (int k = 0; k < 3; k++) {
            sum += found.values()[k][i][m];
          }
          assertThat(Double.isNaN(sum) ? 0 : sum).isCloseTo(0, within(1e-9));
        }
      }
    }
  }

  @Test
  void figuresAreOfTenSubjectsOrMore() {
    try (Networks networks = Networks.of(Strategy.INTERMEDIATE, Combiner.MEAN, Kind.REGRESSION)) {
      Contributions found =
          Contributions.of(
                  networks.fit().network(),
                  List.of(networks.target()),
                  networks.data(),
                  Networks.SILENT)
              .get(0);
      int[] few = SmallCohort.range(0, 16); // 8 or 9 of them have each modality
      for (ImportanceFigures.Figure figure :
          ImportanceFigures.modalities(found, 0, few, 10, Networks.SEED)) {
        assertThat(figure.subjects()).isLessThan(10);
        assertThat(figure.size()).isNull();
        assertThat(figure.share()).isNull();
      }
      List<ImportanceFigures.Figure> all =
          ImportanceFigures.modalities(
              found, 0, SmallCohort.range(0, Networks.SUBJECTS), 10, Networks.SEED);
      double shares = 0;
      for (int m = 0; m < 3; m++) {
        ImportanceFigures.Figure figure = all.get(m);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < Networks.SUBJECTS; i++) {
          double value = found.values()[0][i][m];
          sum += Double.isNaN(value) ? 0 : Math.abs(value);
          count += Double.isNaN(value) ? 0 : 1;
        }
        var size = java.util.Objects.requireNonNull(figure.size());
        assertThat(figure.subjects()).isEqualTo(count);
        assertThat(size.value()).isCloseTo(sum / count, within(1e-9));
        assertThat(size.lower()).isLessThan(size.value());
        assertThat(size.upper()).isGreaterThan(size.value());
        shares += java.util.Objects.requireNonNull(figure.share()).value();
      }
      assertThat(shares).isCloseTo(1, within(1e-12));
    }
  }
}
