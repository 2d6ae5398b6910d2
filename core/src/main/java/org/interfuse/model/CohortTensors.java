package org.interfuse.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.encoder.TrainingRows;
import org.interfuse.encoder.WideRows;
import org.interfuse.preprocessing.Features;
import org.interfuse.preprocessing.Prepared;
import org.interfuse.preprocessing.SequenceFeatures;
import org.interfuse.preprocessing.WideFeatures;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.jspecify.annotations.Nullable;

/**
 * Batches of the prepared rows of every modality. The features stay in their Java arrays, which are
 * shared and not copied; close it after the fit to let go of them. Batches belong to the caller's
 * pointer scope. Safe to read from several threads.
 */
public final class CohortTensors implements AutoCloseable {
  /** Of arrays in one pass without a graph: 128 MB. */
  private static final long MOST_NUMBERS = 1 << 25;

  private final List<Resident> modalities = new ArrayList<>();
  private final Map<Integer, Tensor> everybody = new ConcurrentHashMap<>();

  /** Batches will be of the given floating type. */
  public CohortTensors(List<ModalityInput> inputs, ScalarType type) {
    Torch.load();
    for (ModalityInput input : inputs) {
      modalities.add(new Resident(input.features(), input.rowOf(), type));
    }
  }

  /** How many subjects go through a model at once where no graph is kept. */
  int most() {
    long most = Outputs.BATCH;
    for (Resident modality : modalities) {
      if (modality.prepared instanceof SequenceFeatures sequence && sequence.store() != null) {
        long longest = IntStream.range(0, sequence.rows()).map(sequence::length).max().orElse(1);
        long numbers = longest * sequence.sequence().tokenSize();
        most = Math.max(1, Math.min(most, MOST_NUMBERS / Math.max(1, numbers)));
      }
    }
    return (int) most;
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

  private Batch.OfModality part(
      Resident modality, int[] subjects, boolean @Nullable [][] hidden, int m) {
    int[] rows = new int[subjects.length];
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
    if (count == subjects.length) {
      return new Batch.OfModality(modality.select(rows, count), null, everybody(count));
    }
    Tensor presenceTensor = Tensors.ofBooleans(presence, presence.length);
    if (count == 0) {
      return new Batch.OfModality(null, null, presenceTensor);
    }
    Tensor places = Tensors.ofLongs(Arrays.copyOf(positions, count), count);
    return new Batch.OfModality(modality.select(rows, count), places, presenceTensor);
  }

  /** [B] true, made once for each size of a batch. */
  private Tensor everybody(int size) {
    return everybody.computeIfAbsent(
        size,
        asked -> {
          boolean[] presence = new boolean[asked];
          Arrays.fill(presence, true);
          Tensor tensor = Tensors.ofBooleans(presence);
          tensor.retainReference();
          return tensor;
        });
  }

  /**
   * What an encoder may look at before training.
   *
   * @param modality its number
   * @param subjects the training subjects
   * @param targets of all subjects of the cohort
   */
  public TrainingRows trainingRows(int modality, int[] subjects, List<Target> targets, Seed seed) {
    Resident resident = modalities.get(modality);
    int[] having = Arrays.stream(subjects).filter(s -> resident.rowOf[s] >= 0).toArray();
    return new TrainingRows(
        resident.prepared,
        Arrays.stream(having).map(s -> resident.rowOf[s]).toArray(),
        targets.stream().map(target -> target.select(having)).toList(),
        seed);
  }

  @Override
  public void close() {
    modalities.clear();
    everybody.values().forEach(Tensor::releaseReference);
    everybody.clear();
  }

  /** Copies rows from the Java arrays, which is quicker than selecting rows of a tensor. */
  private record Resident(Prepared prepared, int[] rowOf, ScalarType type) {
    EncoderInput select(int[] rows, int count) {
      if (prepared instanceof WideFeatures wide) {
        Tensor none = Tensors.empty(type, count, 0);
        WideRows chosen = new WideRows(wide, Arrays.copyOf(rows, count));
        return EncoderInput.ofWide(none, chosen);
      }
      if (prepared instanceof SequenceFeatures sequence) {
        return TokenBatch.of(sequence, rows, count, type);
      }
      Features features = prepared.table();
      int columns = features.shape().cardinalities().length;
      return new EncoderInput(
          numeric(features, rows, count),
          columns == 0 ? null : categories(features, rows, count, columns));
    }

    /** [count, p]. */
    private Tensor numeric(Features features, int[] rows, int count) {
      int width = features.shape().numericWidth();
      Tensor tensor = Tensors.empty(ScalarType.Float, count, width);
      if (width > 0) {
        try (FloatPointer data = tensor.data_ptr_float()) {
          FloatBuffer buffer = data.capacity((long) count * width).asBuffer();
          for (int i = 0; i < count; i++) {
            buffer.put(features.numeric(), rows[i] * width, width);
          }
        }
      }
      return type == ScalarType.Float ? tensor : tensor.to(type);
    }

    /** [count, q]. */
    private static Tensor categories(Features features, int[] rows, int count, int columns) {
      long[] codes = new long[count * columns];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = features.categories()[rows[i / columns] * columns + i % columns];
      }
      return Tensors.ofLongs(codes, count, columns);
    }
  }
}
