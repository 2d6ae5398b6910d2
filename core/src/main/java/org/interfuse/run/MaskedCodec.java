package org.interfuse.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.MaskedMetrics;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.safetensors.Figures;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/**
 * What a fit says of masked modalities, as tensors in its file: a figure for each pattern, and of a
 * single split the predictions under each pattern.
 */
final class MaskedCodec {
  private static final String TARGETS = "masked_targets";
  private static final String NAMED = "masked_named";
  private static final String PATTERNS = "masked_predictions";

  private MaskedCodec() {}

  static void write(
      List<MaskedMetrics> masked, Map<String, String> metadata, List<NamedTensor> tensors) {
    metadata.put(TARGETS, String.valueOf(masked.size()));
    for (int t = 0; t < masked.size(); t++) {
      MaskedMetrics metrics = masked.get(t);
      metadata.put(NAMED, String.valueOf(metrics.named()));
      metadata.put(PATTERNS, String.valueOf(metrics.predictions().size()));
      tensors.add(Figures.named(name(t, "whole"), metrics.whole()));
      tensors.add(Figures.named(name(t, "induced"), metrics.induced()));
      tensors.add(Figures.named(name(t, "complete"), metrics.complete()));
      tensors.add(Figures.named(name(t, "deployed"), metrics.deployed()));
      for (int pattern = 0; pattern < metrics.predictions().size(); pattern++) {
        PredictionCodec.write(metrics.predictions().get(pattern), under(t, pattern), tensors);
      }
    }
  }

  static List<MaskedMetrics> read(SafetensorsReader reader, List<TargetSchema> schemas)
      throws IOException {
    List<MaskedMetrics> masked = new ArrayList<>();
    for (int t = 0; t < number(reader, TARGETS); t++) {
      List<Prediction> predictions = new ArrayList<>();
      for (int pattern = 0; pattern < number(reader, PATTERNS); pattern++) {
        predictions.add(PredictionCodec.read(schemas.get(t), under(t, pattern), reader));
      }
      masked.add(
          new MaskedMetrics(
              Figures.read(reader, name(t, "whole")),
              Figures.read(reader, name(t, "induced")),
              Figures.read(reader, name(t, "complete")),
              Figures.read(reader, name(t, "deployed")),
              number(reader, NAMED),
              predictions));
    }
    return masked;
  }

  private static int number(SafetensorsReader reader, String key) {
    return Integer.parseInt(reader.metadata().getOrDefault(key, "0"));
  }

  private static String under(int target, int pattern) {
    return name(target, "pattern." + pattern + ".");
  }

  private static String name(int target, String figure) {
    return "masked." + target + "." + figure;
  }
}
