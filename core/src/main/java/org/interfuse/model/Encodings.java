package org.interfuse.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.interfuse.encoder.Representation;
import org.interfuse.fusion.ModalityWeights;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.tensor.Pass;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a network computes on its way from subjects to its outputs, kept from the same
 * passes over the same batches as those of {@link NetworkPart#predict}, so equal to the bit.
 *
 * @param modalities names, as the part reads them; {@code merged} with strategy early
 * @param representations per modality, after encoder and projection: [subject][width], null for a
 *     subject who lacks it
 * @param fused [subject][C], null for a subject of whom the part knows nothing
 * @param columns of the fusion's weights; null if it weighs nothing
 * @param weights [subject][column], null for such a subject
 * @param outputs raw outputs per target, [subject][output], null for such a subject
 */
public record Encodings(
    List<String> modalities,
    List<float[][]> representations,
    float[][] fused,
    ModalityWeights.@Nullable Columns columns,
    float[][] weights,
    List<double[][]> outputs) {
  public Encodings {
    modalities = List.copyOf(modalities);
    representations = List.copyOf(representations);
    outputs = List.copyOf(outputs);
  }

  /**
   * Computes them.
   *
   * @param data prepared with what was fitted on the training subjects
   * @param subjects indices into its cohort
   */
  public static Encodings of(NetworkPart part, PreparedCohort data, int[] subjects) {
    FusionModel model = part.model();
    List<ModalityInput> inputs = part.input().of(data);
    Encodings all = empty(model, inputs, subjects.length);
    boolean[] known = NetworkPart.known(inputs, subjects);
    int[] places = places(known);
    try (CohortTensors tensors = new CohortTensors(inputs, model.parameters().type())) {
      int batch = tensors.most();
      for (int from = 0; from < places.length; from += batch) {
        int to = Math.min(from + batch, places.length);
        all.fill(model, tensors, inputs, subjects, Arrays.copyOfRange(places, from, to));
      }
    }
    return all;
  }

  private static Encodings empty(FusionModel model, List<ModalityInput> inputs, int n) {
    List<float[][]> representations = new ArrayList<>();
    inputs.forEach(input -> representations.add(new float[n][]));
    List<double[][]> outputs = new ArrayList<>();
    model.heads().forEach(head -> outputs.add(new double[n][]));
    return new Encodings(
        inputs.stream().map(ModalityInput::name).toList(),
        representations,
        new float[n][],
        model.weights(),
        new float[n][],
        outputs);
  }

  private static int[] places(boolean[] known) {
    int[] places = new int[known.length];
    int count = 0;
    for (int i = 0; i < known.length; i++) {
      if (known[i]) {
        places[count++] = i;
      }
    }
    return Arrays.copyOf(places, count);
  }

  /** One pass, of the subjects at some places. */
  private void fill(
      FusionModel model,
      CohortTensors tensors,
      List<ModalityInput> inputs,
      int[] subjects,
      int[] places) {
    int[] some = Arrays.stream(places).map(place -> subjects[place]).toArray();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Pass pass = Pass.recording();
      List<Representation> encoded = model.encode(tensors.batch(some, null), pass);
      Tensor fusedRows = model.fuse(encoded, pass);
      List<Tensor> predicted = model.predict(fusedRows, pass);
      for (int m = 0; m < encoded.size(); m++) {
        ModalityInput input = inputs.get(m);
        float[][] rows = floats(encoded.get(m).pooled());
        for (int i = 0; i < some.length; i++) {
          representations.get(m)[places[i]] = input.has(some[i]) ? rows[i] : null;
        }
      }
      copy(floats(fusedRows), fused, places);
      if (columns != null) {
        copy(floats(pass.recorded().get(0)), weights, places);
      }
      for (int t = 0; t < predicted.size(); t++) {
        copy(Tensors.toRows(predicted.get(t)), outputs.get(t), places);
      }
    }
  }

  private static <T> void copy(T[] rows, T[] all, int[] places) {
    for (int i = 0; i < places.length; i++) {
      all[places[i]] = rows[i];
    }
  }

  /** Exact where the model is of float32. */
  private static float[][] floats(Tensor tensor) {
    double[][] rows = Tensors.toRows(tensor);
    float[][] floats = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      floats[i] = new float[rows[i].length];
      for (int j = 0; j < rows[i].length; j++) {
        floats[i][j] = (float) rows[i][j];
      }
    }
    return floats;
  }
}
