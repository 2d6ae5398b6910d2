package org.interfuse.study;

import java.util.List;
import java.util.Map;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.head.HeadSpec;
import org.interfuse.model.Combiner;
import org.interfuse.model.ModalityEncoder;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Strategy;

/** What a model is where a study says nothing; each default stands here once. */
final class ModelDefaults {
  static final int WIDTH = 64;
  static final String PROJECTION = "linear";
  static final double MODALITY_DROPOUT = 0.2;
  static final String FUSION = "gated";
  static final String ENCODER = "mlp";
  static final Combiner COMBINER = Combiner.MEAN;

  private ModelDefaults() {}

  /** One modality has nothing to merge with. */
  static Strategy strategy(int modalities) {
    return modalities == 1 ? Strategy.UNIMODAL : Strategy.INTERMEDIATE;
  }

  static ModelSpec model(
      int modalities,
      FusionSpec fusion,
      EncoderSpec early,
      List<ModalityEncoder> encoders,
      Map<String, HeadSpec> heads,
      Map<String, Double> targetWeights) {
    return new ModelSpec(
        strategy(modalities),
        null,
        WIDTH,
        PROJECTION,
        fusion,
        COMBINER,
        early,
        MODALITY_DROPOUT,
        encoders,
        heads,
        targetWeights);
  }
}
