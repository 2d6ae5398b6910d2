package org.interfuse.model;

import java.util.List;
import java.util.Map;
import org.interfuse.encoder.EncoderSpec;
import org.interfuse.fusion.FusionSpec;
import org.interfuse.head.HeadSpec;
import org.interfuse.option.Meaning;
import org.jspecify.annotations.Nullable;

/**
 * A model's options, complete: every default resolved.
 *
 * @param strategy where modalities are merged
 * @param modality the one modality of {@code unimodal}; null otherwise
 * @param width every representation is projected to it, and it is the fused width; 1 or more
 * @param projection {@code linear} or {@code none}
 * @param fusion the operator of {@code intermediate}
 * @param combiner how {@code late} merges predictions
 * @param early the encoder of the merged inputs of {@code early}
 * @param modalityDropout probability that training hides a modality a subject has, in [0, 1); never
 *     the last one
 * @param pretrain what a network of strategy intermediate starts from
 * @param encoders one per modality, in the study's order
 * @param heads one per target, by name, in the study's order
 * @param targetWeights each target's share in the loss, by name
 */
public record ModelSpec(
    @Meaning("where modalities are merged: inputs, representations, predictions, or one alone")
        Strategy strategy,
    @Meaning("the only modality, with strategy unimodal") @Nullable String modality,
    @Meaning("width of every projected representation and of the fused one, 1 or more") int width,
    @Meaning("linear to the width, or none") String projection,
    @Meaning("the operator of strategy intermediate") FusionSpec fusion,
    @Meaning("how strategy late merges predictions") Combiner combiner,
    @Meaning("the encoder of the merged inputs of strategy early") EncoderSpec early,
    @Meaning(
            "probability that training hides a modality a subject has, never the last one, in [0, 1)")
        double modalityDropout,
    @Meaning(
            "what strategy intermediate starts from: fresh weights, or encoders of networks of one modality, trained first on the same rows")
        Pretraining pretrain,
    List<ModalityEncoder> encoders,
    Map<String, HeadSpec> heads,
    Map<String, Double> targetWeights) {
  /** A network that starts from fresh parameters. */
  public ModelSpec(
      Strategy strategy,
      @Nullable String modality,
      int width,
      String projection,
      FusionSpec fusion,
      Combiner combiner,
      EncoderSpec early,
      double modalityDropout,
      List<ModalityEncoder> encoders,
      Map<String, HeadSpec> heads,
      Map<String, Double> targetWeights) {
    this(
        strategy,
        modality,
        width,
        projection,
        fusion,
        combiner,
        early,
        modalityDropout,
        Pretraining.NONE,
        encoders,
        heads,
        targetWeights);
  }

  /** The same with other encoders. */
  public ModelSpec withEncoders(List<ModalityEncoder> others) {
    return new ModelSpec(
        strategy,
        modality,
        width,
        projection,
        fusion,
        combiner,
        early,
        modalityDropout,
        pretrain,
        others,
        heads,
        targetWeights);
  }

  public ModelSpec {
    encoders = List.copyOf(encoders);
    if (width < 1) {
      throw new IllegalArgumentException("width: expected 1 or more, but it is " + width);
    }
    if (!(modalityDropout >= 0 && modalityDropout < 1)) {
      throw new IllegalArgumentException(
          "modality_dropout: expected in [0, 1), but it is " + modalityDropout);
    }
    if (!projection.equals("linear") && !projection.equals("none")) {
      throw new IllegalArgumentException(
          "projection: expected linear or none, but it is '" + projection + "'");
    }
  }
}
