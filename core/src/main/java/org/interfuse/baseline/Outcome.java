package org.interfuse.baseline;

import java.util.Arrays;
import org.interfuse.model.Prior;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/**
 * The scale on which predictions of a target are averaged, one vector a subject: class
 * probabilities, label probabilities, the value, or the survival curve at the event times of the
 * training subjects.
 *
 * <p>The risk of a subject is minus the area under the curve up to the last training event, {@link
 * Prediction.Survival#ofCurves}.
 *
 * @param type the target's type
 * @param width length of a subject's vector
 * @param times the curve's times, ascending; empty for other targets
 */
public record Outcome(TargetType type, int width, double[] times) {

  /** The scale for a target, from the training subjects. */
  public static Outcome of(Target target, int[] train) {
    if (target instanceof Target.Survival) {
      double[] times = EventTimes.distinct((Response.Times) Response.of(target, 0, train));
      return new Outcome(TargetType.SURVIVAL, times.length, times);
    }
    int width = target instanceof Target.Regression ? 1 : target.schema().classes().size();
    return new Outcome(target.schema().type(), width, new double[0]);
  }

  /** From vectors, [subject][width], to predictions. */
  public Prediction prediction(double[][] vectors) {
    return switch (type) {
      case CLASSIFICATION -> new Prediction.Classes(vectors);
      case MULTILABEL -> new Prediction.Labels(vectors);
      case REGRESSION ->
          new Prediction.Values(Arrays.stream(vectors).mapToDouble(vector -> vector[0]).toArray());
      case SURVIVAL -> Prediction.Survival.ofCurves(times, vectors);
    };
  }

  /** The training prior on this scale: of the subjects who have the target. */
  public double[] prior(Target target, int[] train) {
    Prediction one = Prior.of(target.select(train)).one();
    if (one instanceof Prediction.Classes classes) {
      return classes.probabilities()[0];
    }
    if (one instanceof Prediction.Labels labels) {
      return labels.probabilities()[0];
    }
    if (one instanceof Prediction.Values values) {
      return values.values();
    }
    Prediction.Survival curve = (Prediction.Survival) one;
    return Arrays.stream(times).map(time -> curve.at(0, time)).toArray();
  }
}
