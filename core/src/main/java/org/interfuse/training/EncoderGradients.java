package org.interfuse.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.model.FusionModel;
import org.interfuse.tensor.Parameter;

/**
 * How large a gradient each modality's encoder and projection receive: an imbalance between
 * modalities shows here first. A few small tensors, once an epoch.
 */
final class EncoderGradients {
  private EncoderGradients() {}

  /**
   * The norm over all parameters of each modality, in the model's order; empty where there is
   * nothing to compare. Weights of columns that an encoder updates itself count like any other.
   */
  static Map<String, Double> norms(FusionModel model) {
    Map<String, Double> norms = new LinkedHashMap<>();
    List<String> modalities = model.modalities();
    if (modalities.size() > 1) {
      for (int m = 0; m < modalities.size(); m++) {
        String modality = modalities.get(m);
        double own = model.encoder(m).squaredGradientNorm();
        norms.put(modality, Math.sqrt(squares(model, modality) + own));
      }
    }
    return norms;
  }

  /** The same of each of R replicas. */
  static List<Map<String, Double>> norms(
      List<String> modalities, ReplicaAdamW optimiser, int replicas) {
    List<Map<String, Double>> norms = new ArrayList<>();
    for (int r = 0; r < replicas; r++) {
      norms.add(new LinkedHashMap<>());
    }
    for (String modality : modalities.size() > 1 ? modalities : List.<String>of()) {
      double[] squares = optimiser.squares(name -> isOf(name, modality));
      for (int r = 0; r < replicas; r++) {
        norms.get(r).put(modality, Math.sqrt(squares[r]));
      }
    }
    return norms;
  }

  private static boolean isOf(String parameter, String modality) {
    return parameter.startsWith("encoder." + modality + ".")
        || parameter.startsWith("projection." + modality + ".");
  }

  private static double squares(FusionModel model, String modality) {
    double squares = 0;
    for (Parameter parameter : model.parameters().trained()) {
      if (isOf(parameter.name(), modality)) {
        Tensor gradient = parameter.value().grad();
        double norm = gradient.defined() ? gradient.norm().item_double() : 0;
        squares += norm * norm;
      }
    }
    return squares;
  }
}
