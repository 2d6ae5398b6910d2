package org.interfuse.tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Java arrays to tensors and back, always by copying: a tensor made here owns its memory, and an
 * array read here outlives its tensor. Tensors belong to the current pointer scope. Values are in
 * row-major order; a shape that is left out means one axis.
 */
public final class Tensors {
  private Tensors() {}

  /** An uninitialised tensor of the given element type. */
  public static Tensor empty(ScalarType type, long... shape) {
    return torch.empty(shape, Options.of(type), Options.ANY_LAYOUT);
  }

  /** Native option objects, made once: as costly to make as a small tensor. Never written to. */
  private static final class Options {
    private static final Map<ScalarType, TensorOptions> BY_TYPE = new ConcurrentHashMap<>();
    private static final MemoryFormatOptional ANY_LAYOUT;

    static {
      Torch.load();
      ANY_LAYOUT = new MemoryFormatOptional().retainReference();
    }

    static TensorOptions of(ScalarType type) {
      return BY_TYPE.computeIfAbsent(type.intern(), Options::create);
    }

    /** Outlives whatever pointer scope happens to be open. */
    private static TensorOptions create(ScalarType type) {
      try (ScalarTypeOptional some = new ScalarTypeOptional(type);
          TensorOptions defaults = new TensorOptions()) {
        return defaults.dtype(some).retainReference();
      }
    }
  }

  /** A tensor of zeros. */
  public static Tensor zeros(ScalarType type, long... shape) {
    return empty(type, shape).zero_();
  }

  /** The size of every axis. */
  public static long[] shape(Tensor tensor) {
    long[] sizes = new long[Math.toIntExact(tensor.dim())];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = tensor.size(axis);
    }
    return sizes;
  }

  /** A float32 tensor. */
  public static Tensor ofFloats(float[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Float, shape(values.length, shape));
    if (values.length > 0) {
      try (FloatPointer data = tensor.data_ptr_float()) {
        data.put(values);
      }
    }
    return tensor;
  }

  /** A float64 tensor. */
  public static Tensor ofDoubles(double[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Double, shape(values.length, shape));
    if (values.length > 0) {
      try (DoublePointer data = tensor.data_ptr_double()) {
        data.put(values);
      }
    }
    return tensor;
  }

  /** A float64 tensor [rows, columns] from rows of equal length. */
  public static Tensor ofRows(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] values = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " values; row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return ofDoubles(values, rows.length, columns);
  }

  /** An int64 tensor, as indices and class codes need. */
  public static Tensor ofLongs(long[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Long, shape(values.length, shape));
    if (values.length > 0) {
      try (LongPointer data = tensor.data_ptr_long()) {
        data.put(values);
      }
    }
    return tensor;
  }

  /** An int64 tensor from ints. */
  public static Tensor ofInts(int[] values, long... shape) {
    long[] longs = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      longs[i] = values[i];
    }
    return ofLongs(longs, shape);
  }

  /** A boolean tensor. */
  public static Tensor ofBooleans(boolean[] values, long... shape) {
    Tensor tensor = empty(ScalarType.Bool, shape(values.length, shape));
    if (values.length > 0) {
      byte[] bytes = new byte[values.length];
      for (int i = 0; i < values.length; i++) {
        bytes[i] = (byte) (values[i] ? 1 : 0);
      }
      try (BytePointer data = new BytePointer(tensor.data_ptr())) {
        data.put(bytes);
      }
    }
    return tensor;
  }

  /** All elements of a tensor of any shape and numeric or boolean type, in row-major order. */
  public static double[] toDoubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.numel())];
    if (values.length == 0) {
      return values;
    }
    if (tensor.scalar_type().intern() == ScalarType.Double && tensor.is_contiguous()) {
      read(tensor, values);
      return values;
    }
    try (Tensor detached = tensor.detach();
        Tensor doubles = detached.to(ScalarType.Double);
        Tensor dense = doubles.contiguous()) {
      read(dense, values);
    }
    return values;
  }

  private static void read(Tensor doubles, double[] values) {
    try (DoublePointer data = doubles.data_ptr_double()) {
      data.get(values);
    }
  }

  /** The rows of a two-dimensional tensor. */
  public static double[][] toRows(Tensor tensor) {
    if (tensor.dim() != 2) {
      throw new IllegalArgumentException(
          "a tensor of rows has 2 dimensions; this one has " + tensor.dim());
    }
    double[] values = toDoubles(tensor);
    int columns = Math.toIntExact(tensor.size(1));
    double[][] rows = new double[Math.toIntExact(tensor.size(0))][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
    }
    return rows;
  }

  private static long[] shape(int length, long[] asked) {
    if (asked.length == 0) {
      return new long[] {length};
    }
    long elements = 1;
    for (long size : asked) {
      elements *= size;
    }
    if (elements != length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(asked) + " needs " + elements + " values, got " + length);
    }
    return asked;
  }
}
