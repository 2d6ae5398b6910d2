package org.interfuse.evaluation;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/** The inputs shared with the peers: {@code src/test/resources/metrics}. */
final class PeerData {
  /** What a metric is given. */
  record Case(Target truth, Prediction prediction, Target training) {}

  private PeerData() {}

  static List<NamedCsvRecord> read(String file) {
    try (Reader reader =
            new InputStreamReader(
                Objects.requireNonNull(
                    PeerData.class.getResourceAsStream("/metrics/" + file), file),
                StandardCharsets.UTF_8);
        CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(reader)) {
      return csv.stream().toList();
    } catch (IOException error) {
      throw new java.io.UncheckedIOException(error);
    }
  }

  /** binary, multiclass, multilabel, regression, survival_ties, survival_continuous; …_self. */
  static Case named(String dataset) {
    return switch (dataset) {
      case "binary" -> binary();
      case "multiclass" -> multiclass();
      case "multilabel" -> multilabel();
      case "regression" -> regression();
      default ->
          dataset.endsWith("_self")
              ? survival(dataset.substring(0, dataset.length() - 5), "test")
              : survival(dataset, "train");
    };
  }

  private static Case binary() {
    List<NamedCsvRecord> rows = read("binary.csv");
    double[][] probabilities =
        rows.stream()
            .map(row -> number(row, "p1"))
            .map(p -> new double[] {1 - p, p})
            .toArray(double[][]::new);
    return classes(rows, probabilities, "control", "case");
  }

  private static Case multiclass() {
    List<NamedCsvRecord> rows = read("multiclass.csv");
    return classes(rows, columns(rows, "p0", "p1", "p2", "p3"), "a", "b", "c", "d");
  }

  private static Case classes(
      List<NamedCsvRecord> rows, double[][] probabilities, String... classes) {
    int[] labels = rows.stream().mapToInt(row -> (int) number(row, "label")).toArray();
    Target truth =
        new Target.Classification(
            Target.schema("outcome", TargetType.CLASSIFICATION, classes), labels);
    return new Case(truth, new Prediction.Classes(probabilities), truth);
  }

  private static Case multilabel() {
    List<NamedCsvRecord> rows = read("multilabel.csv");
    double[][] numbers = columns(rows, "y0", "y1", "y2");
    byte[][] labels = new byte[numbers.length][3];
    for (int i = 0; i < labels.length; i++) {
      for (int label = 0; label < 3; label++) {
        labels[i][label] = (byte) numbers[i][label];
      }
    }
    Target truth =
        new Target.Multilabel(
            Target.schema("findings", TargetType.MULTILABEL, "x", "y", "z"), labels);
    return new Case(truth, new Prediction.Labels(columns(rows, "p0", "p1", "p2")), truth);
  }

  private static Case regression() {
    List<NamedCsvRecord> rows = read("regression.csv");
    Target truth =
        new Target.Regression(Target.schema("dose", TargetType.REGRESSION), column(rows, "truth"));
    return new Case(truth, new Prediction.Values(column(rows, "predicted")), truth);
  }

  private static Case survival(String dataset, String trainingPart) {
    List<NamedCsvRecord> rows = read(dataset + ".csv");
    List<NamedCsvRecord> test = part(rows, "test");
    String[] curves =
        test.get(0).getHeader().stream()
            .filter(name -> name.matches("s[0-9.]+"))
            .toArray(String[]::new);
    double[] times = new double[curves.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = Double.parseDouble(curves[i].substring(1));
    }
    return new Case(
        survivalTarget(test),
        new Prediction.Survival(column(test, "risk"), times, columns(test, curves)),
        survivalTarget(part(rows, trainingPart)));
  }

  private static Target survivalTarget(List<NamedCsvRecord> rows) {
    boolean[] events = new boolean[rows.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = rows.get(i).getField("event").equals("1");
    }
    return new Target.Survival(
        Target.schema("death", TargetType.SURVIVAL), column(rows, "time"), events);
  }

  private static List<NamedCsvRecord> part(List<NamedCsvRecord> rows, String part) {
    return rows.stream().filter(row -> row.getField("part").equals(part)).toList();
  }

  private static double[] column(List<NamedCsvRecord> rows, String name) {
    return rows.stream().mapToDouble(row -> number(row, name)).toArray();
  }

  private static double[][] columns(List<NamedCsvRecord> rows, String... names) {
    double[][] values = new double[rows.size()][names.length];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < names.length; k++) {
        values[i][k] = number(rows.get(i), names[k]);
      }
    }
    return values;
  }

  private static double number(NamedCsvRecord row, String column) {
    String cell = row.getField(column);
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }
}
