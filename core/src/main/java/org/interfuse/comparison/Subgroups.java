package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.interfuse.comparison.Subgroup.Figure;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.PairedBootstrap;
import org.interfuse.evaluation.Resamples;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;

/**
 * The figures of every subgroup that is large enough.
 *
 * @param shown by column in the study's order, and by value
 * @param hidden how many values of a column have too few subjects
 */
public record Subgroups(List<Subgroup> shown, List<Subgroup.Hidden> hidden) {
  private static final int RESAMPLES = 1000;

  public Subgroups {
    shown = List.copyOf(shown);
    hidden = List.copyOf(hidden);
  }

  static Subgroups of(
      Protocol protocol, ReportSpec report, Roles roles, Pool pool, int targetIndex) {
    List<Subgroup> shown = new ArrayList<>();
    List<Subgroup.Hidden> hidden = new ArrayList<>();
    List<CandidateResult> chosen = roles.chosen();
    List<List<Prediction>> predictions =
        report.by().isEmpty()
            ? List.of()
            : chosen.stream().map(candidate -> pool.predictions(candidate, targetIndex)).toList();
    for (String column : report.by()) {
      int few = 0;
      for (Map.Entry<String, int[]> level : levels(protocol, column, pool).entrySet()) {
        if (level.getValue().length < report.smallestCell()) {
          few++;
        } else {
          Part part = Part.of(protocol, roles.metric(), pool, level.getValue(), column);
          shown.add(part.subgroup(column, level.getKey(), chosen, predictions));
        }
      }
      if (few > 0) {
        hidden.add(new Subgroup.Hidden(column, pool.target().name(), few));
      }
    }
    return new Subgroups(shown, hidden);
  }

  /** Positions in the pool by value, ascending. */
  private static Map<String, int[]> levels(Protocol protocol, String column, Pool pool) {
    List<String> cells = protocol.cohort().attributes().get(column);
    if (cells == null) {
      throw new IllegalArgumentException("the cohort was read without its column '" + column + "'");
    }
    Map<String, int[]> levels = new TreeMap<>();
    IntStream.range(0, pool.subjects().length)
        .mapToObj(i -> cells.get(pool.subjects()[i]))
        .distinct()
        .forEach(
            cell ->
                levels.put(
                    cell,
                    IntStream.range(0, pool.subjects().length)
                        .filter(i -> cells.get(pool.subjects()[i]).equals(cell))
                        .toArray()));
    return levels;
  }

  /** The subjects of one subgroup. */
  private record Part(
      Metric metric, int[] members, Target truth, Resamples resamples, double level) {
    static Part of(Protocol protocol, Metric metric, Pool pool, int[] members, String column) {
      Target truth = pool.truth().select(members);
      int[] groups = pool.groups(protocol);
      int[] own = groups == null ? null : select(groups, members);
      Seed seed = protocol.seed().at("subgroup").at(column);
      int[][] folds =
          Arrays.stream(pool.foldOf()).map(of -> select(of, members)).toArray(int[][]::new);
      Resamples resamples = Resamples.of(truth, own, RESAMPLES, seed).withinFolds(folds);
      return new Part(metric, members, truth, resamples, protocol.level());
    }

    private static int[] select(int[] values, int[] members) {
      return Arrays.stream(members).map(i -> values[i]).toArray();
    }

    Subgroup subgroup(
        String column,
        String value,
        List<CandidateResult> chosen,
        List<List<Prediction>> predictions) {
      List<Figure> figures = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      List<double[]> resampled = new ArrayList<>();
      for (int c = 0; c < chosen.size(); c++) {
        List<Prediction> own = predictions.get(c).stream().map(p -> p.select(members)).toList();
        values.add(resamples.value(metric, own, truth));
        resampled.add(resamples.values(metric, own, truth));
        Estimate estimate =
            Estimate.ofResamples(values.get(c), resampled.get(c), level)
                .within(metric.lowest(), metric.highest());
        figures.add(new Figure(chosen.get(c).name(), estimate));
      }
      return new Subgroup(
          column,
          value,
          members.length,
          truth.name(),
          metric.name(),
          figures,
          difference(values, resampled));
    }

    private Estimate difference(List<Double> values, List<double[]> resampled) {
      if (values.size() < 2) {
        return new Estimate(Double.NaN, Double.NaN, Double.NaN, level, 0);
      }
      int plus = metric.higherIsBetter() ? 0 : 1;
      return PairedBootstrap.of(
              values.get(plus) - values.get(1 - plus),
              resampled.get(plus),
              resampled.get(1 - plus),
              level)
          .difference();
    }
  }
}
