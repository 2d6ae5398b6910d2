package org.interfuse.explain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Ensemble;
import org.interfuse.model.NetworkInput;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;

/**
 * What each modality adds to each subject's prediction: exact Shapley values (Shapley 1953; of
 * predictions: Štrumbelj and Kononenko 2010; Lundberg and Lee 2017) of the game in which v(S) is
 * the prediction for the subject with the modalities S alone, and v(∅) the training prior. A
 * modality left out is one that the subject lacks: no values are made up for it, and the model
 * answers as it does to a subject without it. A subject's modalities share the difference between
 * prediction and prior among them: φ_m = Σ_{S ∌ m} |S|! (P − |S| − 1)! / P! (v(S ∪ m) − v(S)) over
 * the subsets of the P that the subject has.
 *
 * <p>2^M predictions of everybody; M is at most {@value #MOST_MODALITIES}.
 *
 * @param target what is explained
 * @param modalities those that the network reads
 * @param prior per output
 * @param predictions [subject][output]
 * @param values [output][subject][modality], NaN where the subject lacks the modality
 * @param gap largest |prior + Σ φ − prediction|, relative to 1 + |prior| + |prediction|
 */
public record Contributions(
    ExplainedTarget target,
    List<String> modalities,
    double[] prior,
    double[][] predictions,
    double[][][] values,
    double gap) {
  /** The most modalities whose subsets are all asked for. */
  public static final int MOST_MODALITIES = 10;

  /**
   * The largest {@link #gap} that rounding explains: the same subject in another batch may differ
   * by some units in the last place of float32.
   */
  public static final double TOLERANCE = 1e-5;

  public Contributions {
    modalities = List.copyOf(modalities);
  }

  /** Whether the parts of every subject sum to the prediction. */
  public boolean complete() {
    return gap <= TOLERANCE;
  }

  /** Of everybody in a cohort, per target. */
  static List<Contributions> of(
      Ensemble network, List<ExplainedTarget> targets, PreparedCohort data, Progress.Task task) {
    List<String> players = players(network);
    requireFew(players);
    int n = data.cohort().size();
    int[] all = IntStream.range(0, n).toArray();
    List<Prediction> whole = network.predict(data, all).predictions();
    List<Sums> sums = targets.stream().map(t -> new Sums(t, players.size(), n)).toList();
    int[] patterns = patterns(players, data);
    for (int subset = 0; subset < 1 << players.size(); subset++) {
      int mask = subset;
      int[] owners = Arrays.stream(all).filter(i -> (mask & ~patterns[i]) == 0).toArray();
      PreparedCohort left = data.withOnly(left(players, subset, data));
      List<Prediction> predictions = network.predict(left, owners).predictions();
      for (int t = 0; t < targets.size(); t++) {
        sums.get(t).add(subset, owners, patterns, targets.get(t).read(predictions.get(t)));
      }
      task.step(subset + 1, "");
    }
    return IntStream.range(0, targets.size())
        .mapToObj(t -> sums.get(t).end(players, patterns, targets.get(t).read(whole.get(t))))
        .toList();
  }

  /** How many predictions of the cohort {@link #of} makes. */
  static long work(Ensemble network) {
    return 1L << players(network).size();
  }

  /** The modalities that a network reads. */
  static List<String> players(Ensemble network) {
    return network.parts().stream()
        .flatMap(
            part ->
                part.input() instanceof NetworkInput.Merged merged
                    ? merged.merge().modalities().stream()
                    : ((NetworkInput.Separate) part.input()).modalities().stream())
        .distinct()
        .toList();
  }

  private static void requireFew(List<String> players) {
    if (players.size() > MOST_MODALITIES) {
      throw new FindingsException(
          Finding.of(
              "explain",
              "contributions ask for every subset of at most %d modalities"
                  .formatted(MOST_MODALITIES),
              "a model of " + players.size()));
    }
  }

  /** Per subject the modalities it has, a bit each. */
  private static int[] patterns(List<String> players, PreparedCohort data) {
    int[] patterns = new int[data.cohort().size()];
    for (int m = 0; m < players.size(); m++) {
      CohortModality modality = data.cohort().modality(players.get(m));
      for (int i = 0; i < patterns.length; i++) {
        patterns[i] |= modality.has(i) ? 1 << m : 0;
      }
    }
    return patterns;
  }

  /** Per modality of the cohort whether it is in the subset. */
  private static boolean[] left(List<String> players, int subset, PreparedCohort data) {
    List<CohortModality> modalities = data.cohort().modalities();
    boolean[] left = new boolean[modalities.size()];
    for (int m = 0; m < left.length; m++) {
      int player = players.indexOf(modalities.get(m).name());
      left[m] = player >= 0 && (subset >> player & 1) == 1;
    }
    return left;
  }

  /** The values as they grow, subset by subset. */
  private static final class Sums {
    private final ExplainedTarget target;
    private final int modalities;
    private final double[] prior;
    private final double[][][] values;

    Sums(ExplainedTarget target, int modalities, int subjects) {
      this.target = target;
      this.modalities = modalities;
      this.prior = new double[target.outputs().size()];
      this.values = new double[prior.length][subjects][modalities];
    }

    /**
     * Adds what one subset says.
     *
     * @param owners subjects who have all of it
     * @param read [owner][output]
     */
    void add(int subset, int[] owners, int[] patterns, double[][] read) {
      int size = Integer.bitCount(subset);
      for (int i = 0; i < owners.length; i++) {
        int subject = owners[i];
        int pattern = patterns[subject];
        int has = Integer.bitCount(pattern);
        for (int m = 0; m < modalities; m++) {
          if ((pattern >> m & 1) == 1) {
            boolean in = (subset >> m & 1) == 1;
            double share = in ? share(size - 1, has) : -share(size, has);
            for (int output = 0; output < prior.length; output++) {
              values[output][subject][m] += share * read[i][output];
            }
          }
        }
      }
      if (subset == 0 && read.length > 0) {
        System.arraycopy(read[0], 0, prior, 0, prior.length);
      }
    }

    /** s! (P − s − 1)! / P! = 1 / (P · binomial(P − 1, s)). */
    private static double share(int s, int has) {
      double binomial = 1;
      for (int i = 1; i <= s; i++) {
        binomial = binomial * (has - i) / i;
      }
      return 1 / (has * binomial);
    }

    Contributions end(List<String> players, int[] patterns, double[][] predictions) {
      double gap = 0;
      for (int output = 0; output < prior.length; output++) {
        for (int i = 0; i < predictions.length; i++) {
          double expected = predictions[i][output];
          double sum = prior[output];
          for (int m = 0; m < modalities; m++) {
            sum += values[output][i][m];
            if ((patterns[i] >> m & 1) == 0) {
              values[output][i][m] = Double.NaN;
            }
          }
          double size = 1 + Math.abs(prior[output]) + Math.abs(expected);
          gap = Math.max(gap, Math.abs(sum - expected) / size);
        }
      }
      return new Contributions(target, players, prior, predictions, values, gap);
    }
  }
}
