package org.interfuse.source.array;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.TextFile;
import org.interfuse.tensor.safetensors.SafetensorsReader;
import org.interfuse.tensor.safetensors.TensorEntry;

/** A tensor with two axes of a safetensors file. */
final class SafetensorsMatrix {
  private SafetensorsMatrix() {}

  /**
   * Where the matrix lies.
   *
   * @param name the tensor's name; empty for the only tensor of the file
   * @throws FindingsException if it is no such file, or holds no such matrix
   */
  static ArrayLayout read(Path file, String shown, String name) {
    return read(file, shown, name, false).layout();
  }

  /** The same of a tensor with a third axis in front. */
  static StackLayout readStack(Path file, String shown, String name) {
    return read(file, shown, name, true);
  }

  /** A tensor of any number of axes. */
  static ArrayShape readShape(Path file, String shown, String name) {
    try (SafetensorsReader reader = SafetensorsReader.open(file, shown)) {
      TensorEntry entry = entry(reader.tensors(), shown, name);
      ArrayElement element = ArrayElement.ofSafetensors(entry.type());
      return new ArrayShape(element, reader.position(entry), entry.shape());
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  private static StackLayout read(Path file, String shown, String name, boolean stack) {
    try (SafetensorsReader reader = SafetensorsReader.open(file, shown)) {
      TensorEntry entry = entry(reader.tensors(), shown, name);
      List<Long> shape = entry.shape();
      ArrayElement element = ArrayElement.ofSafetensors(entry.type());
      if (stack) {
        return StackLayout.of(shown, shape, element, reader.position(entry));
      }
      if (shape.size() != 2) {
        throw new FindingsException(
            Finding.of(
                shown + ", tensor '" + entry.name() + "'",
                "a matrix must have two axes",
                shape.size() + ": " + shape));
      }
      return StackLayout.of(
          new ArrayLayout(
              element,
              reader.position(entry),
              ArrayLayout.axis(shown, shape.get(0)),
              ArrayLayout.axis(shown, shape.get(1)),
              false));
    } catch (IOException e) {
      throw TextFile.unreadable(shown, e);
    }
  }

  private static TensorEntry entry(List<TensorEntry> tensors, String shown, String name) {
    if (name.isEmpty() && tensors.size() == 1) {
      return tensors.get(0);
    }
    return tensors.stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FindingsException(
                    Finding.of(
                        shown,
                        name.isEmpty()
                            ? "'tensor' must say which of several tensors is the matrix"
                            : "'tensor' must name one of its tensors",
                        name.isEmpty() ? tensors.size() + " tensors" : "no '" + name + "'",
                        tensors.stream().limit(10).map(TensorEntry::name).toList())));
  }
}
