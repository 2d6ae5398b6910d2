package org.interfuse.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.tensor.NamedTensors;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.safetensors.ModelArchive;
import org.interfuse.tensor.safetensors.NamedTensor;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorTransfer;
import org.jspecify.annotations.Nullable;

/**
 * The state of fits that are trained at once, in one file, so that all of them go on from the same
 * epoch and with the same company: then the bits are those of a training that was never
 * interrupted. Not thread-safe.
 */
final class ReplicaCheckpoint {
  private final @Nullable Path file;
  private final CheckpointPace pace;

  ReplicaCheckpoint(@Nullable Path file, Duration every) {
    this.file = file;
    this.pace = new CheckpointPace(every, System.nanoTime());
  }

  /**
   * Tells fits where they stood, and gives models of those that are done their parameters; nothing
   * if there is no file.
   *
   * @param fits all, in their order
   * @throws StorageException if the file is damaged or cannot be read
   */
  void restore(List<ReplicaFit> fits) {
    read(
        reader -> {
          for (int k = 0; k < fits.size(); k++) {
            ReplicaFit fit = fits.get(k);
            fit.resume(Checkpoint.state(reader, prefix(k)));
            if (fit.isDone()) {
              into(ownState(fit, k), reader);
            }
          }
        });
  }

  /**
   * Gives a group its state.
   *
   * @param fits all, in their order
   * @param group those that are not done
   */
  void restore(List<ReplicaFit> fits, ReplicaGroup group) {
    read(
        reader -> {
          for (int r = 0; r < group.fits().size(); r++) {
            ReplicaFit fit = group.fits().get(r);
            into(groupState(group, r, fits.indexOf(fit)), reader);
            group.optimiser().resumeAfter(r, fit.steps());
          }
        });
  }

  /**
   * Keeps the state if the last time is long enough ago.
   *
   * @throws StorageException if it cannot be written; what was kept before stays
   */
  void saveIfDue(List<ReplicaFit> fits, ReplicaGroup group) {
    long now = System.nanoTime();
    if (file == null || !pace.due(now)) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      List<NamedTensor> contents = new ArrayList<>();
      for (int k = 0; k < fits.size(); k++) {
        ReplicaFit fit = fits.get(k);
        NamedTensors tensors =
            fit.isDone() ? ownState(fit, k) : groupState(group, group.fits().indexOf(fit), k);
        tensors
            .entries()
            .forEach(one -> contents.add(TensorTransfer.named(one.name(), one.tensor())));
        contents.addAll(Checkpoint.contents(prefix(k), fit.state()));
      }
      ModelArchive.write(file, Map.of("format", "interfuse-checkpoint"), contents);
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
    pace.written(now, System.nanoTime());
  }

  private static String prefix(int fit) {
    return fit + ".";
  }

  private static NamedTensors ownState(ReplicaFit fit, int index) {
    NamedTensors tensors = new NamedTensors();
    for (Parameter parameter : fit.trainer().model().parameters().trained()) {
      tensors.add(prefix(index) + "parameter." + parameter.name(), parameter.value());
    }
    return tensors;
  }

  private static NamedTensors groupState(ReplicaGroup group, int replica, int index) {
    NamedTensors tensors = new NamedTensors();
    group.optimiser().addState(tensors, prefix(index), replica);
    return tensors;
  }

  private static void into(NamedTensors tensors, SafetensorsReader reader) throws IOException {
    for (NamedTensors.Entry entry : tensors.entries()) {
      TensorTransfer.readInto(entry.tensor(), reader, entry.name());
    }
  }

  private void read(Reading reading) {
    if (file == null || !Files.exists(file)) {
      return;
    }
    try (PointerScope scope = new PointerScope();
        SafetensorsReader reader = ModelArchive.read(file)) {
      reading.of(reader);
    } catch (FindingsException e) {
      throw StorageException.damaged(e);
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  @FunctionalInterface
  private interface Reading {
    void of(SafetensorsReader reader) throws IOException;
  }
}
