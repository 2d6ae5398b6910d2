package org.interfuse.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.target.Target;

/**
 * Of which folds a figure may be told (law 9): of those with as many test subjects as the floor.
 * Where folds are hidden, the next smallest are hidden too until there are two, and of as many
 * subjects together: otherwise the figure of the hidden one follows from the mean over all.
 */
public final class ShownFolds {
  private ShownFolds() {}

  /**
   * The figures, NaN where one is not told.
   *
   * @param target name of the target, those who lack which do not count
   */
  public static double[] of(Protocol protocol, String target, double[] perFold, int floor) {
    Target own =
        protocol.cohort().targets().stream()
            .filter(one -> one.name().equals(target))
            .findFirst()
            .orElseThrow();
    int[] sizes =
        protocol.split().folds().stream()
            .mapToInt(
                fold ->
                    (int)
                        IntStream.of(fold.test()).filter(subject -> !own.missing(subject)).count())
            .toArray();
    return of(sizes, perFold, floor);
  }

  static double[] of(int[] sizes, double[] perFold, int floor) {
    List<Integer> smallestFirst =
        IntStream.range(0, sizes.length)
            .filter(fold -> !Double.isNaN(perFold[fold]))
            .boxed()
            .sorted(Comparator.comparingInt(fold -> sizes[fold]))
            .toList();
    double[] shown = perFold.clone();
    if (sizes.length == 1) {
      return shown; // it is the figure itself
    }
    int hidden = 0;
    int subjects = 0;
    for (int fold : smallestFirst) {
      boolean more = hidden > 0 && (hidden < 2 || subjects < floor);
      if (sizes[fold] < floor || more) {
        shown[fold] = Double.NaN;
        hidden++;
        subjects += sizes[fold];
      }
    }
    return shown;
  }
}
