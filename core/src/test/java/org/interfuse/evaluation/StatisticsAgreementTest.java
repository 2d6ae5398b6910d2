package org.interfuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every statistic equals its peer (pROC, R's stats and survival, SciPy, scikit-learn, or the
 * paper's formula in NumPy) on shared inputs; {@code benchmarks/peers/statistics/run.sh} makes the
 * peers' figures again.
 */
class StatisticsAgreementTest {
  private static final double TOLERANCE = 1e-9;

  private record Row(String name, String peer, double ours, double theirs) {
    double difference() {
      return Math.abs(ours - theirs);
    }

    String text() {
      return String.format(
          Locale.ROOT, "%-34s %-38s %20.15f %20.15f %8.1e", name, peer, ours, theirs, difference());
    }
  }

  @Test
  void everyFigureEqualsItsPeers() {
    Map<String, Double> ours = StatisticsPeers.ours();
    List<NamedCsvRecord> expected = new ArrayList<>(StatisticsPeers.read("expected_r.csv"));
    expected.addAll(StatisticsPeers.read("expected_scipy.csv"));
    List<Row> rows = new ArrayList<>();
    for (NamedCsvRecord row : expected) {
      String name = row.getField("dataset") + " " + row.getField("statistic");
      assertThat(ours).containsKey(name);
      rows.add(
          new Row(
              name,
              row.getField("peer"),
              ours.getOrDefault(name, Double.NaN),
              Double.parseDouble(row.getField("value"))));
    }

    rows.forEach(row -> System.out.println(row.text()));

    assertThat(rows).hasSizeGreaterThan(130);
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.difference()).as(row.text()).isLessThanOrEqualTo(TOLERANCE));
  }
}
