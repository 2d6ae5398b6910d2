package org.interfuse.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Intervals;
import tools.jackson.databind.JsonNode;

/**
 * A figure of fits, averaged over the seeds and members of each training part. The mean over
 * training parts has an interval that is corrected for rows that several of them share, as all
 * others on the page; from one training part there is none.
 *
 * @param byFold by training part; those where the figure is undefined are not there
 */
record FoldMeans(Map<String, Double> byFold) {
  /** Averages a figure of lines of the log. */
  static FoldMeans of(List<JsonNode> lines, ToDoubleFunction<JsonNode> figure) {
    return new FoldMeans(
        lines.stream()
            .filter(line -> Double.isFinite(figure.applyAsDouble(line)))
            .collect(
                Collectors.groupingBy(
                    FoldMeans::fold,
                    LinkedHashMap::new,
                    Collectors.averagingDouble(figure::applyAsDouble))));
  }

  private static String fold(JsonNode line) {
    return Nodes.text(line, "repeat") + "/" + Nodes.text(line, "fold");
  }

  /** The differences in those training parts that both have. */
  FoldMeans minus(FoldMeans other) {
    Map<String, Double> differences = new LinkedHashMap<>();
    byFold.forEach(
        (fold, value) -> {
          Double theirs = other.byFold.get(fold);
          if (theirs != null) {
            differences.put(fold, value - theirs);
          }
        });
    return new FoldMeans(differences);
  }

  /**
   * The mean with its interval.
   *
   * @param ratio of rows held out to rows trained on
   */
  Estimate estimate(double ratio, double level) {
    double[] values = byFold.values().stream().mapToDouble(Double::doubleValue).toArray();
    double[] ratios = new double[values.length];
    java.util.Arrays.fill(ratios, ratio);
    return Intervals.overFolds(values, ratios, level);
  }

  /**
   * Rows held out for each row trained on, over the fits whose lines say how many were held out.
   */
  static double ratio(JsonNode comparison, List<JsonNode> probes) {
    Map<String, Integer> train = new LinkedHashMap<>();
    for (JsonNode fold : Nodes.list(comparison.path("split").path("folds"))) {
      train.put(
          Nodes.text(fold, "repeat") + "/" + Nodes.text(fold, "name"),
          Nodes.count(fold, "train", 0));
    }
    return probes.stream()
        .mapToDouble(
            probe -> {
              double held = Nodes.figure(probe, "subjects");
              return held / (train.getOrDefault(fold(probe), 0) - held);
            })
        .filter(ratio -> Double.isFinite(ratio) && ratio > 0)
        .average()
        .orElse(Double.NaN);
  }
}
