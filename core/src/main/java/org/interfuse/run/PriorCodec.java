package org.interfuse.run;

import java.io.IOException;
import java.util.List;
import org.interfuse.model.Prior;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/** The training prior in a model file. */
final class PriorCodec {
  private PriorCodec() {}

  static void write(Prior prior, String prefix, List<NamedTensor> tensors) {
    Prediction one = prior.one();
    if (one instanceof Prediction.Survival survival) {
      tensors.add(Figures.named(prefix + "risk", survival.risk()));
      tensors.add(Figures.named(prefix + "times", survival.times()));
      tensors.add(Figures.named(prefix + "survival", survival.survival()[0]));
    } else if (one instanceof Prediction.Values values) {
      tensors.add(Figures.named(prefix + "value", values.values()));
    } else if (one instanceof Prediction.Classes classes) {
      tensors.add(Figures.named(prefix + "probabilities", classes.probabilities()[0]));
    } else if (one instanceof Prediction.Labels labels) {
      tensors.add(Figures.named(prefix + "probabilities", labels.probabilities()[0]));
    }
  }

  static Prior read(TargetSchema target, String prefix, SafetensorsReader reader)
      throws IOException {
    int classes = target.classes().size();
    return Prior.restored(
        switch (target.type()) {
          case CLASSIFICATION -> new Prediction.Classes(row(reader, prefix, classes));
          case MULTILABEL -> new Prediction.Labels(row(reader, prefix, classes));
          case REGRESSION -> new Prediction.Values(figures(reader, prefix + "value", 1));
          case SURVIVAL -> survival(prefix, reader);
        });
  }

  private static Prediction survival(String prefix, SafetensorsReader reader) throws IOException {
    double[] times = Figures.read(reader, prefix + "times");
    double[] curve = figures(reader, prefix + "survival", times.length);
    return new Prediction.Survival(
        figures(reader, prefix + "risk", 1), times, new double[][] {curve});
  }

  private static double[][] row(SafetensorsReader reader, String prefix, int classes)
      throws IOException {
    return new double[][] {figures(reader, prefix + "probabilities", classes)};
  }

  private static double[] figures(SafetensorsReader reader, String name, int expected)
      throws IOException {
    double[] figures = Figures.read(reader, name);
    if (figures.length != expected) {
      throw new IllegalArgumentException(
          "tensor '%s': expected %d figures, but it has %d"
              .formatted(name, expected, figures.length));
    }
    return figures;
  }
}
