package org.interfuse.report;

import org.interfuse.evaluation.Estimate;
import org.interfuse.report.markup.Numbers;

/**
 * Whether a network drowned a modality: it learned nothing from it although there was something to
 * learn, because other modalities lowered the loss faster (Wang et al., What makes training
 * multi-modal classification networks hard?, CVPR 2020). Three things must hold:
 *
 * <ol>
 *   <li>a network of this modality alone does better than chance on its held-out rows: the interval
 *       of its mean lies wholly on the better side;
 *   <li>the network given this modality alone does not, and is worse than that network by a
 *       difference whose interval excludes 0;
 *   <li>its encoder's gradient is less than {@value #FAR_BELOW} of the mean of the others'.
 * </ol>
 *
 * What cannot be known leaves the answer open, unless another of the three fails.
 *
 * @param modality its name
 * @param alone the network given this modality alone, mean over training parts
 * @param own a network of this modality alone, the same
 * @param lost how much better {@code own} is, training part by training part, turned so that above
 *     0 it is better
 * @param gradient norm of the encoder's gradient as a share of the mean of the others'; NaN where
 *     it was not measured
 * @param chance the metric of knowing nothing; NaN where it is not known
 * @param higherIsBetter of the metric
 */
record Drowning(
    String modality,
    Estimate alone,
    Estimate own,
    Estimate lost,
    double gradient,
    double chance,
    boolean higherIsBetter) {
  /** A share of the others' gradient below which an encoder gets far less to learn from. */
  static final double FAR_BELOW = 1.0 / 3;

  enum Answer {
    YES,
    NO,
    OPEN
  }

  Answer answer() {
    Answer first = ownDoesWell();
    Answer second = saysNothing();
    Answer third = gradientIsFarBelow();
    if (first == Answer.NO || second == Answer.NO || third == Answer.NO) {
      return Answer.NO;
    }
    return first == Answer.YES && second == Answer.YES && third == Answer.YES
        ? Answer.YES
        : Answer.OPEN;
  }

  private Answer ownDoesWell() {
    return isKnown(own) ? of(beatsChance(own)) : Answer.OPEN;
  }

  private Answer saysNothing() {
    if (isKnown(alone) && beatsChance(alone)) {
      return Answer.NO;
    }
    return isKnown(alone) && lost.hasInterval() ? of(lost.lower() > 0) : Answer.OPEN;
  }

  private Answer gradientIsFarBelow() {
    return Double.isNaN(gradient) ? Answer.OPEN : of(gradient < FAR_BELOW);
  }

  private boolean isKnown(Estimate estimate) {
    return estimate.hasInterval() && !Double.isNaN(chance);
  }

  private boolean beatsChance(Estimate estimate) {
    return higherIsBetter ? estimate.lower() > chance : estimate.upper() < chance;
  }

  private static Answer of(boolean holds) {
    return holds ? Answer.YES : Answer.NO;
  }

  /** The answer and its reason in one sentence. */
  String sentence() {
    return switch (answer()) {
      case YES ->
          "%s was drowned: with it alone the network reaches %s, no better than chance (%s), a network of its own reaches %s, and its encoder’s gradient is %s of the others’."
              .formatted(
                  modality,
                  text(alone),
                  Numbers.significant(chance),
                  text(own),
                  Numbers.percent(gradient));
      case NO -> "%s was not drowned: %s.".formatted(modality, whyNot());
      case OPEN -> "Whether %s was drowned cannot be told: %s.".formatted(modality, whyOpen());
    };
  }

  private String whyNot() {
    if (isKnown(alone) && beatsChance(alone)) {
      return "with it alone the network does better than chance, %s".formatted(text(alone));
    }
    if (ownDoesWell() == Answer.NO) {
      return "a network of its own does no better than chance either, %s".formatted(text(own));
    }
    if (gradientIsFarBelow() == Answer.NO) {
      return "its encoder’s gradient is %s of the others’".formatted(Numbers.percent(gradient));
    }
    return "a network of its own is not shown to do better, by %s".formatted(text(lost));
  }

  private String whyOpen() {
    if (Double.isNaN(chance)) {
      return "the study has no candidate that knows nothing, to compare with";
    }
    if (Double.isNaN(alone.value())) {
      return "what the network says with it alone is not shown or undefined";
    }
    if (Double.isNaN(own.value())) {
      return "the study has no network of it alone";
    }
    if (Double.isNaN(gradient)) {
      return "gradients of encoders were not measured";
    }
    return "one training part gives no interval";
  }

  private static String text(Estimate estimate) {
    return Numbers.interval(estimate.value(), estimate.lower(), estimate.upper());
  }
}
