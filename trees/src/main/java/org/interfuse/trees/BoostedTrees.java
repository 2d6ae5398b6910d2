package org.interfuse.trees;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.interfuse.baseline.BaselineSpec;
import org.interfuse.baseline.Coordinates;
import org.interfuse.baseline.FittedBaseline;
import org.interfuse.baseline.Linear;
import org.interfuse.baseline.Outcome;
import org.interfuse.model.Strategy;
import org.interfuse.option.Meaning;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;
import org.interfuse.target.Targets;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Gradient-boosted regression trees (Friedman 2001) with second-order steps as XGBoost takes them
 * (Chen and Guestrin 2016): logistic and softmax loss, one model per label, squared error, and the
 * partial likelihood of Cox with Breslow's baseline hazard. Rounds, depth and learning rate are
 * chosen together inside the training rows by folds that keep groups whole; the criterion is the
 * loss held out, as in {@link Linear}. No rows or columns are sampled, so nothing is random but how
 * the inner folds are dealt.
 *
 * <p>A modality that a subject lacks is missing to the trees, which learn at every split where the
 * missing go. What the preprocessing imputed stays imputed.
 *
 * <p>Of a wide modality, read in tiles, they see the first 50 principal coordinates.
 *
 * <p>Not for very wide tables: every round looks at all columns, and the columns of all training
 * rows are held dense, at most 2³¹ cells.
 *
 * @param merge {@code early} (default) or {@code late}
 * @param rounds numbers of trees to choose from (per class, with more than two)
 * @param depth largest depths of a tree to choose from
 * @param learningRate shrinkages of each tree to choose from
 */
@Meaning("gradient-boosted trees (XGBoost)")
@AutoService(BaselineSpec.class)
public record BoostedTrees(
    @Meaning("early: one model on all columns; late: one a modality, predictions averaged")
        Linear.Merge merge,
    @Meaning("numbers of trees to choose from by inner cross-validation, 1 or more")
        List<Integer> rounds,
    @Meaning("largest depths to choose from, 1 to 12") List<Integer> depth,
    @Meaning("shrinkages of each tree to choose from, above 0 and at most 1")
        List<Double> learningRate)
    implements BaselineSpec {
  private static final int DEEPEST = 12;

  /** Of a wide modality, whose columns are too many to be held. */
  private static final int WIDE_COORDINATES = 50;

  /** The defaults: a grid that is small because a baseline must not cost more than a network. */
  public BoostedTrees() {
    this(Linear.Merge.EARLY);
  }

  /** The defaults but for the merge. */
  public BoostedTrees(Linear.Merge merge) {
    this(merge, List.of(10, 30, 100), List.of(2, 4), List.of(0.05, 0.2));
  }

  public BoostedTrees {
    rounds = ascending("rounds", rounds, Integer::doubleValue, 1, Integer.MAX_VALUE);
    depth = ascending("depth", depth, Integer::doubleValue, 1, DEEPEST);
    learningRate =
        ascending("learning_rate", learningRate, Double::doubleValue, Double.MIN_VALUE, 1);
  }

  private static <N> List<N> ascending(
      String option, List<N> values, ToDoubleFunction<N> number, double least, double most) {
    for (N value : values) {
      double found = number.applyAsDouble(value);
      if (!(found >= least && found <= most)) {
        throw new IllegalArgumentException(
            "%s: expected values %s, but one is %s".formatted(option, range(least, most), value));
      }
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException(option + ": expected at least one value");
    }
    return values.stream().distinct().sorted((a, b) -> order(number, a, b)).toList();
  }

  private static <N> int order(ToDoubleFunction<N> number, N left, N right) {
    return Double.compare(number.applyAsDouble(left), number.applyAsDouble(right));
  }

  private static String range(double least, double most) {
    if (least < 1) {
      return "above 0 and at most 1";
    }
    return most == Integer.MAX_VALUE ? "of 1 or more" : "from 1 to %d".formatted((int) most);
  }

  @Override
  public Optional<Strategy> strategy() {
    return Optional.of(merge == Linear.Merge.EARLY ? Strategy.EARLY : Strategy.LATE);
  }

  @Override
  public String type() {
    return "boosted-trees";
  }

  @Override
  public String budget() {
    return configurations() == 1
        ? "1 configuration"
        : "%d configurations × %d inner folds".formatted(configurations(), TreeTuning.FOLDS);
  }

  private int configurations() {
    return rounds.size() * depth.size() * learningRate.size();
  }

  @Override
  public Optional<String> choice() {
    return configurations() == 1
        ? Optional.empty()
        : Optional.of("boosted trees choose rounds, depth and learning rate");
  }

  @Override
  public boolean predicts(TargetType type) {
    return true;
  }

  @Override
  public FittedBaseline fit(
      PreparedCohort data, Target target, int[] train, int @Nullable [] groups, Seed seed) {
    int[] known = Targets.present(target, train);
    Outcome outcome = Outcome.of(target, known);
    Coordinates coordinates = Coordinates.fit(data, known, WIDE_COORDINATES);
    PreparedCohort tables = coordinates.tables(data);
    List<TreePart> parts = new ArrayList<>();
    for (TreeColumns columns : columns(data)) {
      parts.add(
          new TreeFit(this, columns, tables, target, groups).fit(known, seed.at(columns.name())));
    }
    return new FittedTrees(
        outcome, outcome.prior(target, known), parts, coordinates, describe(parts));
  }

  private List<TreeColumns> columns(PreparedCohort data) {
    int modalities = data.cohort().modalities().size();
    if (merge == Linear.Merge.EARLY) {
      return List.of(new TreeColumns("all", IntStream.range(0, modalities).toArray()));
    }
    return IntStream.range(0, modalities)
        .mapToObj(m -> new TreeColumns(data.cohort().modalities().get(m).name(), new int[] {m}))
        .toList();
  }

  private Map<String, String> describe(List<TreePart> parts) {
    Map<String, String> description = new TreeMap<>();
    description.put("merge", merge.name().toLowerCase(Locale.ROOT));
    parts.forEach(part -> description.put("trees " + part.columns().name(), part.describe()));
    return description;
  }
}
