package org.interfuse.evaluation;

import java.util.List;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * DeLong's test of two AUROCs of the same subjects (DeLong, DeLong and Clarke-Pearson 1988), in O(n
 * log n) by midranks (Sun and Xu 2014). The variance of the difference is that of the subjects'
 * placement values; each subject counts as independent, so it is not used where subjects come in
 * groups. A candidate with several predictions (seeds) has the mean of their AUROCs, whose
 * placement values are the means of theirs.
 *
 * <p>Where no placement value differs between the candidates, p = 1; where all differ by the same,
 * so that the variance is 0 (one separates perfectly, the other is constant), p and interval are
 * NaN.
 *
 * @param first AUROC of the first
 * @param second AUROC of the second
 * @param difference first minus second with a normal interval
 * @param z the difference over its standard error
 * @param p two-sided, of no difference
 */
public record DeLongTest(double first, double second, Estimate difference, double z, double p) {
  private static final double ROUNDING = 1e-12;

  /** Whether it is for this target: two classes. */
  public static boolean applies(TargetSchema schema) {
    return TargetKinds.classification(schema) && schema.classes().size() == 2;
  }

  /**
   * Tests; all NaN where a class has fewer than two subjects or a probability is NaN.
   *
   * @param truth of n subjects, two classes
   * @param first predictions of the first candidate, one a seed
   * @param second predictions of the second, one a seed
   * @param level confidence level of the interval, between 0 and 1
   */
  public static DeLongTest of(
      Target truth, List<Prediction> first, List<Prediction> second, double level) {
    if (!applies(truth.schema())) {
      throw new IllegalArgumentException(
          "DeLong's test needs a target of two classes; found " + truth.schema().type().text());
    }
    Placements one = Placements.mean(truth, first);
    Placements other = Placements.mean(truth, second);
    int positives = one.positive.length;
    int negatives = one.negative.length;
    double difference = one.area() - other.area();
    if (positives < 2 || negatives < 2 || Double.isNaN(difference)) {
      Estimate undefined = Estimate.withoutInterval(difference, level, positives + negatives);
      return new DeLongTest(one.area(), other.area(), undefined, Double.NaN, Double.NaN);
    }
    double variance =
        variance(one.positive, other.positive) / positives
            + variance(one.negative, other.negative) / negatives;
    return of(one.area(), other.area(), Math.sqrt(variance), level, positives + negatives);
  }

  private static DeLongTest of(
      double first, double second, double standardError, double level, int count) {
    double difference = first - second;
    if (standardError <= ROUNDING) {
      boolean same = Math.abs(difference) <= ROUNDING;
      Estimate estimate =
          same
              ? new Estimate(0, 0, 0, level, count)
              : Estimate.withoutInterval(difference, level, count);
      return new DeLongTest(first, second, estimate, same ? 0 : Double.NaN, same ? 1 : Double.NaN);
    }
    double half = Normal.quantile(level) * standardError;
    double z = difference / standardError;
    Estimate estimate =
        new Estimate(difference, difference - half, difference + half, level, count);
    return new DeLongTest(first, second, estimate, z, Normal.twoSided(z));
  }

  /** Sample variance of the differences. */
  private static double variance(double[] one, double[] other) {
    double mean = 0;
    for (int i = 0; i < one.length; i++) {
      mean += (one[i] - other[i]) / one.length;
    }
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      double centred = one[i] - other[i] - mean;
      squares += centred * centred;
    }
    return squares / (one.length - 1);
  }

  /**
   * Placement values: of a positive the share of negatives below it, of a negative the share of
   * positives above it, ties counting half.
   */
  private record Placements(double[] positive, double[] negative) {
    static Placements mean(Target truth, List<Prediction> predictions) {
      Placements sum = null;
      for (Prediction prediction : predictions) {
        Placements own = of(Question.of(truth, prediction).get(0));
        if (sum == null) {
          sum = own;
        } else {
          add(own.positive, sum.positive);
          add(own.negative, sum.negative);
        }
      }
      if (sum == null) {
        throw new IllegalArgumentException("a candidate needs at least one prediction");
      }
      divide(sum.positive, predictions.size());
      divide(sum.negative, predictions.size());
      return sum;
    }

    private static Placements of(Question question) {
      int positives = question.positives();
      int negatives = question.size() - positives;
      Placements placements = new Placements(new double[positives], new double[negatives]);
      if (Sorting.hasNaN(question.scores())) {
        java.util.Arrays.fill(placements.positive, Double.NaN);
        return placements;
      }
      double[] own = new double[positives];
      double[] others = new double[negatives];
      split(question, question.scores(), own, others);
      double[] ranks = Ranks.average(question.scores());
      split(question, ranks, placements.positive, placements.negative);
      double[] ownRanks = Ranks.average(own);
      double[] otherRanks = Ranks.average(others);
      for (int i = 0; i < positives; i++) {
        placements.positive[i] = (placements.positive[i] - ownRanks[i]) / negatives;
      }
      for (int i = 0; i < negatives; i++) {
        placements.negative[i] = 1 - (placements.negative[i] - otherRanks[i]) / positives;
      }
      return placements;
    }

    private static void split(
        Question question, double[] values, double[] positive, double[] negative) {
      int p = 0;
      int n = 0;
      for (int i = 0; i < values.length; i++) {
        if (question.positive()[i]) {
          positive[p++] = values[i];
        } else {
          negative[n++] = values[i];
        }
      }
    }

    double area() {
      return negative.length == 0
          ? Double.NaN
          : java.util.Arrays.stream(positive).average().orElse(Double.NaN);
    }

    private static void add(double[] values, double[] sum) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }

    private static void divide(double[] sum, int count) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= count;
      }
    }
  }
}
