package org.interfuse.tensor.safetensors;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.finding.FindingsException;
import org.interfuse.tensor.Tensors;

/** Tensors of libtorch into a file and back, through windows on their memory: no copy is made. */
public final class TensorTransfer {
  private TensorTransfer() {}

  /**
   * A CPU tensor to be written. It is read when the file is, so it must live until then.
   *
   * @throws IllegalArgumentException if its element type has no place in a file
   */
  public static NamedTensor named(String name, Tensor tensor) {
    return new NamedTensor(name, typeOf(tensor), shapeOf(tensor), new TensorMemory(tensor));
  }

  /**
   * A new tensor with what the file holds under {@code name}; belongs to the current pointer scope.
   *
   * @throws FindingsException if the file has no such tensor
   */
  public static Tensor read(SafetensorsReader file, String name) throws IOException {
    TensorEntry entry = file.tensor(name);
    Tensor tensor = Tensors.empty(scalarType(entry.type()), entry.dimensions());
    new TensorMemory(tensor).readFrom(file, entry);
    return tensor;
  }

  /**
   * Overwrites a contiguous CPU tensor with what the file holds under {@code name}. Gradients are
   * not told.
   *
   * @throws FindingsException if the file has no tensor of that name, element type and shape
   */
  public static void readInto(Tensor target, SafetensorsReader file, String name)
      throws IOException {
    TensorEntry entry = requireLike(target, file, name);
    if (!target.is_contiguous()) {
      throw new IllegalArgumentException("tensor '" + name + "' is read into contiguous memory");
    }
    new TensorMemory(target).readFrom(file, entry);
  }

  /** The entry, which must have the type and shape of a tensor. */
  static TensorEntry requireLike(Tensor target, SafetensorsReader file, String name) {
    TensorEntry entry = file.tensor(name);
    ElementType type = typeOf(target);
    List<Long> shape = shapeOf(target);
    if (entry.type() != type || !entry.shape().equals(shape)) {
      throw HeaderParser.at(
          file.file() + ", tensor '" + name + "'",
          "it must be " + type + " of shape " + shape,
          entry.type() + " of shape " + entry.shape());
    }
    return entry;
  }

  private static List<Long> shapeOf(Tensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  private static ElementType typeOf(Tensor tensor) {
    ScalarType type = tensor.scalar_type().intern();
    return Arrays.stream(ElementType.values())
        .filter(candidate -> scalarType(candidate) == type)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("a file has no place for elements of " + type));
  }

  private static ScalarType scalarType(ElementType type) {
    return switch (type) {
      case F64 -> ScalarType.Double;
      case F32 -> ScalarType.Float;
      case F16 -> ScalarType.Half;
      case BF16 -> ScalarType.BFloat16;
      case I64 -> ScalarType.Long;
      case I32 -> ScalarType.Int;
      case U8 -> ScalarType.Byte;
      case BOOL -> ScalarType.Bool;
    };
  }
}
