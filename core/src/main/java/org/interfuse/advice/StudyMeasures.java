package org.interfuse.advice;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.comparison.Deployment;
import org.interfuse.comparison.Protocol;
import org.interfuse.preprocessing.FeatureShape;
import org.interfuse.preprocessing.FittedPreprocessing;
import org.interfuse.preprocessing.PreparedCohort;

/** What can be measured of a study without looking at how well anything predicts. */
final class StudyMeasures {
  private StudyMeasures() {}

  /** Measures; those that are not known are absent. */
  static Map<Measure, Double> of(Protocol protocol, Deployment deployment) {
    Map<Measure, Double> measures = new EnumMap<>(Measure.class);
    Cohort cohort = protocol.cohort();
    double subjects = trainingSubjects(protocol);
    if (cohort.modalities().size() > 1) {
      List<FeatureShape> shapes = shapes(protocol);
      if (shapes.stream().allMatch(shape -> shape.sequence() == null)) {
        int[] widths =
            shapes.stream().mapToInt(shape -> Math.max(1, shape.names().size())).toArray();
        int widest = Arrays.stream(widths).max().orElse(1);
        measures.put(
            Measure.WIDTH_RATIO, widest / (double) Arrays.stream(widths).min().orElse(widest));
        measures.put(Measure.SUBJECTS_PER_COLUMN, subjects / Arrays.stream(widths).sum());
      }
      measures.put(Measure.SHARE_INCOMPLETE, incomplete(cohort));
    }
    if (!deployment.available().isEmpty()) {
      measures.put(Measure.LEAST_AVAILABLE, Collections.min(deployment.available().values()));
    }
    if (!deployment.owners().isEmpty()) {
      measures.put(Measure.OWNERS, (double) new HashSet<>(deployment.owners().values()).size());
    }
    return measures;
  }

  /** Mean over folds. */
  static double trainingSubjects(Protocol protocol) {
    return protocol.split().folds().stream()
        .mapToInt(fold -> fold.train().length)
        .average()
        .orElse(0);
  }

  /** Of each modality after preprocessing on the first fold; texts and images have no columns. */
  private static List<FeatureShape> shapes(Protocol protocol) {
    Fold first = protocol.split().folds().get(0);
    return PreparedCohort.fit(
            protocol.cohort(), protocol.preprocessing(), first.train(), "modalities")
        .preprocessing()
        .stream()
        .map(FittedPreprocessing::shape)
        .toList();
  }

  private static double incomplete(Cohort cohort) {
    int lacking = 0;
    for (boolean[] has : cohort.presence()) {
      boolean all = true;
      for (boolean one : has) {
        all &= one;
      }
      lacking += all ? 0 : 1;
    }
    return lacking / (double) cohort.size();
  }
}
