package org.interfuse.pretrained;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;

/** Networks of one operator, in ONNX. An axis of −1 is of any size. */
final class TinyNetworks {
  private TinyNetworks() {}

  /** Gives the numbers that it is given. */
  static byte[] identity(long... shape) {
    return network("Identity", shape, shape);
  }

  /** The mean of each channel of images, channels first. */
  static byte[] channelMeans(long... shape) {
    return network("GlobalAveragePool", shape, new long[] {shape[0], shape[1], 1, 1});
  }

  /** All numbers of an item one after another. */
  static byte[] flattened(long... shape) {
    long width = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    return network("Flatten", shape, new long[] {shape[0], width});
  }

  private static byte[] network(String operator, long[] in, long[] out) {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("tiny")
            .addNode(NodeProto.newBuilder().setOpType(operator).addInput("in").addOutput("out"))
            .addInput(port("in", in))
            .addOutput(port("out", out))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ValueInfoProto port(String name, long... shape) {
    TensorShapeProto.Builder axes = TensorShapeProto.newBuilder();
    for (long size : shape) {
      TensorShapeProto.Dimension.Builder axis = TensorShapeProto.Dimension.newBuilder();
      axes.addDim(size < 0 ? axis.setDimParam("any") : axis.setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(axes)))
        .build();
  }
}
