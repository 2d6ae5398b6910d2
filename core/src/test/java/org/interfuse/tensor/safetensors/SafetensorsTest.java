package org.interfuse.tensor.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.interfuse.finding.FindingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final long SEED = 11;

  @TempDir Path folder;

  @Test
  void everyElementTypeIsWhereTheFormatSays() throws IOException {
    Path file = folder.resolve("all.safetensors");
    List<NamedTensor> tensors = oneOfEachType();
    SafetensorsWriter.write(file, Map.of("unit", "µmol/l \"fasting\""), tensors);
    PlainSafetensors plain = PlainSafetensors.parse(Files.readAllBytes(file));
    assertThat(plain.tensors()).hasSize(tensors.size());
    for (NamedTensor tensor : tensors) {
      String key = tensor.name() + " " + tensor.type() + " [3,2]";
      assertThat(plain.tensors().get(key)).as(key).isEqualTo(bytesOf(tensor));
    }
    assertThat(plain.header()).contains("\"unit\":\"µmol/l \\\"fasting\\\"\"");
  }

  @Test
  void aLargeTensorIsReadPieceByPiece() throws IOException {
    byte[] values = new byte[(2 << 20) + 12];
    new Random(SEED).nextBytes(values);
    Path file = folder.resolve("large.safetensors");
    long elements = values.length / 4;
    SafetensorsWriter.write(
        file,
        Map.of(),
        List.of(NamedTensor.of("x", ElementType.F32, List.of(elements), ByteBuffer.wrap(values))));
    ByteBuffer read = ByteBuffer.allocate(values.length);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      reader.forEachWindow(
          reader.tensor("x"),
          window -> {
            assertThat(window.remaining()).isPositive().isLessThanOrEqualTo(1 << 20);
            read.put(window);
          });
    }
    assertThat(read.array()).as("seed %d", SEED).isEqualTo(values);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path file = folder.resolve("all.safetensors");
    List<NamedTensor> tensors = new ArrayList<>(oneOfEachType());
    tensors.add(NamedTensor.of("number", ElementType.F64, List.of(), ByteBuffer.allocate(8)));
    tensors.add(NamedTensor.of("empty", ElementType.I32, List.of(0L, 5L), ByteBuffer.allocate(0)));
    SafetensorsWriter.write(file, Map.of("b", "2", "a", ""), tensors);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.metadata()).isEqualTo(Map.of("a", "", "b", "2"));
      assertThat(reader.tensors()).hasSize(tensors.size());
      for (NamedTensor tensor : tensors) {
        TensorEntry entry = reader.tensor(tensor.name());
        assertThat(entry.type()).isEqualTo(tensor.type());
        assertThat(entry.shape()).isEqualTo(tensor.shape());
        assertThat(reader.read(tensor.name()).array()).isEqualTo(bytesOf(tensor));
      }
    }
  }

  @Test
  void eachTensorIsAlignedToItsElements() throws IOException {
    for (int length = 0; length < 9; length++) {
      Path file = folder.resolve("aligned.safetensors");
      SafetensorsWriter.write(file, Map.of("k", "x".repeat(length)), oneOfEachType());
      byte[] bytes = Files.readAllBytes(file);
      assertThat(ByteBuffer.wrap(bytes).get(0) % 8).isZero();
      try (SafetensorsReader reader = SafetensorsReader.open(file)) {
        assertThat(reader.tensors()).allMatch(entry -> entry.begin() % entry.type().bytes() == 0);
      }
    }
  }

  @Test
  void theSameContentGivesTheSameBytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    SafetensorsWriter.write(first, Map.of("a", "1", "b", "2", "c", "3"), oneOfEachType());
    SafetensorsWriter.write(second, Map.of("c", "3", "b", "2", "a", "1"), oneOfEachType());
    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void aFileInAnyOrderAndWithSpacesIsRead() throws IOException {
    Path file =
        PlainSafetensors.file(
            folder.resolve("other"),
            """
            { "z" : {"data_offsets":[1,3], "shape":[2], "dtype":"U8"},
              "y":{"dtype":"BOOL","shape":[],"data_offsets":[0,1]} }   \
            """,
            (byte) 1,
            (byte) 7,
            (byte) 8);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.tensors()).extracting(TensorEntry::name).containsExactly("y", "z");
      assertThat(reader.read("z").array()).containsExactly(7, 8);
      assertThatThrownBy(() -> reader.read("x"))
          .isInstanceOf(FindingsException.class)
          .hasMessageEndingWith(": it must hold the tensor 'x'; found none of that name.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                             | its header must begin with '{'; found something else
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} x        | header: it must be valid JSON without repeated names; found Unrecognized token 'x'
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} {}       | header: nothing follows its object; found more
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}           | header: it must be valid JSON without repeated names; found Unexpected end-of-input
          {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}} | header: it must be valid JSON without repeated names; found Duplicate Object property "a"
          {"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}} | found Duplicate Object property "dtype"
          {"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}     | tensor 'a', dtype: it must be a known element type; found 'F8_E4M3'; F64, F32, F16, BF16, I64, I32, U8, BOOL.
          {"a":{"dtype":"U8","shape":[5],"data_offsets":[0,4]}}          | tensor 'a': U8 of shape [5] takes 5 bytes; found 4 bytes
          {"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,4]}} | tensor 'a': its size in bytes must be below 2^63; found shape [4294967296, 4294967296]
          {"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}} | header: it must be valid JSON
          {"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}         | tensor 'a', shape: no number is negative; found [-4]
          {"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}        | tensor 'a', shape: a list of whole numbers; found otherwise
          {"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,4],"data_offsets":[0,4]}} | tensor 'a', shape: at most 8 numbers; found more
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,5]}}          | tensor 'a': data_offsets must lie in the 4 bytes of data, first before last; found [0, 5]
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}          | tensor 'a': data_offsets must lie in the 4 bytes of data, first before last; found [4, 0]
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[4]}}            | tensor 'a': data_offsets are two numbers; found [4]
          {"a":{"dtype":"U8","shape":[4]}}                               | tensor 'a': it must have dtype, shape and data_offsets; found not all of them
          {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":1}}    | tensor 'a': it has dtype, shape and data_offsets only; found 'x'
          {"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}          | tensor 'a': its data must begin where the tensor before it ends, at 0; found 2
          {"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}} | tensor 'b': its data must begin where the tensor before it ends, at 3; found 2
          {"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}          | the file must end with the last tensor's data, 3 bytes after the header; found 4 bytes
          {"__metadata__":{"k":1},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | __metadata__.k: it must be text; found another
          {"__metadata__":[]}                                            | __metadata__: it must be an object; found another
          {"a":[]}                                                       | tensor 'a': it must be an object; found another
          """)
  void whatTheFormatForbidsIsAFinding(String header, String message) throws IOException {
    Path file = PlainSafetensors.file(folder.resolve("bad"), header, new byte[4]);
    assertThatThrownBy(() -> SafetensorsReader.open(file).close())
        .isInstanceOf(FindingsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void aHeaderBeyondTheFileAllocatesNothing() throws IOException {
    byte[] bytes = new PlainSafetensors("{}", new byte[0]).bytes();
    for (long length : new long[] {3, 99_999_999, 1L << 40, Long.MAX_VALUE, -1}) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Path file = Files.write(folder.resolve("long"), bytes);
      assertThatThrownBy(() -> SafetensorsReader.open(file).close())
          .isInstanceOf(FindingsException.class)
          .hasMessage(
              file
                  + ": its header must end before the file does, after at most 100000000 bytes;"
                  + " found a length of "
                  + Long.toUnsignedString(length)
                  + " in a file of 10 bytes.");
    }
  }

  @Test
  void aHeaderBeyondTheLimitIsRefusedThoughTheFileIsLongEnough() throws IOException {
    Path file = folder.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(length.putLong(0, Header.MAX_BYTES + 1L), 0);
      channel.write(ByteBuffer.wrap(new byte[1]), Header.MAX_BYTES + 100L);
    }
    assertThatThrownBy(() -> SafetensorsReader.open(file).close())
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("after at most 100000000 bytes; found a length of 100000001");
  }

  @Test
  void moreTensorsThanTheLimitAreRefused() throws IOException {
    StringJoiner header = new StringJoiner(",", "{", "}");
    for (int i = 0; i <= Header.MAX_TENSORS; i++) {
      header.add("\"%d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i));
    }
    Path file = PlainSafetensors.file(folder.resolve("many"), header.toString());
    assertThatThrownBy(() -> SafetensorsReader.open(file).close())
        .isInstanceOf(FindingsException.class)
        .hasMessage(file + ": a file holds at most 100000 tensors; found more.");
  }

  @Test
  void noFileIsAFinding() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> SafetensorsReader.open(missing))
        .hasMessage(missing + ": it must be a file; found nothing.");
    assertThatThrownBy(() -> SafetensorsReader.open(folder))
        .hasMessage(folder + ": it must be a file; found a folder.");
  }

  @Test
  void tensorsThatCannotBeWrittenAreRefused() {
    ByteBuffer four = ByteBuffer.allocate(4);
    assertThatThrownBy(() -> NamedTensor.of("a", ElementType.F32, List.of(2L), four))
        .hasMessage("tensor 'a': F32 of shape [2] takes 8 bytes; found 4");
    assertThatThrownBy(() -> NamedTensor.of("__metadata__", ElementType.F32, List.of(1L), four))
        .hasMessage("a tensor cannot be named '__metadata__'");
    NamedTensor tensor = NamedTensor.of("a", ElementType.F32, List.of(1L), four);
    Path file = folder.resolve("twice");
    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), List.of(tensor, tensor)))
        .hasMessage("two tensors are named 'a'");
    assertThat(file).doesNotExist();
  }

  /** One tensor [3, 2] of random bytes for each element type, narrow types first. */
  static List<NamedTensor> oneOfEachType() {
    Random random = new Random(SEED);
    List<NamedTensor> tensors = new ArrayList<>();
    ElementType[] types = ElementType.values();
    for (int i = types.length - 1; i >= 0; i--) {
      byte[] bytes = new byte[6 * types[i].bytes()];
      random.nextBytes(bytes);
      tensors.add(
          NamedTensor.of(
              "part." + types[i] + ".weight", types[i], List.of(3L, 2L), ByteBuffer.wrap(bytes)));
    }
    return tensors;
  }

  private static byte[] bytesOf(NamedTensor tensor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tensor.data().writeTo(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }
}
