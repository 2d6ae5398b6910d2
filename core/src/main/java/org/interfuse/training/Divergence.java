package org.interfuse.training;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Batch;
import org.interfuse.model.FusionModel;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Pass;

/** Says where a loss or a gradient stopped being finite. */
final class Divergence {
  private Divergence() {}

  static FindingsException ofLoss(
      FusionModel model, Batch batch, String candidate, int epoch, int step, double loss) {
    return finding(
        "training of %s, epoch %d, batch %d".formatted(candidate, epoch, step),
        "the loss must be finite",
        "%s; %s".formatted(loss, origin(model, batch)));
  }

  /** A loss may be finite and its gradient not; the step would ruin every parameter. */
  static FindingsException ofGradient(
      FusionModel model, String candidate, int epoch, int step, double norm) {
    return ofGradient(firstNotFinite(model), candidate, epoch, step, norm);
  }

  /**
   * The same where the parameter is known.
   *
   * @param parameter the first whose gradient is not finite; empty where all are
   */
  static FindingsException ofGradient(
      String parameter, String candidate, int epoch, int step, double norm) {
    String origin =
        parameter.isEmpty()
            ? "every parameter's gradient is finite, so their sum of squares is too large"
            : "the first parameter whose gradient is not finite is '%s'".formatted(parameter);
    return finding(
        "training of %s, epoch %d, batch %d".formatted(candidate, epoch, step),
        "the gradient must be finite",
        "a norm of %s; %s".formatted(norm, origin));
  }

  static FindingsException ofValidation(String candidate, int epoch, double loss) {
    return finding(
        "training of %s, epoch %d, held-out rows".formatted(candidate, epoch),
        "the loss must be finite",
        String.valueOf(loss));
  }

  private static FindingsException finding(String where, String rule, String found) {
    return new FindingsException(
        Finding.of(
            where,
            rule,
            found,
            List.of(
                "try a smaller training.learning_rate",
                "preprocessing.scale: standard for that modality",
                "training.clip")));
  }

  private static String firstNotFinite(FusionModel model) {
    for (Parameter parameter : model.parameters().all()) {
      Tensor gradient = parameter.value().grad();
      if (gradient.defined() && !gradient.isfinite().all().item_bool()) {
        return parameter.name();
      }
    }
    for (int m = 0; m < model.modalities().size(); m++) {
      if (!Double.isFinite(model.encoder(m).squaredGradientNorm())) {
        return "columns of " + model.modalities().get(m);
      }
    }
    return "";
  }

  private static String origin(FusionModel model, Batch batch) {
    try (NoGradGuard guard = new NoGradGuard()) {
      List<Representation> representations = model.encode(batch, Pass.inference());
      for (int m = 0; m < representations.size(); m++) {
        Tensor pooled = representations.get(m).pooled();
        if (!pooled.isfinite().all().item_bool()) {
          return "the representation of modality '%s' is not finite"
              .formatted(model.modalities().get(m));
        }
      }
    }
    return "every modality's representation is finite, so it arose in the fusion or the head";
  }
}
