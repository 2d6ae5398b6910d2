package org.interfuse.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.interfuse.evaluation.AgreementGrid;
import org.interfuse.evaluation.CalibrationCurve;
import org.interfuse.evaluation.DecisionCurve;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;

/**
 * What a report draws of the primary candidate and of the best baseline: calibration, for two
 * classes net benefit, for numbers their agreement. Each subject counts once, as predicted by the
 * first seed's model of the first pass that did not see it.
 *
 * @param calibration one for each candidate and class or label
 * @param decision one for each candidate
 * @param regression one for each candidate
 */
public record Curves(
    List<Calibration> calibration, List<Decision> decision, List<Regression> regression) {
  public Curves {
    regression = List.copyOf(regression);
    calibration = List.copyOf(calibration);
    decision = List.copyOf(decision);
  }

  /**
   * A calibration curve.
   *
   * @param target the target's name
   * @param candidate the candidate's name
   * @param outcome the class or label; empty of survival
   * @param time until which the event is asked for; NaN of other targets
   */
  public record Calibration(
      String target, String candidate, String outcome, double time, CalibrationCurve curve) {}

  /**
   * A decision curve.
   *
   * @param target the target's name
   * @param candidate the candidate's name
   * @param outcome the class that one would treat
   * @param subjects how many
   */
  public record Decision(
      String target, String candidate, String outcome, int subjects, DecisionCurve curve) {}

  /**
   * Predicted and observed numbers.
   *
   * @param target the target's name
   * @param candidate the candidate's name
   * @param subjects how many
   * @param means observed means by tenths of the predictions
   * @param grid how many subjects have which observed and which predicted number
   */
  public record Regression(
      String target, String candidate, int subjects, CalibrationCurve means, AgreementGrid grid) {}

  /** The curves of one target. */
  static Curves of(Protocol protocol, ReportSpec report, Roles roles, Pool pool, int targetIndex) {
    List<Calibration> calibration = new ArrayList<>();
    List<Decision> decision = new ArrayList<>();
    List<Regression> regression = new ArrayList<>();
    if (pool.subjects().length >= report.smallestCell() && pool.foldOf().length > 0) {
      for (CandidateResult candidate : roles.chosen()) {
        Prediction prediction = pool.predictions(candidate, targetIndex).get(0);
        Drawing drawing =
            new Drawing(pool, candidate.name(), report.smallestCell(), protocol.level());
        drawing.add(prediction, calibration, decision);
        if (prediction instanceof Prediction.Values values) {
          drawing.regression(values.values()).ifPresent(regression::add);
        }
      }
    }
    return new Curves(calibration, decision, regression);
  }

  /** Draws one candidate. */
  private record Drawing(Pool pool, String candidate, int smallest, double level) {
    void add(Prediction prediction, List<Calibration> calibration, List<Decision> decision) {
      Target truth = pool.truth();
      if (prediction instanceof Prediction.Classes classes) {
        int[] labels = ((Target.Classification) truth).labels();
        List<String> names = truth.schema().classes();
        for (int k = names.size() == 2 ? 1 : 0; k < names.size(); k++) {
          boolean[] positive = new boolean[labels.length];
          for (int i = 0; i < labels.length; i++) {
            positive[i] = labels[i] == k;
          }
          double[] probabilities = column(classes.probabilities(), k, labels.length);
          calibration.add(yesNo(names.get(k), positive, probabilities));
          if (names.size() == 2) {
            DecisionCurve curve = DecisionCurve.of(positive, probabilities, level);
            decision.add(new Decision(truth.name(), candidate, names.get(k), labels.length, curve));
          }
        }
      } else if (prediction instanceof Prediction.Labels labels) {
        labels((Target.Multilabel) truth, labels, calibration);
      } else if (prediction instanceof Prediction.Survival survival) {
        survival((Target.Survival) truth, survival, calibration);
      }
    }

    /** Empty where a prediction is no number. */
    Optional<Regression> regression(double[] predicted) {
      Target.Regression truth = (Target.Regression) pool.truth();
      if (Arrays.stream(predicted).anyMatch(value -> !Double.isFinite(value))) {
        return Optional.empty();
      }
      return Optional.of(
          new Regression(
              truth.name(),
              candidate,
              truth.size(),
              CalibrationCurve.ofMeans(truth.values(), predicted, smallest, level),
              AgreementGrid.of(truth.values(), predicted, smallest)));
    }

    private void labels(
        Target.Multilabel truth, Prediction.Labels prediction, List<Calibration> calibration) {
      for (int k = 0; k < truth.schema().classes().size(); k++) {
        int label = k;
        int[] known =
            java.util.stream.IntStream.range(0, truth.size())
                .filter(i -> truth.values()[i][label] >= 0)
                .toArray();
        boolean[] positive = new boolean[known.length];
        for (int i = 0; i < known.length; i++) {
          positive[i] = truth.values()[known[i]][label] == 1;
        }
        double[] probabilities =
            column(prediction.select(known).probabilities(), label, known.length);
        calibration.add(yesNo(truth.schema().classes().get(label), positive, probabilities));
      }
    }

    private void survival(
        Target.Survival truth, Prediction.Survival prediction, List<Calibration> calibration) {
      if (Double.isNaN(pool.time())) {
        return;
      }
      double[] event = new double[truth.size()];
      for (int i = 0; i < event.length; i++) {
        event[i] = 1 - prediction.survival()[i][0];
      }
      CalibrationCurve curve = CalibrationCurve.of(truth, event, pool.time(), smallest, level);
      calibration.add(new Calibration(truth.name(), candidate, "", pool.time(), curve));
    }

    private Calibration yesNo(String outcome, boolean[] positive, double[] probabilities) {
      CalibrationCurve curve = CalibrationCurve.of(positive, probabilities, smallest, level);
      return new Calibration(pool.target().name(), candidate, outcome, Double.NaN, curve);
    }

    private static double[] column(double[][] rows, int column, int size) {
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        values[i] = rows[i][column];
      }
      return values;
    }
  }
}
