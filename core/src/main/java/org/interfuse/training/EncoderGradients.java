package org.interfuse.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.model.FusionModel;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Tensors;

/**
 * How large a gradient each modality's encoder and projection receive: an imbalance between
 * modalities shows here first. A few small tensors, once an epoch.
 */
final class EncoderGradients {
  private EncoderGradients() {}

  /**
   * The norm over all parameters of each modality, in the model's order; empty where there is
   * nothing to compare. Those of an encoder that updates itself are left out.
   */
  static Map<String, Double> norms(FusionModel model) {
    Map<String, Double> norms = new LinkedHashMap<>();
    List<String> modalities = model.modalities();
    if (modalities.size() > 1) {
      for (String modality : modalities) {
        norms.put(modality, norm(model, modality));
      }
    }
    return norms;
  }

  /** The same of each of R replicas whose parameters are stacked. */
  static List<Map<String, Double>> norms(FusionModel model, int replicas) {
    List<Map<String, Double>> norms = new ArrayList<>();
    for (int r = 0; r < replicas; r++) {
      norms.add(new LinkedHashMap<>());
    }
    List<String> modalities = model.modalities();
    for (String modality : modalities.size() > 1 ? modalities : List.<String>of()) {
      double[] own = norms(model, modality, replicas);
      for (int r = 0; r < replicas; r++) {
        norms.get(r).put(modality, own[r]);
      }
    }
    return norms;
  }

  private static double[] norms(FusionModel model, String modality, int replicas) {
    double[] squares = new double[replicas];
    for (Parameter parameter : model.parameters().trained()) {
      Tensor gradient = parameter.value().grad();
      if (isOf(parameter, modality) && gradient.defined()) {
        double[] each = Tensors.toDoubles(gradient.square().sum(1, 2)); // [R, …] to [R]
        for (int r = 0; r < replicas; r++) {
          squares[r] += each[r];
        }
      }
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  private static boolean isOf(Parameter parameter, String modality) {
    return parameter.name().startsWith("encoder." + modality + ".")
        || parameter.name().startsWith("projection." + modality + ".");
  }

  private static double norm(FusionModel model, String modality) {
    double squares = 0;
    for (Parameter parameter : model.parameters().trained()) {
      if (isOf(parameter, modality)) {
        Tensor gradient = parameter.value().grad();
        double norm = gradient.defined() ? gradient.norm().item_double() : 0;
        squares += norm * norm;
      }
    }
    return Math.sqrt(squares);
  }
}
