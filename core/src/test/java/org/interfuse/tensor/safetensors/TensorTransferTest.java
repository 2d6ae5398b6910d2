package org.interfuse.tensor.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.interfuse.finding.FindingsException;
import org.interfuse.tensor.Initialisation;
import org.interfuse.tensor.Parameter;
import org.interfuse.tensor.Parameters;
import org.interfuse.tensor.Seed;
import org.interfuse.tensor.Tensors;
import org.interfuse.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTransferTest {
  @TempDir Path folder;
  private Path file;
  private PointerScope scope;

  @BeforeEach
  void open() {
    Torch.load();
    scope = new PointerScope();
    file = folder.resolve("tensors");
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @CsvSource({
    "F64, Double",
    "F32, Float",
    "F16, Half",
    "BF16, BFloat16",
    "I64, Long",
    "I32, Int",
    "U8, Byte",
    "BOOL, Bool"
  })
  void everyElementTypeComesBack(ElementType type, ScalarType torchType) throws IOException {
    double[] values = type == ElementType.BOOL ? new double[] {1, 0} : new double[] {1, 2};
    Tensor tensor = Tensors.ofDoubles(values, 2, 1).to(torchType);
    SafetensorsWriter.write(file, Map.of(), List.of(TensorTransfer.named("x", tensor)));
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.tensor("x").type()).isEqualTo(type);
      Tensor read = TensorTransfer.read(reader, "x");
      assertThat(read.scalar_type().intern()).isEqualTo(torchType);
      assertThat(read.shape()).containsExactly(2, 1);
      assertThat(Tensors.toDoubles(read)).containsExactly(values);
    }
  }

  @Test
  void bytesAreLittleEndianAndRowMajorWhateverTheStrides() throws IOException {
    Tensor transposed = Tensors.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t();
    SafetensorsWriter.write(file, Map.of(), List.of(TensorTransfer.named("x", transposed)));
    byte[] bytes = PlainSafetensors.parse(Files.readAllBytes(file)).tensors().get("x F32 [3,2]");
    float[] found = new float[6];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(found);
    assertThat(found).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void parametersAreOverwrittenInPlace() throws IOException {
    try (Parameters written = new Parameters(new Seed(1));
        Parameters read = new Parameters(new Seed(2))) {
      Tensor from = add(written);
      Tensor into = add(read);
      SafetensorsWriter.write(file, Map.of(), List.of(TensorTransfer.named("w", from)));
      try (SafetensorsReader reader = SafetensorsReader.open(file)) {
        TensorTransfer.readInto(into, reader, "w");
      }
      assertThat(Tensors.toDoubles(into)).containsExactly(Tensors.toDoubles(from));
      assertThat(into.requires_grad()).isTrue();
    }
  }

  @Test
  void aTensorLargerThanAWindowComesBack() throws IOException {
    byte[] pattern = new byte[251 * 1000];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % 251);
    }
    Tensor large = Tensors.empty(ScalarType.Byte, pattern.length).repeat(268);
    for (int i = 0; i < 268; i++) {
      new BytePointer(large.data_ptr()).position((long) i * pattern.length).put(pattern);
    }
    ModelArchive.write(file, Map.of(), List.of(TensorTransfer.named("large", large)));
    try (SafetensorsReader reader = ModelArchive.read(file)) {
      assertThat(TensorTransfer.read(reader, "large").equal(large)).isTrue();
      assertThat(reader.read("large").get((1 << 26) + 5)).isEqualTo((byte) (((1 << 26) + 5) % 251));
    }
  }

  @Test
  void anotherShapeOrTypeIsAFinding() throws IOException {
    Tensor tensor = Tensors.ofFloats(new float[] {1, 2}, 2);
    SafetensorsWriter.write(file, Map.of(), List.of(TensorTransfer.named("x", tensor)));
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      Tensor doubles = Tensors.empty(ScalarType.Double, 2, 1);
      assertThatThrownBy(() -> TensorTransfer.readInto(doubles, reader, "x"))
          .isInstanceOf(FindingsException.class)
          .hasMessage(
              file + ", tensor 'x': it must be F64 of shape [2, 1]; found F32 of shape [2].");
    }
  }

  @Test
  void complexNumbersAreRefused() {
    Tensor complex = Tensors.ofFloats(new float[] {1}, 1).to(ScalarType.ComplexFloat);
    assertThatThrownBy(() -> TensorTransfer.named("x", complex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a file has no place for elements of ComplexFloat");
  }

  private static Tensor add(Parameters parameters) {
    return parameters.add("w", Initialisation.linear(4), Parameter.Role.WEIGHT, 3, 4);
  }
}
