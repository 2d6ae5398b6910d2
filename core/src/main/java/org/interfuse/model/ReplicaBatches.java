package org.interfuse.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.encoder.EncoderInput;
import org.interfuse.preprocessing.Features;
import org.interfuse.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Batches of R replicas of one model, each of which reads rows of its own: float32, with a leading
 * axis of R. The features stay in their Java arrays. Batches belong to the caller's pointer scope.
 */
public final class ReplicaBatches {
  private final List<List<ModalityInput>> replicas;

  /**
   * Batches of these replicas.
   *
   * @param replicas what each reads, in the model's order; of equal shapes
   */
  public ReplicaBatches(List<List<ModalityInput>> replicas) {
    this.replicas = List.copyOf(replicas);
  }

  /**
   * The batch of these subjects.
   *
   * @param subjects of each replica, indices into its cohort; none for a replica that rests, at
   *     least one in all
   * @param hidden of each replica the modalities to be treated as absent, [position][modality];
   *     null for none
   */
  public Batch batch(List<int[]> subjects, List<boolean @Nullable [][]> hidden) {
    int[] rows = subjects.stream().mapToInt(own -> own.length).toArray();
    int size = Arrays.stream(rows).max().orElseThrow();
    List<Batch.OfModality> parts = new ArrayList<>();
    for (int m = 0; m < replicas.get(0).size(); m++) {
      parts.add(new Part(m, size, subjects, hidden).assemble());
    }
    return new Batch(size, parts, rows);
  }

  /** One modality of a batch while it is put together. */
  private final class Part {
    private final int modality;
    private final int size;
    private final int[] counts;
    private final int[][] rows;
    private final boolean[] present;
    private final int[][] places;
    private boolean somebodyLacks;

    Part(int modality, int size, List<int[]> subjects, List<boolean @Nullable [][]> hidden) {
      this.modality = modality;
      this.size = size;
      counts = new int[subjects.size()];
      rows = new int[counts.length][];
      places = new int[counts.length][];
      present = new boolean[counts.length * size];
      Arrays.fill(present, true);
      for (int r = 0; r < counts.length; r++) {
        find(r, subjects.get(r), hidden.get(r));
      }
    }

    private void find(int replica, int[] subjects, boolean @Nullable [][] hidden) {
      int[] rowOf = replicas.get(replica).get(modality).rowOf();
      rows[replica] = new int[subjects.length];
      places[replica] = new int[subjects.length];
      int count = 0;
      for (int i = 0; i < subjects.length; i++) {
        int row = rowOf[subjects[i]];
        if (row >= 0 && (hidden == null || !hidden[i][modality])) {
          rows[replica][count] = row;
          places[replica][count++] = i;
        } else {
          present[replica * size + i] = false;
          somebodyLacks = true;
        }
      }
      counts[replica] = count;
    }

    Batch.OfModality assemble() {
      Tensor presence = Tensors.ofBooleans(present, counts.length, size);
      int most = Arrays.stream(counts).max().orElseThrow();
      if (most == 0) {
        return new Batch.OfModality(null, null, presence, counts);
      }
      Features first = features(0);
      EncoderInput input =
          new EncoderInput(
              numeric(most, first.shape().numericWidth()),
              categories(most, first.shape().cardinalities().length));
      return new Batch.OfModality(input, positions(most), presence, counts);
    }

    private Features features(int replica) {
      return replicas.get(replica).get(modality).features().table();
    }

    /** [R, most, p]. */
    private Tensor numeric(int most, int width) {
      Tensor tensor = Tensors.empty(ScalarType.Float, counts.length, most, width);
      if (width == 0) {
        return tensor;
      }
      float[] nothing = new float[most * width];
      try (FloatPointer data = tensor.data_ptr_float()) {
        FloatBuffer buffer = data.capacity((long) counts.length * most * width).asBuffer();
        for (int r = 0; r < counts.length; r++) {
          float[] values = features(r).numeric();
          for (int i = 0; i < counts[r]; i++) {
            buffer.put(values, rows[r][i] * width, width);
          }
          buffer.put(nothing, 0, (most - counts[r]) * width);
        }
      }
      return tensor;
    }

    /** [R, most, q]. */
    private @Nullable Tensor categories(int most, int columns) {
      if (columns == 0) {
        return null;
      }
      long[] codes = new long[counts.length * most * columns];
      for (int r = 0; r < counts.length; r++) {
        int[] values = features(r).categories();
        for (int i = 0; i < counts[r]; i++) {
          for (int column = 0; column < columns; column++) {
            codes[(r * most + i) * columns + column] = values[rows[r][i] * columns + column];
          }
        }
      }
      return Tensors.ofLongs(codes, counts.length, most, columns);
    }

    /**
     * [R · most]: the places of the rows, and for rows that stand for nobody those of a replica
     * that nobody else has; null where nobody lacks the modality, so that all are in their places.
     */
    private @Nullable Tensor positions(int most) {
      if (!somebodyLacks) {
        return null;
      }
      long[] positions = new long[counts.length * most];
      for (int r = 0; r < counts.length; r++) {
        boolean[] taken = new boolean[size];
        for (int i = 0; i < counts[r]; i++) {
          taken[places[r][i]] = true;
          positions[r * most + i] = (long) r * size + places[r][i];
        }
        int free = 0;
        for (int i = counts[r]; i < most; i++) {
          while (taken[free]) {
            free++;
          }
          positions[r * most + i] = (long) r * size + free++;
        }
      }
      return Tensors.ofLongs(positions, positions.length);
    }
  }
}
