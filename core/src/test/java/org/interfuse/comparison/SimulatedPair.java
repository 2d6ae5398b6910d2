package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interfuse.baseline.Linear;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.cohort.Splitter;
import org.interfuse.evaluation.AreaUnderRoc;
import org.interfuse.evaluation.PairedDifferences;
import org.interfuse.finding.Findings;
import org.interfuse.modality.TableData;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.preprocessing.TablePreprocessing;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;

/**
 * A cohort of its own, and copies of one algorithm (logistic regression with a ridge penalty) on
 * it. All see three informative columns; each sees columns of its own that nobody else sees. These
 * are noise, so no copy is better; a planted effect makes the first one's first column informative.
 *
 * @param subjects how many
 * @param own columns that each copy has for itself
 * @param penalty of the ridge; the smaller, the more a fit depends on its training rows
 * @param effect coefficient of the planted column on the scale of log-odds; 0 for none
 */
record SimulatedPair(int subjects, int own, double penalty, double effect) {
  private static final int SHARED = 3;
  private static final double COEFFICIENT = 0.8;

  /** The differences in AUROC of two copies over repeated folds of a fresh cohort. */
  PairedDifferences differences(int folds, int repeats, Seed seed) {
    Copies copies = copies(2, folds, repeats, seed);
    return PairedDifferences.of(
        copies.aurocs()[0],
        copies.aurocs()[1],
        copies.split().folds().stream().mapToInt(fold -> fold.test().length).toArray(),
        copies.split().folds().stream().mapToInt(fold -> fold.train().length).toArray());
  }

  /**
   * Copies on one cohort.
   *
   * @param aurocs [copy][fold]
   */
  record Copies(Target target, Split split, double[][] aurocs) {}

  /** So many copies, each with columns of its own, over repeated folds of a fresh cohort. */
  Copies copies(int count, int folds, int repeats, Seed seed) {
    SplittableRandom random = seed.at("cohort").random();
    float[][][] columns = new float[count][][];
    for (int copy = 0; copy < count; copy++) {
      columns[copy] = columns(random);
    }
    Target target = target(columns, random);
    Split split =
        new Splitter(cohort(columns[0], target), seed.at("split"), new Findings())
            .split(new SplitSpec.Folds(folds, repeats, null));
    double[][] aurocs = new double[count][];
    for (int copy = 0; copy < count; copy++) {
      aurocs[copy] = aurocs(cohort(columns[copy], target), split, seed);
    }
    return new Copies(target, split, aurocs);
  }

  /** Drawn from the columns that all copies share, and the planted one of the first. */
  private Target target(float[][][] columns, SplittableRandom random) {
    int[] labels = new int[subjects];
    for (int i = 0; i < subjects; i++) {
      float[] first = columns[0][i];
      for (float[][] other : columns) {
        System.arraycopy(first, 0, other[i], 0, SHARED);
      }
      double score = effect * first[SHARED];
      for (int j = 0; j < SHARED; j++) {
        score += COEFFICIENT * first[j];
      }
      labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
    }
    return new Target.Classification(
        Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  private float[][] columns(SplittableRandom random) {
    float[][] values = new float[subjects][SHARED + own];
    for (float[] row : values) {
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  private Cohort cohort(float[][] values, Target target) {
    float[] flat = new float[subjects * (SHARED + own)];
    for (int i = 0; i < subjects; i++) {
      System.arraycopy(values[i], 0, flat, i * (SHARED + own), SHARED + own);
    }
    List<String> names = IntStream.range(0, SHARED + own).mapToObj(j -> "x" + j).toList();
    CohortModality modality =
        new CohortModality(
            "numbers",
            TableData.ofNumbers(subjects, names, flat),
            IntStream.range(0, subjects).toArray());
    List<String> ids = IntStream.range(0, subjects).mapToObj(i -> "s" + i).toList();
    return new Cohort(ids, List.of(target), Map.of(), List.of(modality));
  }

  private double[] aurocs(Cohort cohort, Split split, Seed seed) {
    Linear ridge = new Linear(Linear.Merge.LATE, List.of(penalty), 0, Linear.Rule.MINIMUM, 1);
    Target target = cohort.targets().get(0);
    List<Double> values = new ArrayList<>();
    for (Fold fold : split.folds()) {
      PreparedCohort data =
          PreparedCohort.fit(cohort, List.of(new TablePreprocessing()), fold.train(), "modalities")
              .apply(cohort);
      values.add(
          new AreaUnderRoc()
              .compute(
                  target.select(fold.test()),
                  ridge.fit(data, target, fold.train(), seed).predict(data, fold.test()),
                  target.select(fold.train())));
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
