package org.interfuse.baseline;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.interfuse.cohort.CohortModality;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Strategy;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.EarlyMerge;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.target.Targets;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Penalised linear models: logistic (softmax for more than two classes), one logistic per label,
 * least squares, Cox. The objective is mean loss + λ [(1 − α)/2 ‖β‖² + α ‖β‖₁], intercepts not
 * penalised, where the loss is the negative log-likelihood, half the squared error, or the negative
 * log partial likelihood (ties as Breslow). So λ = 1/(nC) for scikit-learn's logistic regression
 * and λ = θ/n for {@code ridge(theta, scale = FALSE)} of R's survival package.
 *
 * <p>Columns are taken as the preprocessing gives them; categories as 0/1 columns. The
 * preprocessing was fitted on all training rows, the inner folds' held-out rows (not their targets)
 * among them.
 *
 * <p>A wide modality is taken by all its principal coordinates among the training subjects, which
 * for a ridge model is the same as by its columns; where it has more than 4,096 rows, by the first
 * 128 of them, 512 of sparse columns. Other penalties than ridge are refused for it.
 *
 * @param merge {@code late} (default) or {@code early}
 * @param penalty the penalties λ to choose from; empty (default) for a path that spans the data's
 *     scale; a single one is taken as it is
 * @param l1Ratio α from 0 (ridge, default) to 1 (lasso)
 * @param rule which penalty inner cross-validation chooses, default {@code minimum}
 * @param repeats how often the rows are dealt into five inner folds, default 1
 */
