package org.interfuse.model;

import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.preprocessing.FeatureShape;

/**
 * A part of the network and where its features stand.
 *
 * @param fixed per input how many of its last numeric columns say what is present
 * @param features per column of its inputs the number of the feature
 * @param end number after its last feature
 */
record PathPart(
    FusionModel model,
    List<ModalityInput> inputs,
    List<FeatureShape> shapes,
    int[] fixed,
    int[] features,
    int end) {
  static PathPart of(
      NetworkPart part, List<ModalityInput> inputs, int from, List<String> indicated) {
    List<FeatureShape> shapes = inputs.stream().map(input -> input.features().shape()).toList();
    int[] fixed = new int[inputs.size()];
    int width = shapes.stream().mapToInt(PathPart::columns).sum();
    int[] features = IntStream.range(from, from + width).toArray();
    int end = from + width;
    if (part.input() instanceof NetworkInput.Merged merged) {
      List<String> own = merged.merge().indicated();
      fixed[0] = own.size();
      int numbers = shapes.get(0).numericWidth() - own.size();
      for (int j = numbers; j < width; j++) {
        int after = j - numbers - own.size();
        int place = after < 0 ? indicated.indexOf(own.get(j - numbers)) : indicated.size() + after;
        features[j] = from + numbers + place;
      }
      end += indicated.size() - own.size();
    }
    return new PathPart(part.model(), inputs, shapes, fixed, features, end);
  }

  /** First column of a modality's input. */
  int from(int modality) {
    return shapes.subList(0, modality).stream().mapToInt(PathPart::columns).sum();
  }

  private static int columns(FeatureShape shape) {
    return shape.table() ? shape.names().size() : 0;
  }

  /** Numbers of the inputs that have no columns, which stay as they are. */
  List<Integer> held() {
    return IntStream.range(0, shapes.size()).filter(m -> !shapes.get(m).table()).boxed().toList();
  }

  /** How many subjects may be encoded at once. */
  int mostSubjects() {
    try (CohortTensors tensors = new CohortTensors(inputs, model.parameters().type())) {
      return tensors.most();
    }
  }
}
