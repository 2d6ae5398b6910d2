package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.baseline.Linear;
import org.interfuse.baseline.Prevalence;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.Fold;
import org.interfuse.cohort.Split;
import org.interfuse.encoder.MlpEncoder;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.fusion.GatedFusion;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.tensor.Seed;
import org.interfuse.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/** Comparisons made by hand: who was compared, and what each predicted or scored. */
public final class HandMade {
  public static final Seed SEED = new Seed(17);

  private HandMade() {}

  public static CandidateSpec baseline(String name) {
    return new BaselineCandidate(name, new Linear());
  }

  /** A baseline that reads no features. */
  public static CandidateSpec prevalence(String name) {
    return new BaselineCandidate(name, new Prevalence());
  }

  /** A network of one modality if it is called {@code only …}, of several otherwise. */
  public static CandidateSpec network(String name) {
    boolean alone = name.startsWith("only ");
    ModelSpec model =
        new ModelSpec(
            alone ? Strategy.UNIMODAL : Strategy.INTERMEDIATE,
            alone ? name.substring(5) : null,
            8,
            "linear",
            new GatedFusion.Spec(),
            Combiner.MEAN,
            new MlpEncoder.Spec(),
            0,
            List.of(),
            Map.of(),
            Map.of());
    return new NetworkCandidate(name, model, new TrainingSpec());
  }

  public static ComparisonSpec spec(double margin, CandidateSpec... candidates) {
    return new ComparisonSpec(candidates[0].name(), margin, 1, List.of(candidates));
  }

  public static Target classes(int... labels) {
    return new Target.Classification(
        Target.schema("class", TargetType.CLASSIFICATION, "no", "yes"), labels);
  }

  /** Subject i is tested in fold i mod {@code folds}. */
  public static Split split(int subjects, int folds, int repeats) {
    List<Fold> all = new ArrayList<>();
    for (int r = 0; r < repeats; r++) {
      for (int f = 0; f < folds; f++) {
        int fold = f;
        int[] test = IntStream.range(0, subjects).filter(i -> i % folds == fold).toArray();
        int[] train = IntStream.range(0, subjects).filter(i -> i % folds != fold).toArray();
        all.add(new Fold("repeat %d, fold %d".formatted(r + 1, f + 1), r, train, test));
      }
    }
    return new Split("by hand", all);
  }

  @SuppressWarnings("NullAway") // an array of a record may be null; its class file does not say so
  public static Protocol protocol(
      Split split, int @Nullable [] groups, Map<String, List<String>> columns, Target... targets) {
    List<String> ids = IntStream.range(0, targets[0].size()).mapToObj(i -> "s" + i).toList();
    Cohort cohort = new Cohort(ids, List.of(targets), columns, List.of());
    return new Protocol(cohort, split, List.of(), groups, 1, SEED, 0.95);
  }

  /** A candidate of whom only the primary metric's figures are known. */
  public static CandidateResult scored(String name, Target target, double... perFold) {
    Metric metric = Metrics.primary(target.schema());
    double mean = Arrays.stream(perFold).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    Estimate estimate = new Estimate(mean, Double.NaN, Double.NaN, 0.95, perFold.length);
    return new CandidateResult(
        name,
        List.of(new MetricResult(target.name(), metric.name(), perFold, estimate)),
        List.of(),
        List.of());
  }

  public static CandidateResult failed(String name) {
    return new CandidateResult(name, List.of(), List.of(), List.of(name + ", fold 1: diverged"));
  }

  /** A candidate that predicts the same of a subject in every fold. */
  public static CandidateResult predicting(String name, Protocol protocol, Prediction everybody) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Fold> folds = protocol.split().folds();
    for (int f = 0; f < folds.size(); f++) {
      outcomes.add(outcome(f, 0, everybody.select(folds.get(f).test())));
    }
    return CandidateResult.of(name, protocol, outcomes, List.of());
  }

  static Outcome outcome(int fold, int seed, Prediction prediction) {
    return new Outcome(
        fold, seed, List.of(prediction), new boolean[prediction.size()], List.of(), 0, 1, Map.of());
  }

  static Prediction probabilities(double... p) {
    return new Prediction.Classes(
        Arrays.stream(p).mapToObj(one -> new double[] {1 - one, one}).toArray(double[][]::new));
  }
}
