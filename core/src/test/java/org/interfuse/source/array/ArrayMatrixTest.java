package org.interfuse.source.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.TableData;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.MatrixSource;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.SourceFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays that NumPy wrote ({@code core/src/test/resources/arrays}), and broken ones. */
class ArrayMatrixTest {
  private static final IdSpec BY_POSITION = new IdSpec(null, 0, true);

  @TempDir private Path temporary;
  private SourceFolder folder = new SourceFolder(Path.of(""));

  @BeforeEach
  void labels() {
    folder =
        new SourceFolder(temporary)
            .file("ids.txt", "s1\ns2\ns3\n")
            .file("names.txt", "a\nb\nc\nd\n");
  }

  private static byte[] bytes(String name) {
    try (InputStream stream = ArrayMatrixTest.class.getResourceAsStream("/arrays/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static MatrixSource source(String path, IdSpec id, String ids, String names) {
    return source(path, id, "rows", List.of(), ids, names, "");
  }

  private static MatrixSource source(
      String path,
      IdSpec id,
      String subjects,
      List<String> missing,
      String ids,
      String names,
      String tensor) {
    return new MatrixSource(
        List.of(path),
        true,
        "auto",
        missing,
        id,
        RowPolicy.ONE,
        subjects,
        List.of(),
        List.of(),
        ids,
        names,
        tensor);
  }

  private TableData read(String name) {
    return folder.file(name, bytes(name)).table(source(name, BY_POSITION, "", ""));
  }

  private String complaint(String name) {
    return folder.file(name, bytes(name)).complaint(source(name, BY_POSITION, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float32.npy",
        "float64-fortran.npy",
        "float16.npy",
        "version2.npy",
        "version3-fortran.npy"
      })
  void quarters(String name) {
    TableData data = read(name);
    assertThat(data.numericColumns()).containsExactly("1", "2", "3", "4");
    assertThat(data.numeric())
        .containsExactly(-1, -.75f, -.5f, -.25f, 0, .25f, Float.NaN, .75f, 1, 1.25f, 1.5f, 1.75f);
  }

  @ParameterizedTest
  @CsvSource({
    "int8.npy, -5", "int16.npy, -5", "int32.npy, -5", "int64.npy, -5",
    "uint8.npy, 0", "uint16.npy, 0", "uint32.npy, 0", "uint64.npy, 0"
  })
  void wholeNumbers(String name, int first) {
    float[] numbers = read(name).numeric();
    for (int i = 0; i < 12; i++) {
      assertThat(numbers[i]).isEqualTo(first + i);
    }
  }

  @Test
  void truthValuesHalvesAndLargeNumbers() {
    assertThat(read("bool.npy").numeric()).startsWith(0, 1, 0, 1);
    assertThat(read("half-kinds.npy").numeric())
        .containsExactly(0, -0f, 0x1p-24f, 0x1p-14f, 65504, -1.5f, Float.NaN, 0.333251953125f);
    assertThat(read("uint64-large.npy").numeric())
        .containsExactly(0x1p64f, 0x1p63f, 0x1p63f, 3); // 2^63 + 2^39 is a tie: to even
  }

  @Test
  void idsAndNamesAreFilesBeside() {
    folder.file("a.npy", bytes("float32.npy"));
    Loaded loaded =
        folder.load(source("a.npy", new IdSpec(null, 2, false), "ids.txt", "names.txt"));
    assertThat(((TableData) loaded.data()).numericColumns()).containsExactly("a", "b", "c", "d");
    assertThat(folder.load(source("a.npy", new IdSpec(), "ids.txt", "")).ids())
        .containsExactly("s1", "s2", "s3");
    TableData known =
        (TableData)
            folder
                .load(
                    source("a.npy", new IdSpec(), "ids.txt", "names.txt"),
                    new KnownColumns(List.of("d", "a"), List.of()))
                .data();
    assertThat(known.numeric()).containsExactly(-.25f, -1, .75f, 0, 1.75f, 1);
  }

  @Test
  void subjectsMayBeColumns() {
    for (String name : List.of("float32.npy", "float64-fortran.npy")) {
      folder.file(name, bytes(name));
      Loaded loaded =
          folder.load(
              source(name, new IdSpec(), "columns", List.of("0.75"), "names.txt", "ids.txt", ""));
      assertThat(loaded.ids()).containsExactly("a", "b", "c", "d");
      assertThat(((TableData) loaded.data()).numericColumns()).containsExactly("s1", "s2", "s3");
      assertThat(((TableData) loaded.data()).numeric())
          .containsExactly(
              -1, 0, 1, -.75f, .25f, 1.25f, -.5f, Float.NaN, 1.5f, -.25f, Float.NaN, 1.75f);
    }
  }

  @Test
  void aTensorIsNamedWhereThereAreSeveral() {
    folder.file("two.safetensors", safetensors());
    MatrixSource named = source("two.safetensors", BY_POSITION, "rows", List.of(), "", "", "x");
    assertThat(folder.table(named).numeric()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(folder.complaint(source("two.safetensors", BY_POSITION, "", "")))
        .isEqualTo(
            "two.safetensors: 'tensor' must say which of several tensors is the matrix; found 2"
                + " tensors; x, y.");
    assertThat(
            folder.complaint(
                source("two.safetensors", BY_POSITION, "rows", List.of(), "", "", "y")))
        .isEqualTo("two.safetensors, tensor 'y': a matrix must have two axes; found 1: [2].");
  }

  /** Float32 x [2, 3] = 1 … 6 and y [2], written byte by byte as the format says. */
  private static byte[] safetensors() {
    String header =
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}}";
    ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 1; i <= 8; i++) {
      file.putFloat(i);
    }
    return file.array();
  }

  @Test
  void manyRowsInEitherOrder() {
    int rows = 3_000;
    int columns = 4_001; // several windows by row, several tiles by column
    for (boolean fortran : List.of(false, true)) {
      ByteBuffer data = ByteBuffer.allocate(rows * columns * 2).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < rows * columns; i++) {
        int row = fortran ? i % rows : i / columns;
        int column = fortran ? i / rows : i % columns;
        data.putShort((short) (row * 31 + column * 7));
      }
      folder.file(
          "a.npy", npy("'<i2'", fortran, "(%d, %d)".formatted(rows, columns), data.array()));
      float[] numbers = folder.table(source("a.npy", BY_POSITION, "", "")).numeric();
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] != (short) (i / columns * 31 + i % columns * 7)) {
          throw new AssertionError("fortran %s: element %d".formatted(fortran, i));
        }
      }
    }
  }

  private static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
    String order = fortran ? "True" : "False";
    return npy(
        "{'descr': %s, 'fortran_order': %s, 'shape': %s, }\n".formatted(descr, order, shape), data);
  }

  private static byte[] npy(String dictionary, byte[] data) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.write(dictionary.length());
    file.write(dictionary.length() >> 8);
    file.writeBytes(dictionary.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(data);
    return file.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "big-endian.npy | its elements must be little-endian numbers; found '>f4', big-endian; <f8, <f4",
        "objects.npy | its elements must be little-endian numbers; found '|O', Python objects, which",
        "three-axes.npy | a matrix must have two axes; found 3: [2, 2, 2].",
        "structured.npy | structured elements are not read",
        "empty.npy | an axis of a matrix must have a length from 1 to 2,147,483,639; found 0.",
        "infinite.npy | infinite.npy, row 2, column 2: a number must be finite in float32; found an"
      })
  void whatNumPyWritesAndIsNoMatrixOfNumbers(String name, String message) {
    assertThat(complaint(name.strip())).contains(message.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3)}; takes 12 bytes; found 4 after",
        "{'descr': '<f4', 'fortran_order': False}; there should be descr, fortran_order and shape",
        "{'descr': '<f4', 'descr': '<f4', 'shape': (1, 1)}; once each, no other key",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1, 1)}; True or False for fortran_order",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 1)}; whole numbers below 10^18",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387905, 1)}; whole numbers",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (461168601842738790, 4)}; from 1 to",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000)}; than any file",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)} + 1; nothing but blanks behind",
        "__import__('os'); there should be '{'",
        "{'descr': '<f4; plain text in quotes"
      })
  void headersThatAreNone(String dictionary, String message) {
    folder.file("a.npy", npy(dictionary, new byte[4]));
    assertThat(folder.complaint(source("a.npy", BY_POSITION, "", "")))
        .startsWith("a.npy: ")
        .contains(message);
  }

  @Test
  void everyCutOfAFileIsAFinding() {
    byte[] whole = bytes("float32.npy");
    for (int length = 0; length < whole.length; length++) {
      folder.file("a.npy", java.util.Arrays.copyOf(whole, length));
      assertThat(folder.complaint(source("a.npy", BY_POSITION, "", ""))).startsWith("a.npy: ");
    }
    whole[6] = 9;
    folder.file("a.npy", whole);
    assertThat(folder.complaint(source("a.npy", BY_POSITION, "", "")))
        .isEqualTo("a.npy: its format version must be 1.0, 2.0 or 3.0; found 9.0.");
  }

  @ParameterizedTest
  @CsvSource({"<c16, complex numbers", "<U5, texts", "|S3, texts", "<M8[D], dates or times"})
  void otherElementsAreNamed(String descr, String kind) {
    folder.file("a.npy", npy("'" + descr + "'", false, "(1, 1)", new byte[16]));
    assertThat(folder.complaint(source("a.npy", BY_POSITION, "", "")))
        .contains("must be little-endian numbers; found '%s', %s;".formatted(descr, kind));
  }

  @Test
  void labelsMustFit() {
    folder
        .file("a.npy", bytes("float32.npy"))
        .file("blank.txt", "s1\n\ns3\n")
        .file("a.csv", "id,x\na,1\n");
    assertThat(folder.complaint(source("a.npy", new IdSpec(), "", "")))
        .isEqualTo(
            "modalities.rna.ids: an array holds no ids, so a file with one a line is needed; found"
                + " none; say 'id: rows' to join by position.");
    assertThat(folder.complaint(source("a.npy", new IdSpec(), "names.txt", "")))
        .isEqualTo(
            "names.txt: it must have one line for each of the 3 rows of a.npy; found 4 lines; the"
                + " other axis has as many: 'subjects' says whether subjects are rows or columns.");
    assertThat(folder.complaint(source("a.npy", new IdSpec(), "blank.txt", "")))
        .isEqualTo("blank.txt: every line must hold a label; found a blank line 2.");
    assertThat(
            folder.complaint(
                source("a.npy", new IdSpec(), "columns", List.of(), "names.txt", "", "")))
        .startsWith("modalities.rna.names: a matrix whose subjects are columns needs a file");
    assertThat(folder.complaint(source("a.csv", new IdSpec(), "ids.txt", "")))
        .isEqualTo(
            "modalities.rna.ids: only .npy and .safetensors files take 'ids'; found 'ids.txt'.");
  }
}
