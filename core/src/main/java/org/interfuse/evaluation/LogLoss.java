package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Mean of -ln of the probability given to what happened, in nats. Probabilities are kept 2^-52 away
 * from 0 and 1 (as scikit-learn does), so one certain mistake costs 36. Labels: the mean over
 * labels with both answers.
 */
@Meaning("mean of -ln of the probability given to what happened, in nats")
@AutoService(Metric.class)
public record LogLoss() implements Metric {
  private static final double FLOOR = 0x1p-52;

  @Override
  public String name() {
    return "log-loss";
  }

  @Override
  public String label() {
    return "log loss";
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
  public boolean applies(TargetSchema schema) {
    return TargetKinds.categorical(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    if (truth instanceof Target.Multilabel) {
      return Question.macro(truth, prediction, LogLoss::ofLabel);
    }
    Outcomes.Classes outcomes = Outcomes.Classes.of(truth, prediction);
    if (outcomes.undefined()) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      sum += surprise(outcomes.probabilities()[i][outcomes.label(i)]);
    }
    return sum / outcomes.size();
  }

  private static double ofLabel(Question question) {
    double sum = 0;
    for (int i = 0; i < question.size(); i++) {
      double probability = question.scores()[i];
      sum += surprise(question.positive()[i] ? probability : 1 - probability);
    }
    return sum / question.size();
  }

  private static double surprise(double probability) {
    return -Math.log(Math.min(Math.max(probability, FLOOR), 1 - FLOOR));
  }
}
