package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Mean squared difference between probability and what happened (Brier 1950). Two classes: of the
 * second class's probability, 0 to 1. K > 2 classes: summed over the classes, 0 to 2. Labels: the
 * mean over labels with both answers, 0 to 1.
 */
@Meaning(
    "squared distance of probabilities and truth, 0 to 1; summed over three or more classes, 0 to 2")
@AutoService(Metric.class)
public record BrierScore() implements Metric {
  @Override
  public String name() {
    return "brier";
  }

  @Override
  public String label() {
    return "Brier score";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public double highest() {
    return 2;
  }

  @Override
  public boolean applies(TargetSchema schema) {
    return TargetKinds.categorical(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    if (truth instanceof Target.Multilabel) {
      return Question.macro(truth, prediction, BrierScore::ofQuestion);
    }
    Outcomes.Classes outcomes = Outcomes.Classes.of(truth, prediction);
    if (outcomes.undefined()) {
      return Double.NaN;
    }
    double sum = 0;
    for (Question question : Question.of(truth, prediction)) {
      sum += ofQuestion(question);
    }
    return sum;
  }

  private static double ofQuestion(Question question) {
    double sum = 0;
    for (int i = 0; i < question.size(); i++) {
      double difference = question.scores()[i] - (question.positive()[i] ? 1 : 0);
      sum += difference * difference;
    }
    return sum / question.size();
  }
}
