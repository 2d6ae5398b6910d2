package org.interfuse.preprocessing;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.modality.ModalityData;
import org.interfuse.modality.TableData;
import org.interfuse.option.Meaning;

/**
 * Prepares numeric and categorical columns: {@code log1p}, selection by variance, imputation,
 * scaling, clipping, indicators of missing cells, codes of levels. In that order, fitted on
 * training rows only.
 *
 * <p>Numeric columns that do not vary among the training rows are dropped; so are categorical ones.
 * The output has the values of the kept columns, then the indicators, named after their column with
 * {@code ?} at the end, 1 where the cell is missing and 0 elsewhere (never scaled).
 *
 * @param impute what replaces a missing number: the training rows' {@code median} (default), {@code
 *     mean}, or {@code zero} in the data's unit
 * @param indicators which columns get an indicator: {@code auto} (default) those whose share of
 *     missing training cells is at least {@code indicatorShare} and below 1; {@code always} every
 *     column kept; {@code never} none
 * @param indicatorShare in [0, 1], default 0.05; a column never missing in training has none
 * @param scale the steps applied in order, default {@code [standard]}; {@code log1p} only as the
 *     first
 * @param keep how many numeric columns to keep, those of largest variance after {@code log1p} and
 *     before scaling, the earlier among equals; 0 (default) keeps all. A column that is not kept
 *     loses its indicator too
 * @param minimumFrequency how many training rows a level needs for a code of its own, default 1;
 *     rarer levels go to bucket 0 with the missing and the unseen
 * @param clip bound on the absolute value after {@code standard} and {@code robust}, in units of
 *     their scale, so that one wild cell at prediction cannot run away with a score; default 10, 0
 *     for none
 */
@Meaning("imputation, indicators, scaling and selection of numbers; codes of categories")
@AutoService(PreprocessingSpec.class)
public record TablePreprocessing(
    @Meaning(
            "what replaces a missing number: a figure of the training rows, or zero in the data's unit")
        Impute impute,
    @Meaning(
            "which columns get a 0/1 column that says where they are missing; auto: those missing often enough")
        Indicators indicators,
    @Meaning("share of missing training cells from which auto adds an indicator, in [0, 1]")
        double indicatorShare,
    @Meaning("the steps applied in order; log1p only as the first") List<Scale> scale,
    @Meaning("how many numeric columns to keep, those of largest variance; 0 keeps all") int keep,
    @Meaning(
            "training rows that a level needs for a code of its own, 1 or more; rarer ones share one")
        int minimumFrequency,
    @Meaning(
            "bound on the absolute value after standard and robust, in units of their scale; 0 is none")
        double clip)
    implements PreprocessingSpec {

  /** What replaces a missing number. */
  public enum Impute {
    MEDIAN,
    MEAN,
    ZERO
  }

  /** Which numeric columns get an indicator of missing cells. */
  public enum Indicators {
    AUTO,
    ALWAYS,
    NEVER
  }

  /** One step of scaling. */
  public enum Scale {
    /** As it is. */
    NONE,
    /** Minus the mean, over the standard deviation (divisor n). */
    STANDARD,
    /** Minus the median, over the interquartile range, or over the deviation where that is 0. */
    ROBUST,
    /** Training quantile to normal score, interpolated between quantiles. */
    RANK,
    /** log(1 + x), for x ≥ 0. */
    LOG1P
  }

  /** The defaults. */
  public TablePreprocessing() {
    this(Impute.MEDIAN, Indicators.AUTO, 0.05, List.of(Scale.STANDARD), 0, 1, 10);
  }

  public TablePreprocessing {
    scale = List.copyOf(scale);
    if (!(indicatorShare >= 0 && indicatorShare <= 1)) {
      throw new IllegalArgumentException(
          "indicator_share: expected a share from 0 to 1, but it is " + indicatorShare);
    }
    if (scale.lastIndexOf(Scale.LOG1P) > 0) {
      throw new IllegalArgumentException(
          "scale: expected log1p as the first step, but it is later");
    }
    if (keep < 0) {
      throw new IllegalArgumentException("keep: expected 0 or more, but it is " + keep);
    }
    if (minimumFrequency < 1) {
      throw new IllegalArgumentException(
          "minimum_frequency: expected 1 or more, but it is " + minimumFrequency);
    }
    if (!(clip >= 0)) {
      throw new IllegalArgumentException("clip: expected 0 or more, but it is " + clip);
    }
  }

  /** The same options with other steps of scaling. */
  public TablePreprocessing withScale(Scale... steps) {
    return new TablePreprocessing(
        impute, indicators, indicatorShare, List.of(steps), keep, minimumFrequency, clip);
  }

  @Override
  public String type() {
    return "table";
  }

  @Override
  public boolean accepts(ModalityData data) {
    return data instanceof TableData;
  }

  @Override
  public FittedTable fit(String where, ModalityData data, int[] trainingRows) {
    if (!(data instanceof TableData table)) {
      throw new IllegalArgumentException(
          "%s: expected a table, but it is %s".formatted(where, data.describe()));
    }
    if (trainingRows.length == 0) {
      throw new IllegalArgumentException(where + ": expected at least one training row");
    }
    return new FittedTable(
        where,
        NumericFit.fit(this, where, table, trainingRows),
        LevelCodes.fit(table, trainingRows, minimumFrequency));
  }

  @Override
  public FittedTable restore(PreprocessingState state) {
    return FittedTable.restore(state);
  }

  /** Whether numbers go through log(1 + x) first. */
  boolean logarithm() {
    return !scale.isEmpty() && scale.get(0) == Scale.LOG1P;
  }
}
