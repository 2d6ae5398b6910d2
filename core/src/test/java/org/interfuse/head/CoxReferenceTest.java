package org.interfuse.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against R's survival package; the expected figures come from benchmarks/peers/heads/cox.R. */
class CoxReferenceTest {
  private static List<String[]> subjects;
  private static double[] logRisks;
  private static RiskSets sets;

  @BeforeAll
  static void read() throws IOException {
    subjects = rows("cox_subjects.csv");
    logRisks = column(subjects, 2);
    boolean[] events = new boolean[subjects.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = subjects.get(i)[1].equals("1");
    }
    sets = new RiskSets(column(subjects, 0), events);
  }

  private static List<String[]> rows(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CoxReferenceTest.class.getResourceAsStream("/head/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  private static double[] column(List<String[]> rows, int index) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row[index])).toArray();
  }

  @ParameterizedTest
  @EnumSource(CoxHead.Ties.class)
  void logLikelihoodAndMartingaleResidualsEqualR(CoxHead.Ties ties) throws IOException {
    boolean efron = ties == CoxHead.Ties.EFRON;
    String[] expected = rows("cox_likelihood.csv").get(efron ? 0 : 1);
    int events = Integer.parseInt(expected[2]);
    CoxLikelihood found = CoxLikelihood.of(logRisks, sets, ties);
    assertThat(expected[0]).isEqualToIgnoringCase(ties.name());
    assertThat(-found.loss() * events).isCloseTo(Double.parseDouble(expected[1]), within(1e-10));
    assertThat(Arrays.stream(found.gradient()).map(slope -> -slope * events).toArray())
        .containsExactly(column(subjects, efron ? 3 : 4), within(1e-10));
  }

  @Test
  void baselineHazardEqualsR() throws IOException {
    List<String[]> expected = rows("cox_baseline.csv");
    BaselineHazard found = BaselineHazard.fit(logRisks, sets);
    assertThat(found.times()).containsExactly(column(expected, 0));
    assertThat(Arrays.stream(found.logCumulative()).map(Math::exp).toArray())
        .containsExactly(column(expected, 1), within(1e-11));
  }
}
