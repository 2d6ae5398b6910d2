package org.interfuse.evaluation;

import com.google.auto.service.AutoService;
import org.interfuse.option.Meaning;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/**
 * Expected calibration error of the predicted class (Guo et al. 2017, eq. 3): subjects are binned
 * by their highest probability into equal widths, bin m holding ((m-1)/M, m/M]; the error is Σ_m
 * (n_m/n) |accuracy_m - mean confidence_m|. For two classes too it looks at the predicted class,
 * not the second one.
 *
 * <p>Biased upwards in small samples; compare candidates on the same subjects only.
 *
 * @param bins M, at least 1
 */
@Meaning("mean distance of confidence and accuracy, in bins of confidence")
@AutoService(Metric.class)
public record ExpectedCalibrationError(@Meaning("number of bins, 1 or more") int bins)
    implements Metric {
  public ExpectedCalibrationError {
    if (bins < 1) {
      throw new IllegalArgumentException("bins must be at least 1; found " + bins);
    }
  }

  public ExpectedCalibrationError() {
    this(10);
  }

  @Override
  public String name() {
    return "expected-calibration-error";
  }

  @Override
  public String label() {
    return "expected calibration error";
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
    return 1;
  }

  @Override
  public boolean applies(TargetSchema schema) {
    return TargetKinds.classification(schema);
  }

  @Override
  public double compute(Target truth, Prediction prediction, Target training) {
    Outcomes.Classes outcomes = Outcomes.Classes.of(truth, prediction);
    if (outcomes.undefined()) {
      return Double.NaN;
    }
    double[] gaps = new double[bins];
    for (int i = 0; i < outcomes.size(); i++) {
      int predicted = outcomes.predicted(i);
      double confidence = outcomes.probabilities()[i][predicted];
      gaps[bin(confidence)] += (predicted == outcomes.label(i) ? 1 : 0) - confidence;
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return sum / outcomes.size();
  }

  private int bin(double confidence) {
    int bin = 0;
    while (bin < bins - 1 && confidence > (bin + 1) / (double) bins) {
      bin++;
    }
    return bin;
  }
}
