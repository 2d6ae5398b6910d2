package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/** A cohort in memory whose class is the sign of a product of two modalities' first columns. */
public final class PlantedCohort {
  private PlantedCohort() {}

  /** Subjects of whom a share lacks each of the three modalities (never all). */
  public static Cohort of(int subjects, double absent, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] left = numbers(subjects, 4, random);
    float[][] right = numbers(subjects, 6, random);
    float[][] noise = numbers(subjects, 5, random);
    int[] labels =
        IntStream.range(0, subjects).map(i -> left[i][0] * right[i][0] > 0 ? 1 : 0).toArray();
    boolean[][] hidden = new boolean[subjects][3];
    for (boolean[] row : hidden) {
      for (int m = 0; m < 3; m++) {
        row[m] = random.nextDouble() < absent;
      }
      row[random.nextInt(3)] = false;
    }
    List<CohortModality> modalities = new ArrayList<>();
    modalities.add(modality("left", left, hidden, 0));
    modalities.add(modality("right", right, hidden, 1));
    modalities.add(modality("noise", noise, hidden, 2));
    List<String> ids = IntStream.range(0, subjects).mapToObj(i -> "s" + i).toList();
    Target target =
        new Target.Classification(
            Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
    return new Cohort(ids, List.of(target), Map.of(), modalities);
  }

  /** The cohort with preprocessing fitted on these subjects. */
  public static PreparedCohort prepare(Cohort cohort, int[] train) {
    List<PreprocessingSpec> specs =
        cohort.modalities().stream()
            .<PreprocessingSpec>map(modality -> new TablePreprocessing())
            .toList();
    return PreparedCohort.fit(cohort, specs, train, "modalities").apply(cohort);
  }

  /** 0 … n-1. */
  public static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static float[][] numbers(int rows, int columns, SplittableRandom random) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) (random.nextDouble() * 2 - 1);
      }
    }
    return values;
  }

  private static CohortModality modality(
      String name, float[][] values, boolean[][] hidden, int index) {
    int columns = values[0].length;
    int[] rowOf = new int[values.length];
    Arrays.fill(rowOf, -1);
    int rows = 0;
    float[] flat = new float[values.length * columns];
    for (int i = 0; i < values.length; i++) {
      if (!hidden[i][index]) {
        System.arraycopy(values[i], 0, flat, rows * columns, columns);
        rowOf[i] = rows++;
      }
    }
    List<String> names = IntStream.range(0, columns).mapToObj(j -> name + j).toList();
    return new CohortModality(
        name, TableData.ofNumbers(rows, names, Arrays.copyOf(flat, rows * columns)), rowOf);
  }
}
