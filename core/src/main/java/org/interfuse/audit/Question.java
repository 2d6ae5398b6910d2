package org.interfuse.audit;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/**
 * What one column could give away: a class against the rest, a label, a number, a time to an event.
 */
sealed interface Question permits BinaryQuestion, NumberQuestion, SurvivalQuestion {
  /** For messages: {@code target survival}, {@code target diet, class fish}. */
  String about();

  /** The target's name. */
  String target();

  /** How many questions are asked of the same target. */
  int siblings();

  /** Training rows that have the target, ascending. */
  int[] rows();

  /** From this value on a single column is too good to be true. */
  double nearPerfect();

  /** From this value on a column that stands out from all others is suspicious. */
  double high();

  /** What guessing reaches. */
  double chance();

  /** The outcome whose rate a level is scored by: the numerator. */
  double outcome(int subject);

  /** The denominator of that rate. */
  double exposure(int subject);

  /**
   * How well numbers order the outcome.
   *
   * @param values per subject of the cohort, NaN where missing
   * @param eitherWay whether falling numbers are as good as rising ones
   * @param z how many standard errors the lower bound lies below
   */
  Strength strength(double[] values, boolean eitherWay, double z);

  /** The questions of all targets, over training rows. */
  static List<Question> of(AuditInput input) {
    List<Question> questions = new ArrayList<>();
    for (Target target : input.cohort().targets()) {
      int[] rows = Targets.present(target, input.trainingRows());
      if (target instanceof Target.Survival survival) {
        questions.add(new SurvivalQuestion(survival, rows));
      } else if (target instanceof Target.Regression regression) {
        questions.add(new NumberQuestion(regression, rows));
      } else if (target instanceof Target.Classification classes) {
        questions.addAll(BinaryQuestion.of(classes, rows));
      } else if (target instanceof Target.Multilabel labels) {
        questions.addAll(BinaryQuestion.of(labels, rows));
      }
    }
    return questions;
  }
}
