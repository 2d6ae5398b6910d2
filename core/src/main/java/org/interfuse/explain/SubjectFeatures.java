package org.interfuse.explain;

import java.util.Comparator;
import java.util.List;

/** The source columns that moved one subject's prediction most. */
public final class SubjectFeatures {
  private SubjectFeatures() {}

  /**
   * A source column of one subject.
   *
   * @param name {@code modality.column}
   * @param attribution what it adds to the prediction, beyond that at the baseline
   */
  public record Column(String name, double attribution) {}

  /**
   * The largest by absolute attribution.
   *
   * @param place of the subject among those explained; −1 for one of whom nothing is known
   * @param most how many; columns that add nothing are left out
   */
  public static List<Column> of(Attributions attributions, int output, int place, int most) {
    if (place < 0) {
      return List.of();
    }
    float[] own = attributions.values()[output][place];
    return attributions.columns().stream()
        .map(column -> new Column(column.first().label(), column.of(own)))
        .filter(column -> column.attribution() != 0)
        .sorted(Comparator.comparingDouble(column -> -Math.abs(column.attribution())))
        .limit(most)
        .toList();
  }
}
