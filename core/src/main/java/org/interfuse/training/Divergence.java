package org.interfuse.training;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.model.Batch;
import org.interfuse.model.FusionModel;
import org.interfuse.tensor.Pass;

/** Says where a loss stopped being finite. */
final class Divergence {
  private Divergence() {}

  static FindingsException finding(
      FusionModel model, Batch batch, String candidate, int epoch, int step, double loss) {
    return new FindingsException(
        Finding.of(
            "training of %s, epoch %d, batch %d".formatted(candidate, epoch, step),
            "the loss must be finite",
            "%s; %s".formatted(loss, origin(model, batch)),
            List.of(
                "try a smaller training.learning_rate",
                "preprocessing.scale: [standard] for that modality",
                "training.clip")));
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
