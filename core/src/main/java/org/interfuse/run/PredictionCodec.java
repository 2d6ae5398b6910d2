package org.interfuse.run;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/** Predictions of n subjects as tensors in a file: rows side by side. */
final class PredictionCodec {
  private PredictionCodec() {}

  static void write(Prediction prediction, String prefix, List<NamedTensor> tensors) {
    if (prediction instanceof Prediction.Survival survival) {
      tensors.add(Figures.named(prefix + "risk", survival.risk()));
      tensors.add(Figures.named(prefix + "times", survival.times()));
      tensors.add(Figures.named(prefix + "survival", flat(survival.survival())));
    } else if (prediction instanceof Prediction.Values values) {
      tensors.add(Figures.named(prefix + "value", values.values()));
    } else if (prediction instanceof Prediction.Classes classes) {
      tensors.add(Figures.named(prefix + "probabilities", flat(classes.probabilities())));
    } else if (prediction instanceof Prediction.Labels labels) {
      tensors.add(Figures.named(prefix + "probabilities", flat(labels.probabilities())));
    }
  }

  /** Reads what {@link #write} wrote for a target of that schema. */
  static Prediction read(TargetSchema target, String prefix, SafetensorsReader reader)
      throws IOException {
    int classes = target.classes().size();
    return switch (target.type()) {
      case CLASSIFICATION ->
          new Prediction.Classes(rows(Figures.read(reader, prefix + "probabilities"), classes));
      case MULTILABEL ->
          new Prediction.Labels(rows(Figures.read(reader, prefix + "probabilities"), classes));
      case REGRESSION -> new Prediction.Values(Figures.read(reader, prefix + "value"));
      case SURVIVAL -> {
        double[] risk = Figures.read(reader, prefix + "risk");
        double[] times = Figures.read(reader, prefix + "times");
        double[] curves = Figures.read(reader, prefix + "survival");
        double[][] survival =
            times.length == 0 ? new double[risk.length][0] : rows(curves, times.length);
        yield new Prediction.Survival(risk, times, survival);
      }
    };
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[][] rows(double[] values, int width) {
    double[][] rows = new double[values.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return rows;
  }
}
