package org.interfuse.baseline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.TableData;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.PreprocessingSpec;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.target.Target;

/** Cohorts for tests. */
public final class Cohorts {
  private Cohorts() {}

  /** A modality that every subject has. */
  public static CohortModality complete(String name, float[][] rows) {
    return partial(name, rows, IntStream.range(0, rows.length).toArray());
  }

  /** A modality of those subjects for whom {@code rowOf} names a row. */
  public static CohortModality partial(String name, float[][] rows, int[] rowOf) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    float[] values = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * width, width);
    }
    List<String> names = IntStream.range(0, width).mapToObj(j -> name + j).toList();
    return new CohortModality(name, TableData.ofNumbers(rows.length, names, values), rowOf);
  }

  public static Cohort cohort(int subjects, CohortModality... modalities) {
    List<String> ids = IntStream.range(0, subjects).mapToObj(i -> "s" + i).toList();
    return new Cohort(ids, List.of(), Map.of(), List.of(modalities));
  }

  /** Prepared by default preprocessing fitted on the training subjects. */
  public static PreparedCohort prepared(Cohort cohort, int[] train) {
    List<PreprocessingSpec> specs = new ArrayList<>();
    cohort.modalities().forEach(modality -> specs.add(new TablePreprocessing()));
    return PreparedCohort.fit(cohort, specs, train, "modalities").apply(cohort);
  }

  public static Target.Classification classes(int[] labels, String... names) {
    return new Target.Classification(
        Target.schema("class", org.interfuse.target.TargetType.CLASSIFICATION, names), labels);
  }

  /** A file of numbers separated by commas, without quotes. */
  public static float[][] numbers(Path file, int headerLines) {
    return lines(file).stream()
        .skip(headerLines)
        .map(line -> row(line.split(",")))
        .toArray(float[][]::new);
  }

  private static float[] row(String[] cells) {
    float[] row = new float[cells.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = Float.parseFloat(cells[j]);
    }
    return row;
  }

  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static float[][] stack(float[][] above, float[][] below) {
    float[][] stacked = Arrays.copyOf(above, above.length + below.length);
    System.arraycopy(below, 0, stacked, above.length, below.length);
    return stacked;
  }

  public static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
