package org.interfuse.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.SubjectBootstrap;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Explanations of many subjects as figures with 95 % percentile bootstrap intervals over subjects:
 * how sure a figure is for this model, not for another training. No figure is drawn from fewer
 * subjects than a smallest cell (law 9).
 */
public final class ImportanceFigures {
  private static final int RESAMPLES = 1000;
  private static final double LEVEL = 0.95;

  private ImportanceFigures() {}

  /**
   * One modality, or one source column.
   *
   * @param name of the modality, or {@code modality.column}
   * @param subjects how many have the modality
   * @param size mean absolute amount over those who have it; null where they are too few
   * @param share of all absolute amounts, in [0, 1], those of subjects who lack the modality being
   *     0; null where the subjects are too few, and for columns
   */
  public record Figure(
      String name, int subjects, @Nullable Estimate size, @Nullable Estimate share) {}

  /**
   * Contributions of the modalities to one output.
   *
   * @param some subjects of the cohort
   * @param smallest the fewest subjects that a figure is drawn from
   */
  public static List<Figure> modalities(
      Contributions contributions, int output, int[] some, int smallest, Seed seed) {
    double[][] rows =
        Arrays.stream(some)
            .mapToObj(i -> contributions.values()[output][i])
            .toArray(double[][]::new);
    List<Figure> figures = new ArrayList<>();
    for (int m = 0; m < contributions.modalities().size(); m++) {
      int modality = m;
      double[] own =
          Arrays.stream(rows)
              .mapToDouble(row -> Math.abs(row[modality]))
              .filter(value -> !Double.isNaN(value))
              .toArray();
      Estimate size = mean(own, smallest, seed);
      Estimate share = size == null ? null : share(rows, m, seed);
      figures.add(new Figure(contributions.modalities().get(m), own.length, size, share));
    }
    return figures;
  }

  /** |φ_m| over all |φ|. */
  private static @Nullable Estimate share(double[][] rows, int m, Seed seed) {
    double[][] sizes = new double[rows.length][2];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        double size = Double.isNaN(rows[i][j]) ? 0 : Math.abs(rows[i][j]);
        sizes[i][0] += j == m ? size : 0;
        sizes[i][1] += size;
      }
    }
    return SubjectBootstrap.of(
        rows.length,
        drawn -> {
          double own = 0;
          double all = 0;
          for (int i : drawn) {
            own += sizes[i][0];
            all += sizes[i][1];
          }
          return own / all;
        },
        RESAMPLES,
        LEVEL,
        seed);
  }

  private static @Nullable Estimate mean(double[] values, int smallest, Seed seed) {
    if (values.length < smallest) {
      return null;
    }
    return SubjectBootstrap.of(
        values.length,
        drawn -> Arrays.stream(drawn).mapToDouble(i -> values[i]).sum() / drawn.length,
        RESAMPLES,
        LEVEL,
        seed);
  }

  /**
   * The source columns with the largest mean absolute attribution to one output, over the subjects
   * who have the column's modality.
   *
   * @param most how many
   * @param smallest the fewest subjects that a figure is drawn from
   */
  public static List<Figure> columns(
      Attributions attributions, Cohort cohort, int output, int most, int smallest, Seed seed) {
    List<Ranked> ranked = new ArrayList<>();
    float[][] values = attributions.values()[output];
    for (Attributions.SourceColumn column : attributions.columns()) {
      int[] owners = owners(attributions, cohort, column.first().modality());
      if (owners.length >= smallest) {
        double sum = Arrays.stream(owners).mapToDouble(i -> Math.abs(column.of(values[i]))).sum();
        ranked.add(new Ranked(column, owners, sum / owners.length));
      }
    }
    ranked.sort(Comparator.comparingDouble((Ranked one) -> -one.mean()));
    return ranked.stream()
        .limit(most)
        .map(
            one ->
                new Figure(
                    one.column().first().label(),
                    one.owners().length,
                    mean(one.sizes(values), smallest, seed),
                    null))
        .toList();
  }

  private record Ranked(Attributions.SourceColumn column, int[] owners, double mean) {
    double[] sizes(float[][] values) {
      return Arrays.stream(owners).mapToDouble(i -> Math.abs(column.of(values[i]))).toArray();
    }
  }

  /** Places, among those explained, of the subjects who have a modality. */
  private static int[] owners(Attributions attributions, Cohort cohort, String modality) {
    int[] subjects = attributions.subjects();
    return IntStream.range(0, subjects.length)
        .filter(i -> cohort.modality(modality).has(subjects[i]))
        .toArray();
  }

  /** Weights, each over the subjects who have the modality; over all known where it is of none. */
  public static List<Figure> weights(
      FusionWeights weights, Cohort cohort, int smallest, Seed seed) {
    List<Figure> figures = new ArrayList<>();
    for (int column = 0; column < weights.columns().size(); column++) {
      int at = column;
      String name = weights.columns().get(column);
      boolean modality = column < weights.modalities();
      double[] values =
          IntStream.range(0, weights.values().length)
              .filter(i -> weights.values()[i] != null)
              .filter(i -> !modality || cohort.modality(name).has(i))
              .mapToDouble(i -> weights.values()[i][at])
              .toArray();
      figures.add(new Figure(name, values.length, mean(values, smallest, seed), null));
    }
    return figures;
  }
}
