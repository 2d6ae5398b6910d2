package org.interfuse.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interfuse.evaluation.Ranks;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/** One class against the rest, or one label. */
record BinaryQuestion(String target, String about, int siblings, int[] rows, boolean[] positive)
    implements Question {
  private static final String MEASURE = "AUROC";

  /** Fewer of either answer say nothing. */
  private static final int FEWEST = 5;

  static List<Question> of(Target.Classification classes, int[] rows) {
    List<Question> questions = new ArrayList<>();
    int count = classes.classes();
    for (int k = count == 2 ? 1 : 0; k < count; k++) {
      boolean[] positive = new boolean[classes.size()];
      for (int i : rows) {
        positive[i] = classes.labels()[i] == k;
      }
      String about = "target " + classes.name();
      questions.add(
          new BinaryQuestion(
              classes.name(),
              count == 2 ? about : about + ", class " + classes.schema().classes().get(k),
              count == 2 ? 1 : count,
              rows,
              positive));
    }
    return questions;
  }

  static List<Question> of(Target.Multilabel labels, int[] rows) {
    List<Question> questions = new ArrayList<>();
    for (int label = 0; label < labels.schema().classes().size(); label++) {
      int l = label;
      int[] known = Arrays.stream(rows).filter(i -> labels.values()[i][l] >= 0).toArray();
      boolean[] positive = new boolean[labels.size()];
      for (int i : known) {
        positive[i] = labels.values()[i][l] == 1;
      }
      String about =
          "target %s, label %s".formatted(labels.name(), labels.schema().classes().get(l));
      questions.add(new BinaryQuestion(labels.name(), about, 1, known, positive));
    }
    return questions;
  }

  @Override
  public double nearPerfect() {
    return 0.99;
  }

  @Override
  public double high() {
    return 0.90;
  }

  @Override
  public double chance() {
    return 0.5;
  }

  @Override
  public double outcome(int subject) {
    return positive[subject] ? 1 : 0;
  }

  @Override
  public double exposure(int subject) {
    return 1;
  }

  @Override
  public Strength strength(double[] values, boolean eitherWay, double z) {
    int[] known = Arrays.stream(rows).filter(i -> !Double.isNaN(values[i])).toArray();
    int positives = 0;
    for (int i : known) {
      positives += positive[i] ? 1 : 0;
    }
    int negatives = known.length - positives;
    if (positives < FEWEST || negatives < FEWEST) {
      return Strength.none(MEASURE);
    }
    double[] ranks = Ranks.average(Targets.select(values, known));
    double rankSum = 0;
    for (int r = 0; r < ranks.length; r++) {
      rankSum += positive[known[r]] ? ranks[r] : 0;
    }
    double area = (rankSum - positives * (positives + 1.0) / 2) / ((double) positives * negatives);
    double value = eitherWay ? Math.max(area, 1 - area) : area;
    double lower = value > 0.5 ? LowerBounds.area(value, positives, negatives, z) : 0;
    return new Strength(MEASURE, value, lower, known.length, positives);
  }
}
