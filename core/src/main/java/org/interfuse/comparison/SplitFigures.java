package org.interfuse.comparison;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.cohort.Fold;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.evaluation.Resamples;
import org.interfuse.model.Prior;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * Figures of a single split with bootstrap intervals over its test subjects, or over groups where
 * subjects come in groups. The draws are those of {@link SplitContrast}: every pattern, candidate
 * and refit is judged on the same subjects, so differences are paired.
 */
final class SplitFigures implements Replicates {
  private final Protocol protocol;
  private final int targetIndex;
  private final Target training;
  private final Metric metric;
  private final Resamples resamples;
  private final Map<CandidateResult, MaskedMetrics[][]> resampled = new IdentityHashMap<>();

  SplitFigures(Protocol protocol, int targetIndex, int count) {
    this.protocol = protocol;
    this.targetIndex = targetIndex;
    Target target = protocol.cohort().targets().get(targetIndex);
    this.training = target.select(fold().train());
    this.metric = Metrics.primary(target.schema());
    this.resamples = resamples(protocol, target, count);
  }

  /** Draws of the test subjects of a single split; more of them extend fewer. */
  static Resamples resamples(Protocol protocol, Target target, int count) {
    int[] test = protocol.split().folds().get(0).test();
    int[] groups = protocol.groups();
    return Resamples.of(
        target.select(test),
        groups == null ? null : Arrays.stream(test).map(subject -> groups[subject]).toArray(),
        count,
        protocol.seed().at("contrast"));
  }

  @Override
  public int count() {
    return 1 + resamples.count();
  }

  @Override
  public double[] masked(CandidateResult candidate, ToDoubleFunction<MaskedMetrics> figure) {
    MaskedMetrics[][] metrics = resampled.computeIfAbsent(candidate, this::resample);
    double[] figures = new double[count()];
    figures[0] =
        candidate.outcomes().stream()
            .mapToDouble(outcome -> figure.applyAsDouble(outcome.masked().get(targetIndex)))
            .average()
            .orElse(Double.NaN);
    for (int r = 0; r < resamples.count(); r++) {
      figures[r + 1] = Arrays.stream(metrics[r]).mapToDouble(figure).average().orElse(Double.NaN);
    }
    return figures;
  }

  /** [resample][seed]. */
  private MaskedMetrics[][] resample(CandidateResult candidate) {
    Target truth = resamples.truth();
    Availability availability = Availability.of(protocol.cohort());
    int[] found = Availability.found(protocol.cohort().select(fold().test()));
    List<MaskedMetrics> seeds =
        candidate.outcomes().stream().map(outcome -> outcome.masked().get(targetIndex)).toList();
    List<List<ToDoubleFunction<int[]>>> primary =
        seeds.stream().map(masked -> masked.primary(truth, training)).toList();
    return IntStream.range(0, resamples.count())
        .parallel()
        .mapToObj(
            r -> {
              int[] drawn = resamples.possible() ? resamples.inside(r) : new int[0];
              MaskedJudge judge = new MaskedJudge(found, drawn);
              return IntStream.range(0, seeds.size())
                  .mapToObj(s -> seeds.get(s).on(judge, primary.get(s), availability))
                  .toArray(MaskedMetrics[]::new);
            })
        .toArray(MaskedMetrics[][]::new);
  }

  @Override
  public double[] metric(CandidateResult candidate) {
    if (!candidate.failures().isEmpty()) {
      double[] unknown = new double[count()];
      Arrays.fill(unknown, Double.NaN);
      return unknown;
    }
    return values(
        candidate.outcomes().stream()
            .map(outcome -> outcome.predictions().get(targetIndex))
            .toList());
  }

  @Override
  public double[] prior() {
    return values(List.of(Prior.of(training).predict(resamples.truth().size())));
  }

  private double[] values(List<Prediction> predictions) {
    double[] figures = new double[count()];
    figures[0] = resamples.value(metric, predictions, training);
    double[] values = resamples.values(metric, predictions, training);
    System.arraycopy(values, 0, figures, 1, values.length);
    return figures;
  }

  @Override
  public Estimate estimate(double[] figures) {
    return Estimate.ofResamples(
        figures[0], Arrays.copyOfRange(figures, 1, figures.length), protocol.level());
  }

  @Override
  public int[] folds(double[] figures) {
    return Double.isNaN(figures[0]) ? new int[0] : new int[] {0};
  }

  private Fold fold() {
    return protocol.split().folds().get(0);
  }
}
