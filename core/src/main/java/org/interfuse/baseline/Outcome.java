package org.interfuse.baseline;

import java.util.Arrays;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetType;

/**
 * The scale on which predictions of a target are averaged, one vector a subject: class
 * probabilities, label probabilities, the value, or the survival curve at the event times of the
 * training subjects.
 *
 * <p>The risk of a subject is minus the area under the curve up to the last training event
 * (restricted mean survival time, Royston and Parmar 2013). For one proportional-hazards model it
 * orders subjects as their linear score does; averaged curves and the training prior have it too.
 *
 * @param type the target's type
 * @param width length of a subject's vector
 * @param times the curve's times, ascending; empty for other targets
 */
record Outcome(TargetType type, int width, double[] times) {

  /** The scale for a target, from the training subjects. */
  static Outcome of(Target target, int[] train) {
    if (target instanceof Target.Survival) {
      double[] times = EventTimes.distinct((Response.Times) Response.of(target, 0, train));
      return new Outcome(TargetType.SURVIVAL, times.length, times);
    }
    int width = target instanceof Target.Regression ? 1 : target.schema().classes().size();
    return new Outcome(target.schema().type(), width, new double[0]);
  }

  /** From vectors, [subject][width], to predictions. */
  Prediction prediction(double[][] vectors) {
    return switch (type) {
      case CLASSIFICATION -> new Prediction.Classes(vectors);
      case MULTILABEL -> new Prediction.Labels(vectors);
      case REGRESSION ->
          new Prediction.Values(Arrays.stream(vectors).mapToDouble(vector -> vector[0]).toArray());
      case SURVIVAL ->
          new Prediction.Survival(
              Arrays.stream(vectors).mapToDouble(this::risk).toArray(), times, vectors);
    };
  }

  /** −∫₀^τ S(t) dt with τ the last time. */
  private double risk(double[] curve) {
    double area = times.length == 0 ? 0 : times[0];
    for (int k = 0; k + 1 < times.length; k++) {
      area += curve[k] * (times[k + 1] - times[k]);
    }
    return -area;
  }
}
