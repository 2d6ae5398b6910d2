package org.interfuse.explain;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each input feature adds to each subject's prediction beyond that of the baseline, by {@link
 * IntegratedGradients}.
 *
 * @param target what is explained
 * @param features in the order of the network's inputs
 * @param subjects indices into the cohort of those explained: all of whom the network knows
 *     something
 * @param values [output][subject explained][feature], 0 for modalities that the subject lacks
 * @param baselines prediction at the baseline, [subject explained][output]
 * @param gaps per subject explained the largest over the outputs of |Σ attributions − (prediction −
 *     prediction at the baseline)|
 * @param reached whether the gap is within tolerance, for every output
 * @param nodes per subject explained the nodes of the quadrature that was used
 */
public record Attributions(
    ExplainedTarget target,
    List<SourceFeature> features,
    int[] subjects,
    float[][][] values,
    double[][] baselines,
    double[] gaps,
    boolean[] reached,
    int[] nodes) {
  /** The gap allowed, as a share of |f(x) − f(x')|. */
  public static final double RELATIVE = 0.01;

  /** The gap allowed besides, as a share of 1 + |f(x)| + |f(x')|: float32 has seven digits. */
  public static final double ROUNDING = 1e-5;

  public Attributions {
    features = List.copyOf(features);
  }

  /** How many subjects do not reach the tolerance. */
  public int incomplete() {
    int count = 0;
    for (boolean one : reached) {
      count += one ? 0 : 1;
    }
    return count;
  }

  /** The largest gap. */
  public double largestGap() {
    return Arrays.stream(gaps).max().orElse(0);
  }

  /** The most nodes that a subject needed. */
  public int mostNodes() {
    return Arrays.stream(nodes).max().orElse(0);
  }

  /** Where a subject of the cohort stands among those explained, or -1. */
  public int placeOf(int subject) {
    return Math.max(-1, Arrays.binarySearch(subjects, subject));
  }

  /** The source columns: features of one column, such as a value and whether it is missing. */
  public List<SourceColumn> columns() {
    Map<String, SourceColumn> columns = new LinkedHashMap<>();
    for (int j = 0; j < features.size(); j++) {
      SourceFeature feature = features.get(j);
      String key = feature.modality() + "\u0000" + feature.column();
      columns
          .computeIfAbsent(key, k -> new SourceColumn(feature, new java.util.ArrayList<>()))
          .features()
          .add(j);
    }
    return List.copyOf(columns.values());
  }

  /**
   * A source column.
   *
   * @param first its first feature
   * @param features numbers of all its features
   */
  public record SourceColumn(SourceFeature first, List<Integer> features) {
    /** What the column adds to a prediction: the sum over its features. */
    public double of(float[] attributions) {
      double sum = 0;
      for (int feature : features) {
        sum += attributions[feature];
      }
      return sum;
    }
  }
}
