package org.interfuse.comparison;

import org.interfuse.evaluation.CorrelatedTTest;
import org.interfuse.evaluation.Estimate;

/**
 * One candidate against another in one metric, judged on the same subjects.
 *
 * @param target the target's name
 * @param metric the metric's name
 * @param first the candidate that the verdict speaks of
 * @param second the one it is compared with
 * @param against what the second is to the first
 * @param method what difference, interval and p are of
 * @param difference positive where the first is better, also of metrics where lower is better
 * @param p two-sided, of no difference; NaN where there is no test
 * @param adjustedP p after Holm over the exploratory contrasts; p itself of a confirmatory one
 * @param posterior what is below, within and above the margin; NaN on a single split
 * @param worse how sure it is that the first is worse by more than the margin: the posterior
 *     probability over folds, the share of resamples on a single split; NaN where there is neither
 * @param verdict of the first; better or worse of an exploratory one needs the adjusted p too
 * @param folds on how many folds both are defined
 * @param dropped folds in which at least one is not
 * @param note what keeps it from being judged, or makes it doubtful; empty where nothing does
 */
public record Contrast(
    String target,
    String metric,
    String first,
    String second,
    Against against,
    Method method,
    Estimate difference,
    double p,
    double adjustedP,
    CorrelatedTTest posterior,
    double worse,
    Verdict verdict,
    int folds,
    int dropped,
    String note) {
  /** What the second candidate is. */
  public enum Against {
    /** The best of the baselines. */
    BEST_BASELINE,
    /** A single modality. */
    SINGLE_MODALITY,
    /** Anything else: a comparison that was not planned. */
    OTHER
  }

  /** Where interval and p come from. */
  public enum Method {
    /** Over folds: {@link org.interfuse.evaluation.CorrectedTTest}. */
    CORRECTED_T("corrected resampled t"),
    /** On a single split of two classes: {@link org.interfuse.evaluation.DeLongTest}. */
    DELONG("DeLong"),
    /** On a single split: {@link org.interfuse.evaluation.PairedBootstrap}. */
    PAIRED_BOOTSTRAP("paired bootstrap");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  /** Whether it was planned before looking; the others are exploratory. */
  public boolean confirmatory() {
    return against != Against.OTHER;
  }

  /** With an adjusted p, without which an exploratory difference is none. */
  Contrast adjusted(double p) {
    boolean different = verdict == Verdict.BETTER || verdict == Verdict.WORSE;
    return new Contrast(
        target,
        metric,
        first,
        second,
        against,
        method,
        difference,
        this.p,
        p,
        posterior,
        worse,
        different && !(p < Verdict.SIGNIFICANT) ? Verdict.CANNOT_TELL : verdict,
        folds,
        dropped,
        note);
  }
}
