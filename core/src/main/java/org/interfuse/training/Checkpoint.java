package org.interfuse.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.safetensors.ElementType;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.StoredTensor;
import org.interfuse.tensor.safetensors.TensorEntry;
import org.interfuse.tensor.safetensors.TensorTransfer;
import org.jspecify.annotations.Nullable;

/**
 * The state of an unfinished training in one file, written whole or not at all: parameters, best
 * parameters, optimiser, position and history. A training that goes on from it ends with the same
 * bits as one that was never interrupted. Not thread-safe.
 */
final class Checkpoint {
  private static final String STATE = "state";
  private static final String HISTORY = "history";
  private static final String GRADIENT = "encoder_gradient.";
  private static final int COLUMNS = 6;

  private final @Nullable Path file;
  private final CheckpointPace pace;

  Checkpoint(@Nullable Path file, Duration every) {
    this.file = file;
    this.pace = new CheckpointPace(every, System.nanoTime());
  }

  /**
   * Fills the tensors from the file and returns where it stood; the start if there is no file.
   *
   * @param stored tensors kept in files of their own, by name
   * @throws StorageException if the file is damaged or cannot be read
   */
  TrainingState restore(NamedTensors tensors, Map<String, StoredTensor> stored) {
    if (file == null || !Files.exists(file)) {
      return TrainingState.START;
    }
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      for (NamedTensors.Entry entry : tensors.entries()) {
        TensorTransfer.readInto(entry.tensor(), reader, entry.name());
      }
      for (Map.Entry<String, StoredTensor> entry : stored.entrySet()) {
        entry.getValue().readFrom(reader, entry.getKey());
      }
      return state(reader, "");
    } catch (FindingsException e) {
      throw StorageException.damaged(e);
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  /**
   * Keeps the state if the last time is long enough ago.
   *
   * @throws StorageException if it cannot be written; what was kept before stays
   */
  void saveIfDue(TrainingState state, NamedTensors tensors, Map<String, StoredTensor> stored) {
    long now = System.nanoTime();
    if (file == null || !pace.due(now)) {
      return;
    }
    List<NamedTensor> contents = new ArrayList<>();
    for (NamedTensors.Entry entry : tensors.entries()) {
      contents.add(TensorTransfer.named(entry.name(), entry.tensor()));
    }
    stored.forEach((name, tensor) -> contents.add(tensor.named(name)));
    contents.addAll(contents("", state));
    try {
      ModelArchive.write(file, Map.of("format", "interfuse-checkpoint"), contents);
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
    pace.written(now, System.nanoTime());
  }

  /** A state as tensors whose names begin with {@code prefix}. */
  static List<NamedTensor> contents(String prefix, TrainingState state) {
    List<NamedTensor> contents = new ArrayList<>();
    contents.add(named(prefix + STATE, figures(state)));
    contents.add(named(prefix + HISTORY, history(state.history())));
    contents.addAll(gradients(prefix + GRADIENT, state.history()));
    return contents;
  }

  /** The state that {@link #contents} made the tensors of. */
  static TrainingState state(SafetensorsReader reader, String prefix) throws IOException {
    return state(
        figures(reader, prefix + STATE),
        figures(reader, prefix + HISTORY),
        gradients(reader, prefix + GRADIENT));
  }

  private static double[] figures(TrainingState state) {
    return new double[] {state.epoch(), state.steps(), state.bestLoss(), state.bestEpoch()};
  }

  private static double[] history(List<EpochRecord> history) {
    double[] figures = new double[history.size() * COLUMNS];
    for (int i = 0; i < history.size(); i++) {
      EpochRecord epoch = history.get(i);
      figures[i * COLUMNS] = epoch.epoch();
      figures[i * COLUMNS + 1] = epoch.trainingLoss();
      figures[i * COLUMNS + 2] = epoch.validationLoss();
      figures[i * COLUMNS + 3] = epoch.validationMetric();
      figures[i * COLUMNS + 4] = epoch.gradientNorm();
      figures[i * COLUMNS + 5] = epoch.learningRate();
    }
    return figures;
  }

  /** One tensor for each modality: its gradient's norm in every epoch. */
  private static List<NamedTensor> gradients(String prefix, List<EpochRecord> history) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (String modality : history.get(0).encoderGradientNorms().keySet()) {
      double[] norms =
          history.stream()
              .mapToDouble(epoch -> epoch.encoderGradientNorms().getOrDefault(modality, Double.NaN))
              .toArray();
      tensors.add(named(prefix + modality, norms));
    }
    return tensors;
  }

  private static Map<String, double[]> gradients(SafetensorsReader reader, String prefix)
      throws IOException {
    Map<String, double[]> norms = new LinkedHashMap<>();
    for (TensorEntry tensor : reader.tensors()) {
      if (tensor.name().startsWith(prefix)) {
        norms.put(tensor.name().substring(prefix.length()), figures(reader, tensor.name()));
      }
    }
    return norms;
  }

  private static Map<String, Double> at(int epoch, Map<String, double[]> gradients) {
    Map<String, Double> norms = new LinkedHashMap<>();
    gradients.forEach((modality, values) -> norms.put(modality, values[epoch]));
    return norms;
  }

  private static TrainingState state(
      double[] state, double[] figures, Map<String, double[]> gradients) {
    List<EpochRecord> history = new ArrayList<>();
    for (int i = 0; i < figures.length; i += COLUMNS) {
      history.add(
          new EpochRecord(
              (int) figures[i],
              figures[i + 1],
              figures[i + 2],
              figures[i + 3],
              figures[i + 4],
              figures[i + 5],
              at(i / COLUMNS, gradients)));
    }
    return new TrainingState((int) state[0], (long) state[1], state[2], (int) state[3], history);
  }

  private static NamedTensor named(String name, double[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return NamedTensor.of(name, ElementType.F64, List.of((long) values.length), bytes);
  }

  private static double[] figures(SafetensorsReader reader, String name) throws IOException {
    ByteBuffer bytes = reader.read(name).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }
}
