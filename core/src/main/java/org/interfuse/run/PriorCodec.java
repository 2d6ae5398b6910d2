package org.interfuse.run;

import java.io.IOException;
import java.util.List;
import org.interfuse.model.Prior;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
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
    return Prior.restored(
        switch (target.type()) {
          case CLASSIFICATION -> new Prediction.Classes(rows(reader, prefix + "probabilities"));
          case MULTILABEL -> new Prediction.Labels(rows(reader, prefix + "probabilities"));
          case REGRESSION -> new Prediction.Values(Figures.read(reader, prefix + "value"));
          case SURVIVAL ->
              new Prediction.Survival(
                  Figures.read(reader, prefix + "risk"),
                  Figures.read(reader, prefix + "times"),
                  rows(reader, prefix + "survival"));
        });
  }

  private static double[][] rows(SafetensorsReader reader, String name) throws IOException {
    return new double[][] {Figures.read(reader, name)};
  }
}
