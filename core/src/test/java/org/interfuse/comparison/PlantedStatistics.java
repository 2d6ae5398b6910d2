package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/** A cohort whose labels are planted in the statistics of what the first fold tests on. */
public final class PlantedStatistics {
  public static final int SUBJECTS = 90;
  public static final int FOLDS = 3;

  /** Keeps the two columns of a modality that vary most where it was fitted. */
  public static final TablePreprocessing KEEPS_TWO =
      new TablePreprocessing(
          TablePreprocessing.Impute.MEDIAN,
          TablePreprocessing.Indicators.NEVER,
          0.05,
          List.of(TablePreprocessing.Scale.STANDARD),
          2,
          1,
          10);

  private static final int COLUMNS = 4;

  private PlantedStatistics() {}

  /**
   * Labels and noise, and a column that is the label: hardly varying where it is a training row of
   * the first fold, whose test rows are every third.
   *
   * @param planted whether that column is the label on the test rows too; noise otherwise
   */
  public static Cohort cohort(boolean planted) {
    SplittableRandom random = new SplittableRandom(5);
    int[] labels = IntStream.range(0, SUBJECTS).map(i -> random.nextInt(2)).toArray();
    List<CohortModality> modalities = new ArrayList<>();
    for (String name : List.of("left", "right")) {
      float[] values = new float[SUBJECTS * COLUMNS];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-1, 1);
      }
      for (int i = 0; i < SUBJECTS; i++) {
        int sign = 2 * labels[i] - 1;
        int other = 2 * random.nextInt(2) - 1;
        boolean test = i % FOLDS == 0;
        values[i * COLUMNS] = test ? 3f * (planted ? sign : other) : 0.3f * sign;
      }
      modalities.add(modality(name, values));
    }
    return new Cohort(
        IntStream.range(0, SUBJECTS).mapToObj(i -> "s" + i).toList(),
        List.of(
            new Target.Classification(
                Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels)),
        Map.of(),
        modalities);
  }

  private static CohortModality modality(String name, float[] values) {
    return new CohortModality(
        name,
        TableData.ofNumbers(
            SUBJECTS, IntStream.range(0, COLUMNS).mapToObj(j -> name + j).toList(), values),
        IntStream.range(0, SUBJECTS).toArray());
  }
}
