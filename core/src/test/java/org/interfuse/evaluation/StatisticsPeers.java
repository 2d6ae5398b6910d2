package org.interfuse.evaluation;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/** Our figures of the inputs shared with the peers: {@code src/test/resources/statistics}. */
final class StatisticsPeers {
  private static final double LEVEL = 0.95;
  private static final AreaUnderRoc AUROC = new AreaUnderRoc();

  private final Map<String, Double> ours = new LinkedHashMap<>();
  private final Target truth;

  private StatisticsPeers() {
    int[] labels = subjects().stream().mapToInt(row -> (int) number(row, "label")).toArray();
    truth =
        new Target.Classification(
            Target.schema("outcome", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  static List<NamedCsvRecord> read(String file) {
    String path = "/statistics/" + file;
    try (Reader reader =
            new InputStreamReader(
                Objects.requireNonNull(StatisticsPeers.class.getResourceAsStream(path), path),
                StandardCharsets.UTF_8);
        CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(reader)) {
      return csv.stream().toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** By {@code dataset statistic}. */
  static Map<String, Double> ours() {
    StatisticsPeers peers = new StatisticsPeers();
    for (String name : List.of("five", "repeated", "sites")) {
      peers.folds(name);
    }
    peers.deLong();
    peers.resampled();
    peers.bestOfMany();
    peers.adjusted();
    peers.shares();
    peers.curves();
    return peers.ours;
  }

  private void put(String dataset, String statistic, double value) {
    ours.put(dataset + " " + statistic, value);
  }

  private void put(String dataset, Estimate estimate) {
    put(dataset, "lower", estimate.lower());
    put(dataset, "upper", estimate.upper());
  }

  private void folds(String name) {
    List<NamedCsvRecord> rows =
        read("folds.csv").stream().filter(row -> row.getField("case").equals(name)).toList();
    PairedDifferences differences =
        PairedDifferences.of(
            column(rows, "first"),
            column(rows, "second"),
            rows.stream().mapToInt(row -> (int) number(row, "test")).toArray(),
            rows.stream().mapToInt(row -> (int) number(row, "train")).toArray());
    CorrectedTTest test = CorrectedTTest.of(differences, LEVEL);
    put(name, "mean", test.difference().value());
    put(name, "t", test.statistic());
    put(name, "p", test.p());
    put(name, test.difference());
    for (String margin : List.of("0", "0.01", "0.02")) {
      CorrelatedTTest posterior = CorrelatedTTest.of(differences, Double.parseDouble(margin));
      put(name, "below " + margin, posterior.below());
      put(name, "within " + margin, posterior.within());
      put(name, "above " + margin, posterior.above());
    }
  }

  private void deLong() {
    for (String pair : List.of("c1 c2", "c2 c4", "c4 c1")) {
      String name = "delong " + pair;
      DeLongTest test =
          DeLongTest.of(
              truth,
              List.of(prediction(pair.substring(0, 2))),
              List.of(prediction(pair.substring(3))),
              LEVEL);
      put(name, "z", test.z());
      put(name, "p", test.p());
      put(name, "first", test.first());
      put(name, "second", test.second());
      put(name, test.difference());
    }
    DeLongTest seeds =
        DeLongTest.of(
            truth, List.of(prediction("c1"), prediction("c1b")), List.of(prediction("c2")), LEVEL);
    put("seeds", "z", seeds.z());
    put("seeds", "p", seeds.p());
  }

  private void resampled() {
    Resamples resamples = Resamples.of(truth, draws());
    List<Prediction> first = List.of(prediction("c1"));
    List<Prediction> second = List.of(prediction("c2"));
    double difference =
        resamples.value(AUROC, first, truth) - resamples.value(AUROC, second, truth);
    PairedBootstrap bootstrap =
        PairedBootstrap.of(
            difference,
            resamples.values(AUROC, first, truth),
            resamples.values(AUROC, second, truth),
            LEVEL);
    put("bootstrap", "difference", bootstrap.difference().value());
    put("bootstrap", bootstrap.difference());
    put("bootstrap", "p", bootstrap.p());
  }

  private void bestOfMany() {
    BiasCorrectedBest best =
        BiasCorrectedBest.of(
            AUROC,
            List.of(
                List.of(prediction("c1"), prediction("c1b")),
                List.of(prediction("c2")),
                List.of(prediction("c3")),
                List.of(prediction("c4"))),
            truth,
            Resamples.of(truth, draws()),
            LEVEL);
    put("best of many", "apparent", best.apparent());
    put("best of many", "corrected", best.corrected().value());
    put("best of many", best.corrected());
    for (int i = 0; i < 4; i++) {
      put("best of many", "share " + i, best.chosen()[i]);
    }
  }

  private void adjusted() {
    double[] adjusted = Holm.adjust(column(read("p_values.csv"), "p"));
    for (int i = 0; i < adjusted.length; i++) {
      put("holm", String.valueOf(i), adjusted[i]);
    }
  }

  private void shares() {
    for (int[] share : new int[][] {{0, 12}, {3, 17}, {40, 41}, {9, 9}}) {
      put("wilson %d %d".formatted(share[0], share[1]), Wilson.of(share[0], share[1], LEVEL));
    }
  }

  private void curves() {
    double[] probabilities = column(subjects(), "c4");
    boolean[] positive = new boolean[probabilities.length];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = ((Target.Classification) truth).labels()[i] == 1;
    }
    bins("calibration", CalibrationCurve.of(positive, probabilities, 12, LEVEL));
    DecisionCurve decision = DecisionCurve.of(positive, probabilities, LEVEL);
    for (String threshold : List.of("0.1", "0.25", "0.5", "0.7")) {
      int index = (int) Math.round(100 * Double.parseDouble(threshold)) - 1;
      put("net benefit", "model " + threshold, decision.model()[index]);
      put("net benefit", "all " + threshold, decision.all()[index]);
    }
    List<NamedCsvRecord> rows = read("survival.csv");
    boolean[] events = new boolean[rows.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = number(rows.get(i), "event") == 1;
    }
    Target.Survival survival =
        new Target.Survival(
            Target.schema("death", TargetType.SURVIVAL), column(rows, "time"), events);
    double[] times =
        java.util.stream.IntStream.range(0, events.length)
            .filter(i -> events[i])
            .mapToDouble(i -> survival.times()[i])
            .sorted()
            .toArray();
    double time = times[(times.length - 1) / 2];
    bins(
        "survival calibration",
        CalibrationCurve.of(survival, column(rows, "predicted"), time, 12, LEVEL));
  }

  private void bins(String name, CalibrationCurve curve) {
    for (int b = 0; b < curve.bins().size(); b++) {
      CalibrationCurve.Bin bin = curve.bins().get(b);
      put(name, "predicted " + b, bin.predicted());
      put(name, "observed " + b, bin.observed().value());
      put(name, "lower " + b, bin.observed().lower());
      put(name, "upper " + b, bin.observed().upper());
    }
  }

  private static List<NamedCsvRecord> subjects() {
    return read("subjects.csv");
  }

  private static Prediction prediction(String column) {
    double[][] rows = new double[subjects().size()][];
    double[] p = column(subjects(), column);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {1 - p[i], p[i]};
    }
    return new Prediction.Classes(rows);
  }

  private static int[][] draws() {
    return read("draws.csv").stream()
        .map(row -> row.getFields().stream().mapToInt(Integer::parseInt).toArray())
        .toArray(int[][]::new);
  }

  private static double[] column(List<NamedCsvRecord> rows, String name) {
    return rows.stream().mapToDouble(row -> number(row, name)).toArray();
  }

  private static double number(NamedCsvRecord row, String column) {
    String cell = row.getField(column);
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }
}
