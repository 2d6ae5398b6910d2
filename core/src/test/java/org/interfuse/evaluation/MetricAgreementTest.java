package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every metric equals its peer (scikit-learn, SciPy, R's survival, or the paper's formula in NumPy
 * and R) on shared inputs; {@code benchmarks/peers/metrics/run.sh} makes the peers' figures again.
 */
class MetricAgreementTest {
  private static final double TOLERANCE = 1e-9;

  private record Row(String metric, String dataset, String peer, double ours, double theirs) {
    double difference() {
      return Math.abs(ours - theirs);
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%-27s %-25s %-36s %20.15f %20.15f %8.1e",
          metric,
          dataset,
          peer,
          ours,
          theirs,
          difference());
    }
  }

  private static List<Row> rows() {
    List<NamedCsvRecord> expected = new ArrayList<>(PeerData.read("expected_sklearn.csv"));
    expected.addAll(PeerData.read("expected_survival.csv"));
    return expected.stream().map(MetricAgreementTest::row).toList();
  }

  private static Row row(NamedCsvRecord expected) {
    String name = expected.getField("metric");
    String dataset = expected.getField("dataset");
    PeerData.Case data = PeerData.named(dataset);
    double ours =
        Metrics.named(name)
            .orElseThrow(() -> new AssertionError("no metric named " + name))
            .compute(data.truth(), data.prediction(), data.training());
    double theirs = Double.parseDouble(expected.getField("value"));
    return new Row(name, dataset, expected.getField("peer"), ours, theirs);
  }

  @Test
  void everyFigureEqualsItsPeers() {
    List<Row> rows = rows();
    System.out.printf(
        Locale.ROOT,
        "%-27s %-25s %-36s %20s %20s %8s%n",
        "metric",
        "inputs",
        "peer",
        "ours",
        "theirs",
        "differ");
    rows.forEach(row -> System.out.println(row.text()));
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.difference()).as(row.text()).isLessThan(TOLERANCE));
  }

  @Test
  void everyMetricHasAPeerOnEveryKindOfInputItJudges() {
    Set<String> compared =
        rows().stream().map(row -> row.dataset() + " " + row.metric()).collect(Collectors.toSet());
    for (String dataset :
        List.of(
            "binary",
            "multiclass",
            "multilabel",
            "regression",
            "survival_ties",
            "survival_continuous")) {
      for (Metric metric : Metrics.forTarget(PeerData.named(dataset).truth().schema())) {
        assertThat(compared).contains(dataset + " " + metric.name());
      }
    }
  }
}
