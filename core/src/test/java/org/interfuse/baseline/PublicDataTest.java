package org.interfuse.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.interfuse.SharedData;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.junit.jupiter.api.Test;

/** Figures that scikit-learn reaches on public data, on the same official splits. */
class PublicDataTest {
  private static final Seed SEED = new Seed(7);

  @Test
  void rosmapSeed7() {
    Path folder = SharedData.folder("rosmap");
    CohortModality[] modalities = new CohortModality[3];
    for (int m = 0; m < 3; m++) {
      modalities[m] = Cohorts.complete("view" + (m + 1), both(folder, (m + 1) + "_%s.csv"));
    }
    float[][] labels = both(folder, "labels_%s.csv");
    int train = Cohorts.numbers(folder.resolve("labels_tr.csv"), 0).length;
    int[] classes = Arrays.stream(labels).mapToInt(row -> (int) row[0]).toArray();
    Target target = Cohorts.classes(classes, "control", "case");
    int[] trainSubjects = Cohorts.range(0, train);
    PreparedCohort data =
        Cohorts.prepared(Cohorts.cohort(classes.length, modalities), trainSubjects);

    assertArea(Linear.Merge.EARLY, data, target, trainSubjects, classes, 0.901);
    assertArea(Linear.Merge.LATE, data, target, trainSubjects, classes, 0.922);
  }

  private static void assertArea(
      Linear.Merge merge,
      PreparedCohort data,
      Target target,
      int[] train,
      int[] classes,
      double expected) {
    int[] test = Cohorts.range(train.length, classes.length);
    FittedBaseline fitted = new Linear(merge).fit(data, target, train, SEED);
    double[][] probabilities = ((Prediction.Classes) fitted.predict(data, test)).probabilities();
    double[] scores = Arrays.stream(probabilities).mapToDouble(row -> row[1]).toArray();
    int[] labels = Arrays.stream(test).map(subject -> classes[subject]).toArray();
    assertThat(area(scores, labels))
        .as("AUC, %s, accuracy %.3f", fitted.describe(), accuracy(scores, labels))
        .isCloseTo(expected, within(0.01));
  }

  private static float[][] both(Path folder, String pattern) {
    return Cohorts.stack(
        Cohorts.numbers(folder.resolve(pattern.formatted("tr")), 0),
        Cohorts.numbers(folder.resolve(pattern.formatted("te")), 0));
  }

  /** Both modalities are merged late, as the peer's .852 is; merged early they reach .83. */
  @Test
  void gbmlggSeed7() throws IOException {
    Path folder = SharedData.folder("tcga");
    Glioma glioma = Glioma.read(folder.resolve("tcga_gbmlgg_all_clean.csv.zip"));
    CohortModality clinical = glioma.cohort.modality("clinical");
    Cohort alone = Cohorts.cohort(glioma.cohort.size(), clinical);

    assertThat(meanConcordance(folder, glioma, alone)).isCloseTo(0.769, within(0.01));
    assertThat(meanConcordance(folder, glioma, glioma.cohort)).isCloseTo(0.852, within(0.01));
  }

  private static double meanConcordance(Path folder, Glioma glioma, Cohort cohort) {
    double sum = 0;
    for (int fold = 0; fold < 5; fold++) {
      Path split = folder.resolve("splits/gbmlgg/splits_%d.csv".formatted(fold));
      int[] train = glioma.subjects(split, 1);
      int[] test = glioma.subjects(split, 2);
      PreparedCohort data = Cohorts.prepared(cohort, train);
      FittedBaseline fitted = new Linear(Linear.Merge.LATE).fit(data, glioma.target, train, SEED);
      Prediction.Survival predicted = (Prediction.Survival) fitted.predict(data, test);
      sum += concordance(predicted.risk(), glioma.target.select(test));
    }
    return sum / 5;
  }

  /** One row per case: age and sex; expression, copy numbers and mutations. */
  private record Glioma(List<String> ids, Cohort cohort, Target.Survival target) {
    static Glioma read(Path file) throws IOException {
      List<String[]> rows = new ArrayList<>();
      String[] header;
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
        zip.getNextEntry();
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(zip, StandardCharsets.UTF_8));
        header = reader.readLine().split(",");
        Set<String> seen = new HashSet<>();
        int id = Arrays.asList(header).indexOf("case_id");
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          String[] cells = line.split(",");
          if (seen.add(cells[id])) {
            rows.add(cells);
          }
        }
      }
      return of(Arrays.asList(header), rows);
    }

    private static Glioma of(List<String> header, List<String[]> rows) {
      int n = rows.size();
      List<String> omics = header.stream().filter(h -> h.matches(".*_(rnaseq|cnv|mut)")).toList();
      double[] months = new double[n];
      boolean[] events = new boolean[n];
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        ids.add(rows.get(i)[header.indexOf("case_id")]);
        months[i] = Double.parseDouble(rows.get(i)[header.indexOf("survival_months")]);
        events[i] = Double.parseDouble(rows.get(i)[header.indexOf("censorship")]) == 0;
      }
      List<String> numbers = List.of("age", "is_female");
      TableData clinical = TableData.ofNumbers(n, numbers, values(header, rows, numbers));
      int[] own = Cohorts.range(0, n);
      Cohort cohort =
          Cohorts.cohort(
              n,
              new CohortModality("clinical", clinical, own),
              new CohortModality(
                  "omics", TableData.ofNumbers(n, omics, values(header, rows, omics)), own));
      return new Glioma(
          ids,
          cohort,
          new Target.Survival(Target.schema("months", TargetType.SURVIVAL), months, events));
    }

    private static float[] values(List<String> header, List<String[]> rows, List<String> wanted) {
      float[] values = new float[rows.size() * wanted.size()];
      int[] at = wanted.stream().mapToInt(header::indexOf).toArray();
      for (int index = 0; index < values.length; index++) {
        values[index] = Float.parseFloat(rows.get(index / at.length)[at[index % at.length]]);
      }
      return values;
    }

    int[] subjects(Path split, int column) {
      Map<String, Integer> index = new HashMap<>();
      ids.forEach(id -> index.put(id, index.size()));
      return Cohorts.lines(split).stream()
          .skip(1)
          .map(line -> line.split(",", -1)[column])
          .filter(index::containsKey)
          .mapToInt(index::get)
          .sorted()
          .toArray();
    }
  }

  private static double accuracy(double[] scores, int[] labels) {
    return IntStream.range(0, labels.length)
        .map(i -> (scores[i] > 0.5) == (labels[i] == 1) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  /** The share of pairs (case, control) in the right order. */
  private static double area(double[] scores, int[] labels) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels.length; j++) {
        if (labels[i] == 1 && labels[j] == 0) {
          pairs++;
          right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }

  /** Harrell's c: of the pairs whose order is known, the share whose risks agree. */
  private static double concordance(double[] risk, Target.Survival target) {
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < risk.length; i++) {
      for (int j = 0; j < risk.length; j++) {
        if (target.events()[i] && target.times()[i] < target.times()[j]) {
          pairs++;
          right += risk[i] > risk[j] ? 1 : risk[i] == risk[j] ? 0.5 : 0;
        }
      }
    }
    return right / pairs;
  }
}
