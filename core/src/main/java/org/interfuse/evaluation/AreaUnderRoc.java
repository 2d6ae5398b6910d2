package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Area under the receiver operating characteristic: the probability that a positive scores above a
 * negative, ties counting half (Hanley and McNeil 1982).
 *
 * <p>K > 2 classes: the mean over classes of each against the rest, unweighted (scikit-learn's
 * {@code multi_class="ovr", average="macro"}). Labels: the mean over labels. Classes and labels
 * without both answers among the subjects are left out; NaN where none remains.
 */
@Meaning("probability that a positive scores above a negative; the mean over classes or labels")
@AutoService(Metric.class)
public record AreaUnderRoc() implements Metric {
  @Override
  public String name() {
    return "auroc";
  }

  @Override
  public String label() {
    return "AUROC";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public double highest() {
    return 1;
  }

  @Override
  public boolean applies(TargetSchema schema) {
    return TargetKinds.categorical(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    return Question.macro(truth, prediction, AreaUnderRoc::area);
  }

  @Override
  public ToDoubleFunction<int[]> onSamples(Target truth, Prediction prediction, Target training) {
    List<Question> checked = Question.of(truth, prediction);
    double[][] probabilities =
        prediction instanceof Prediction.Labels labels
            ? labels.probabilities()
            : ((Prediction.Classes) prediction).probabilities();
    int first = truth.schema().classes().size() - checked.size();
    SampledAreas areas = new SampledAreas(checked.size());
    for (int i = 0; i < checked.size(); i++) {
      int column = first + i;
      areas.put(
          i,
          truth.size(),
          subject -> truth.missing(subject) ? -1 : answer(truth, subject, column),
          subject -> probabilities[subject][column]);
    }
    return areas;
  }

  /** Of several classes or labels those of each; disjoint within the one that has fewest. */
  @Override
  public Pairs pairs(Target truth) {
    int columns = truth.schema().classes().size();
    double comparable = 0;
    int disjoint = Integer.MAX_VALUE;
    for (int column = columns == 2 && truth instanceof Target.Classification ? 1 : 0;
        column < columns;
        column++) {
      int[] answers = new int[2];
      for (int subject = 0; subject < truth.size(); subject++) {
        int answer = answer(truth, subject, column);
        if (answer >= 0) {
          answers[answer]++;
        }
      }
      Pairs own = Pairs.between(answers[0], answers[1]);
      comparable += own.comparable();
      disjoint = own.disjoint() > 0 ? Math.min(disjoint, own.disjoint()) : disjoint;
    }
    return new Pairs(comparable, comparable > 0 ? disjoint : 0);
  }

  /** Whether a subject is of a class, or has a label: 0, 1, or -1 where that is not known. */
  private static int answer(Target truth, int subject, int column) {
    if (truth instanceof Target.Multilabel labels) {
      return labels.values()[subject][column];
    }
    int label = ((Target.Classification) truth).labels()[subject];
    return label < 0 ? -1 : label == column ? 1 : 0;
  }

  /** The Mann-Whitney statistic over its maximum. */
  private static double area(Question question) {
    double[] ranks = Ranks.average(question.scores());
    double rankSum = 0;
    for (int i = 0; i < ranks.length; i++) {
      rankSum += question.positive()[i] ? ranks[i] : 0;
    }
    double positives = question.positives();
    double negatives = question.size() - positives;
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
  }
}
