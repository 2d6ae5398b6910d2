package org.interfuse.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;

/**
 * The prepared rows of every modality as tensors, made once and shared by all batches. Owns native
 * memory; close it after the fit. Batches belong to the caller's pointer scope. Safe to read from
 * several threads.
 */
public final class CohortTensors implements AutoCloseable {
  private final List<Resident> modalities = new ArrayList<>();

  /** Copies the features to tensors of the given floating type. */
  public CohortTensors(List<ModalityInput> inputs, ScalarType type) {
    Torch.load();
    try {
      for (ModalityInput input : inputs) {
        modalities.add(Resident.of(input, type));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The batch of these subjects.
   *
   * @param subjects indices into the cohort, at least one
   * @param hidden modalities to be treated as absent, [position in batch][modality]; null for none
   */
  public Batch batch(int[] subjects, boolean @Nullable [][] hidden) {
    List<Batch.OfModality> parts = new ArrayList<>(modalities.size());
    for (int m = 0; m < modalities.size(); m++) {
      parts.add(part(modalities.get(m), subjects, hidden, m));
    }
    return new Batch(subjects.length, parts);
  }

  private static Batch.OfModality part(
      Resident modality, int[] subjects, boolean @Nullable [][] hidden, int m) {
    long[] rows = new long[subjects.length];
    long[] positions = new long[subjects.length];
    boolean[] presence = new boolean[subjects.length];
    int count = 0;
    for (int i = 0; i < subjects.length; i++) {
      int row = modality.rowOf[subjects[i]];
      if (row >= 0 && (hidden == null || !hidden[i][m])) {
        rows[count] = row;
        positions[count++] = i;
        presence[i] = true;
      }
    }
    Tensor presenceTensor = Tensors.ofBooleans(presence, presence.length);
    if (count == 0) {
      return new Batch.OfModality(null, null, presenceTensor);
    }
    Tensor index = Tensors.ofLongs(java.util.Arrays.copyOf(rows, count), count);
    Tensor places =
        count == subjects.length
            ? null
            : Tensors.ofLongs(java.util.Arrays.copyOf(positions, count), count);
    return new Batch.OfModality(modality.select(index), places, presenceTensor);
  }

  @Override
  public void close() {
    modalities.forEach(Resident::close);
    modalities.clear();
  }

  private record Resident(Tensor numeric, @Nullable Tensor categories, int[] rowOf) {
    static Resident of(ModalityInput input, ScalarType type) {
      try (PointerScope scope = new PointerScope()) {
        int rows = input.features().rows();
        int columns = input.features().shape().cardinalities().length;
        Tensor numeric =
            keep(
                Tensors.ofFloats(
                        input.features().numeric(), rows, input.features().shape().numericWidth())
                    .to(type));
        Tensor categories =
            columns == 0
                ? null
                : keep(Tensors.ofInts(input.features().categories(), rows, columns));
        return new Resident(numeric, categories, input.rowOf());
      }
    }

    private static Tensor keep(Tensor tensor) {
      Tensor kept = new Tensor(tensor);
      kept.retainReference();
      return kept;
    }

    EncoderInput select(Tensor index) {
      return new EncoderInput(
          numeric.index_select(0, index),
          categories == null ? null : categories.index_select(0, index));
    }

    void close() {
      numeric.releaseReference();
      if (categories != null) {
        categories.releaseReference();
      }
    }
  }
}