@Meaning("a penalised logistic, least-squares or Cox model")
@AutoService(BaselineSpec.class)
public record Linear(
    @Meaning("early: one model on all columns; late: one a modality, predictions averaged")
        Merge merge,
    @Meaning(
            "penalties to choose from by inner cross-validation; empty for a path over the data's scale")
        List<Double> penalty,
    @Meaning("from 0 (ridge) to 1 (lasso)") double l1Ratio,
    @Meaning("the penalty of least criterion, or the largest within one standard error of it")
        Rule rule,
    @Meaning("how often the rows are dealt into five inner folds, 1 or more") int repeats)
    implements BaselineSpec {

  /** How modalities come together. */
  public enum Merge {
    /** One model on the columns of all modalities, side by side. */
    EARLY,
    /**
     * One model per modality on the subjects who have it; predictions are averaged over the
     * modalities that a subject has (probabilities, values, survival curves).
     */
    LATE
  }

  /** Which penalty is chosen. */
  public enum Rule {
    /** The one of least criterion. */
    MINIMUM,
    /**
     * The largest whose criterion is within one standard error of the least (Breiman et al. 1984).
     */
    ONE_SE
  }

  /** The defaults. */
  public Linear() {
    this(Merge.LATE);
  }

  /** The defaults but for the merge. */
  public Linear(Merge merge) {
    this(merge, List.of(), 0, Rule.MINIMUM, 1);
  }

  public Linear {
    penalty = List.copyOf(penalty);
    for (double lambda : penalty) {
      if (!(lambda >= 0) || Double.isInfinite(lambda)) {
        throw new IllegalArgumentException(
            "penalty: expected finite values of 0 or more, but one is " + lambda);
      }
    }
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw new IllegalArgumentException(
          "l1_ratio: expected a value from 0 to 1, but it is " + l1Ratio);
    }
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats: expected 1 or more, but it is " + repeats);
    }
  }

  @Override
  public long heapBytes(long rows, long columns) {
    return RidgeCoordinates.BYTES_OF_A_CELL * rows * columns;
  }

  @Override
  public Optional<Strategy> strategy() {
    return Optional.of(merge == Merge.EARLY ? Strategy.EARLY : Strategy.LATE);
  }

  @Override
  public String type() {
    return "linear";
  }

  @Override
  public String budget() {
    if (penalties() == 1) {
      return "1 penalty";
    }
    String folds = "%d penalties × %d inner folds".formatted(penalties(), PenaltyChoice.FOLDS);
    return repeats == 1 ? folds : folds + " × %d repeats".formatted(repeats);
  }

  private int penalties() {
    int steps = l1Ratio == 0 ? RidgePath.STEPS : ElasticNetPath.STEPS;
    return penalty.isEmpty() ? steps : penalty.size();
  }

  @Override
  public Optional<String> choice() {
    return penalties() == 1 ? Optional.empty() : Optional.of("linear models choose their penalty");
  }

  @Override
  public boolean predicts(TargetType type) {
    return true;
  }

  @Override
  public FittedBaseline fit(
      PreparedCohort data, Target target, int[] train, int @Nullable [] groups, Seed seed) {
    int[] known = Targets.present(target, train);
    Coordinates coordinates = coordinates(data, known);
    return fit(
        inputs(data, known, coordinates),
        coordinates.describe(data),
        data,
        target,
        known,
        groups,
        seed);
  }

  /**
   * Fits the options' model on other columns than those of the merge.
   *
   * @param about what else there is to say of the columns
   */
  FittedBaseline fit(
      List<Inputs> inputs,
      Map<String, String> about,
      PreparedCohort data,
      Target target,
      int[] known,
      int @Nullable [] groups,
      Seed seed) {
    LinearFit fit = new LinearFit(this, data, target, known, groups);
    List<LinearPart> parts = new ArrayList<>();
    for (Inputs input : inputs) {
      parts.add(fit.fit(input, seed.at(input.name())));
    }
    Outcome outcome = Outcome.of(target, known);
    return new AveragedParts(outcome, outcome.prior(target, known), parts, describe(parts, about));
  }

  /** All coordinates of wide modalities: a ridge model of them is one of the columns. */
  private Coordinates coordinates(PreparedCohort data, int[] known) {
    for (int m = 0; l1Ratio > 0 && m < data.features().size(); m++) {
      if (data.features().get(m).shape().wide()) {
        throw new FindingsException(
            Finding.of(
                "baseline linear, modality '%s'"
                    .formatted(data.cohort().modalities().get(m).name()),
                "columns that are read in tiles have a ridge model alone: l1_ratio must be 0",
                Double.toString(l1Ratio),
                List.of("take encoder 'wide' with 'l1' for few columns")));
      }
    }
    return Coordinates.fit(data, known, Integer.MAX_VALUE);
  }

  private List<Inputs> inputs(PreparedCohort data, int[] known, Coordinates coordinates) {
    if (merge == Merge.EARLY) {
      EarlyMerge early = EarlyMerge.fit(coordinates.tables(data), known);
      return List.of(Inputs.early(early, coordinates));
    }
    List<Inputs> inputs = new ArrayList<>();
    for (CohortModality modality : data.cohort().modalities()) {
      inputs.add(Inputs.modality(inputs.size(), modality.name(), coordinates));
    }
    return inputs;
  }

  private Map<String, String> describe(List<LinearPart> parts, Map<String, String> about) {
    Map<String, String> description = new TreeMap<>(about);
    description.put("merge", merge.name().toLowerCase(Locale.ROOT));
    description.put("l1_ratio", Double.toString(l1Ratio));
    for (LinearPart part : parts) {
      description.put(
          "penalty " + part.inputs().name(),
          Arrays.stream(part.penalties()).mapToObj(Linear::text).collect(Collectors.joining(" ")));
    }
    return description;
  }

  private static String text(double lambda) {
    return Double.isInfinite(lambda)
        ? "none (nothing to learn from)"
        : String.format(Locale.ROOT, "%.3g", lambda);
  }

  /** The penalties to try, descending: the option's, or else the data's. */
  double[] path(double[] automatic) {
    if (penalty.isEmpty() || automatic.length == 0) {
      return automatic;
    }
    double[] ascending = penalty.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return DoubleStream.iterate(ascending.length - 1, i -> i >= 0, i -> i - 1)
        .map(i -> ascending[(int) i])
        .toArray();
  }
}
