package org.interfuse.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.cohort.CohortModality;

/**
 * How the strategy {@code early} merges inputs: the numeric columns of all modalities side by side,
 * zeros for an absent one (the training mean, where they are standardised), then a column {@code
 * NAME present} for every modality that some training subject lacks; the categorical columns side
 * by side, bucket 0 for an absent one. Columns are named {@code modality.column}.
 *
 * @param modalities names of the M modalities
 * @param shapes what each of them gives
 * @param indicated names of the modalities with a presence column
 */
public record EarlyMerge(
    List<String> modalities, List<FeatureShape> shapes, List<String> indicated) {
  public EarlyMerge {
    modalities = List.copyOf(modalities);
    shapes = List.copyOf(shapes);
    indicated = List.copyOf(indicated);
  }

  /** Decides from the training subjects which modalities need a presence column. */
  public static EarlyMerge fit(PreparedCohort data, int[] trainSubjects) {
    List<CohortModality> all = data.cohort().modalities();
    return new EarlyMerge(
        all.stream().map(CohortModality::name).toList(),
        data.features().stream().map(Prepared::shape).toList(),
        all.stream()
            .filter(modality -> !Arrays.stream(trainSubjects).allMatch(modality::has))
            .map(CohortModality::name)
            .toList());
  }

  /** The merged columns. */
  public FeatureShape shape() {
    List<String> names = new ArrayList<>();
    List<String> categorical = new ArrayList<>();
    List<Integer> cardinalities = new ArrayList<>();
    for (int m = 0; m < shapes.size(); m++) {
      FeatureShape shape = shapes.get(m);
      for (int j = 0; j < shape.names().size(); j++) {
        (j < shape.numericWidth() ? names : categorical)
            .add(modalities.get(m) + "." + shape.names().get(j));
      }
      Arrays.stream(shape.cardinalities()).forEach(cardinalities::add);
    }
    indicated.forEach(modality -> names.add(modality + " present"));
    int width = names.size();
    names.addAll(categorical);
    return new FeatureShape(
        names, width, cardinalities.stream().mapToInt(Integer::intValue).toArray());
  }

  /** One row per subject of the cohort, in its order. */
  public Features merge(PreparedCohort data) {
    FeatureShape merged = shape();
    int subjects = data.cohort().size();
    int width = merged.numericWidth();
    int codes = merged.cardinalities().length;
    float[] numeric = new float[Math.multiplyExact(subjects, width)];
    int[] categories = new int[Math.multiplyExact(subjects, codes)];
    int column = 0;
    int code = 0;
    for (int m = 0; m < shapes.size(); m++) {
      Features features = data.features().get(m).table();
      int[] rowOf = data.cohort().modality(modalities.get(m)).rowOf();
      copy(features.numeric(), shapes.get(m).numericWidth(), rowOf, numeric, column, width);
      copy(
          features.categories(),
          shapes.get(m).cardinalities().length,
          rowOf,
          categories,
          code,
          codes);
      column += shapes.get(m).numericWidth();
      code += shapes.get(m).cardinalities().length;
    }
    for (String modality : indicated) {
      markPresent(data.cohort().modality(modality), numeric, column++, width);
    }
    return new Features(subjects, merged, numeric, categories);
  }

  /** Copies each subject's row into its place; works on arrays of one primitive type. */
  private static void copy(
      Object rows, int rowWidth, int[] rowOf, Object merged, int column, int mergedWidth) {
    for (int subject = 0; subject < rowOf.length; subject++) {
      if (rowOf[subject] >= 0) {
        System.arraycopy(
            rows, rowOf[subject] * rowWidth, merged, subject * mergedWidth + column, rowWidth);
      }
    }
  }

  private static void markPresent(CohortModality modality, float[] numeric, int column, int width) {
    for (int subject = 0; subject < modality.rowOf().length; subject++) {
      numeric[subject * width + column] = modality.has(subject) ? 1 : 0;
    }
  }
}
