package org.interfuse.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interfuse.comparison.MaskedMetrics;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;

/** What a fit says of masked modalities, as tensors in its file: a figure for each pattern. */
final class MaskedCodec {
  private static final String TARGETS = "masked_targets";

  private MaskedCodec() {}

  static void write(
      List<MaskedMetrics> masked, Map<String, String> metadata, List<NamedTensor> tensors) {
    metadata.put(TARGETS, String.valueOf(masked.size()));
    for (int t = 0; t < masked.size(); t++) {
      MaskedMetrics metrics = masked.get(t);
      tensors.add(Figures.named(name(t, "whole"), metrics.whole()));
      tensors.add(Figures.named(name(t, "induced"), metrics.induced()));
      tensors.add(Figures.named(name(t, "complete"), metrics.complete()));
      tensors.add(Figures.named(name(t, "deployed"), metrics.deployed()));
    }
  }

  static List<MaskedMetrics> read(SafetensorsReader reader) throws IOException {
    int targets = Integer.parseInt(reader.metadata().getOrDefault(TARGETS, "0"));
    List<MaskedMetrics> masked = new ArrayList<>();
    for (int t = 0; t < targets; t++) {
      masked.add(
          new MaskedMetrics(
              Figures.read(reader, name(t, "whole")),
              Figures.read(reader, name(t, "induced")),
              Figures.read(reader, name(t, "complete")),
              Figures.read(reader, name(t, "deployed"))));
    }
    return masked;
  }

  private static String name(int target, String figure) {
    return "masked." + target + "." + figure;
  }
}
