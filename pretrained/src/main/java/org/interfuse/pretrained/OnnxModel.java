package org.interfuse.pretrained;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/**
 * A network in ONNX, run on one thread for one item at a time: what it makes of an item does not
 * depend on others that happen to be computed with it, also where a quantised network chooses its
 * scales by what it is given. Several threads may run it at once.
 */
final class OnnxModel {
  private final String where;
  private final OrtSession session;

  /** An input or output of numbers. */
  record Port(String name, long[] shape, boolean isFloat) {
    String describe() {
      return name + java.util.Arrays.toString(shape).replace("-1", "any");
    }
  }

  private OnnxModel(String where, OrtSession session) {
    this.where = where;
    this.session = session;
  }

  /**
   * Opens a network.
   *
   * @param where for messages: the file
   * @param bytes of the file
   * @throws FindingsException if it cannot be run
   */
  static OnnxModel open(String where, byte[] bytes) {
    try {
      return new OnnxModel(where, DeepStack.call(() -> session(bytes)));
    } catch (OrtException e) {
      throw new FindingsException(
          Finding.of(
              where,
              "it must be a network in ONNX that can be run",
              String.valueOf(e.getMessage())));
    }
  }

  private static OrtSession session(byte[] bytes) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(bytes, options);
    }
  }

  /** Its inputs in its own order. */
  List<Port> inputs() {
    try {
      return ports(session.getInputInfo());
    } catch (OrtException e) {
      throw fault(e);
    }
  }

  /** Its outputs of float32 in its own order. */
  List<Port> outputs() {
    try {
      return ports(session.getOutputInfo()).stream().filter(Port::isFloat).toList();
    } catch (OrtException e) {
      throw fault(e);
    }
  }

  private static List<Port> ports(Map<String, NodeInfo> infos) {
    return infos.entrySet().stream()
        .filter(entry -> entry.getValue().getInfo() instanceof TensorInfo)
        .map(
            entry ->
                new Port(
                    entry.getKey(),
                    ((TensorInfo) entry.getValue().getInfo()).getShape(),
                    ((TensorInfo) entry.getValue().getInfo()).type == OnnxJavaType.FLOAT))
        .toList();
  }

  /** An output: its numbers row-major, and the size of each axis. */
  record Output(float[] values, long[] shape) {}

  /** Int64 inputs of shape [1, n], by name. */
  Output run(Map<String, long[]> inputs, String output) {
    Map<String, Object> tensors = new LinkedHashMap<>(inputs);
    return run(
        tensors,
        output,
        (value, environment) -> {
          long[] numbers = (long[]) value;
          return OnnxTensor.createTensor(
              environment, java.nio.LongBuffer.wrap(numbers), new long[] {1, numbers.length});
        });
  }

  /** One input of float32. */
  Output run(String input, FloatBuffer values, long[] shape, String output) {
    return run(
        Map.of(input, values),
        output,
        (value, environment) -> OnnxTensor.createTensor(environment, (FloatBuffer) value, shape));
  }

  private interface Maker {
    OnnxTensor make(Object value, OrtEnvironment environment) throws OrtException;
  }

  private Output run(Map<String, ?> inputs, String output, Maker maker) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, ?> entry : inputs.entrySet()) {
        tensors.put(entry.getKey(), maker.make(entry.getValue(), OrtEnvironment.getEnvironment()));
      }
      try (OrtSession.Result result = session.run(tensors, java.util.Set.of(output))) {
        OnnxTensor tensor = (OnnxTensor) result.get(0);
        FloatBuffer numbers = tensor.getFloatBuffer();
        float[] values = new float[numbers.remaining()];
        numbers.get(values);
        return new Output(values, tensor.getInfo().getShape());
      }
    } catch (OrtException e) {
      throw fault(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** The output of that name, or the first where none is named. */
  Port output(@org.jspecify.annotations.Nullable String name) {
    List<Port> all = outputs();
    return all.stream()
        .filter(port -> name == null || port.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FindingsException(
                    Finding.of(
                        where,
                        "output must be one of those of float32: "
                            + all.stream().map(Port::describe).collect(Collectors.joining(", ")),
                        String.valueOf(name))));
  }

  private FindingsException fault(OrtException e) {
    return new FindingsException(
        Finding.of(
            where, "the network must run on what the study says", String.valueOf(e.getMessage())));
  }
}
