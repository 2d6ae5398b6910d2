package org.interfuse.source.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.WideCells;
import org.interfuse.modality.WideData;
import org.interfuse.source.GroupSpec;
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

/** Arrays that stay in their files, against the same arrays held in memory. */
final class MappedMatrixTest {
  @TempDir private Path temporary;
  private SourceFolder folder = new SourceFolder(Path.of(""));

  @BeforeEach
  void labels() {
    folder =
        new SourceFolder(temporary)
            .file("ids.txt", "s1\ns2\ns3\n")
            .file("names.txt", "a\nb\nc\nd\n");
  }

  private static MatrixSource source(
      String path, boolean mapped, String subjects, String... missing) {
    return source(path, mapped, subjects, RowPolicy.ONE, List.of(), new GroupSpec(), missing);
  }

  private static MatrixSource source(
      String path,
      boolean mapped,
      String subjects,
      RowPolicy rows,
      List<String> columns,
      GroupSpec groups,
      String... missing) {
    boolean labelled = path.startsWith("float") || path.startsWith("own");
    return new MatrixSource(
        List.of(path),
        true,
        "auto",
        List.of(missing),
        labelled ? new IdSpec() : new IdSpec(null, 0, true),
        rows,
        subjects,
        columns,
        List.of(),
        labelled ? "ids.txt" : "",
        labelled ? "names.txt" : "",
        "",
        mapped,
        groups);
  }

  private void resource(String name) {
    try (InputStream stream = MappedMatrixTest.class.getResourceAsStream("/arrays/" + name)) {
      folder.file(name, Objects.requireNonNull(stream, name).readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private WideData wide(MatrixSource source) {
    return (WideData) folder.load(source).data();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float32.npy",
        "float64-fortran.npy",
        "float16.npy",
        "version2.npy",
        "version3-fortran.npy",
        "int8.npy",
        "int16.npy",
        "int32.npy",
        "int64.npy",
        "uint8.npy",
        "uint16.npy",
        "uint32.npy",
        "uint64.npy"
      })
  void cellsAreThoseThatAreHeldOtherwise(String name) {
    resource(name);
    MatrixSource mapped = source(name, true, "rows", "0.25", "1");
    Loaded loaded = folder.load(mapped);
    WideData data = (WideData) loaded.data();
    var table = folder.table(source(name, false, "rows", "0.25", "1"));
    assertThat(loaded.ids()).isEqualTo(folder.load(source(name, false, "rows")).ids());
    assertThat(data.kind()).isEqualTo(WideData.Kind.NUMBERS);
    assertThat(mapped.wide()).isTrue();
    assertThat(data.columns()).isEqualTo(table.numericColumns());
    float[][] cells = WideCells.of(data.matrix());
    for (int i = 0; i < 3; i++) {
      assertThat(cells[i])
          .containsExactly(java.util.Arrays.copyOfRange(table.numeric(), 4 * i, 4 * i + 4));
      assertThat(WideCells.of(data.matrix(), new int[] {i}, 1, 3)[0])
          .containsExactly(cells[i][1], cells[i][2]);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, rows", "true, rows", "false, columns", "true, columns"})
  void bothOrdersAndBothAxes(boolean fortran, String subjects) {
    boolean rows = subjects.equals("rows");
    String shape = rows ? "(3, 4)" : "(4, 3)";
    String header =
        "{'descr': '<f4', 'fortran_order': %s, 'shape': %s, }"
            .formatted(fortran ? "True" : "False", shape);
    header += " ".repeat(118 - 1 - header.length()) + "\n";
    ByteBuffer file = ByteBuffer.allocate(10 + 118 + 48).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    file.put((byte) 0).putShort((short) 118).put(header.getBytes(StandardCharsets.US_ASCII));
    for (int k = 0; k < 12; k++) {
      file.putFloat(k);
    }
    folder.file("own.npy", file.array());
    float[][] cells = WideCells.of(wide(source("own.npy", true, subjects)).matrix());
    boolean subjectsFollow = rows == fortran;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(cells[i][j]).isEqualTo(subjectsFollow ? j * 3 + i : i * 4 + j);
      }
    }
  }

  /** 0 to 11 as IEEE 754 has them in 16 bits. */
  private static final int[] HALVES = {
    0, 0x3C00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600, 0x4700, 0x4800, 0x4880, 0x4900, 0x4980
  };

  @ParameterizedTest
  @CsvSource({
    "F64, 8, rows",
    "F32, 4, rows",
    "F32, 4, columns",
    "F16, 2, rows",
    "BF16, 2, rows",
    "BF16, 2, columns",
    "U8, 1, rows",
    "I32, 4, rows"
  })
  void tensorsOfEveryKind(String type, int bytes, String subjects) {
    boolean rows = subjects.equals("rows");
    String header =
        "{\"m\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[0,%d]}}"
            .formatted(type, rows ? "3,4" : "4,3", 12 * bytes);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + 12 * bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (int k = 0; k < 12; k++) {
      switch (type) {
        case "F64" -> file.putDouble(k);
        case "F32" -> file.putFloat(k);
        case "F16" -> file.putShort((short) HALVES[k]);
        case "BF16" -> file.putShort((short) (Float.floatToIntBits(k) >>> 16));
        case "U8" -> file.put((byte) k);
        default -> file.putInt(k);
      }
    }
    folder.file("own.safetensors", file.array());
    float[][] cells = WideCells.of(wide(source("own.safetensors", true, subjects)).matrix());
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(cells[i][j]).isEqualTo(rows ? i * 4 + j : j * 3 + i);
      }
    }
  }

  @Test
  void columnsFollowTheModelOrAChoice() {
    resource("float32.npy");
    KnownColumns known = new KnownColumns(List.of("d", "a"), List.of());
    WideData data = (WideData) folder.load(source("float32.npy", true, "rows"), known).data();
    assertThat(WideCells.of(data.matrix())[0]).containsExactly(-.25f, -1);
    folder.file("genes.csv", "column,group\nb,G\nd,G\na,H\n");
    WideData chosen =
        wide(
            source(
                "float32.npy",
                true,
                "rows",
                RowPolicy.ONE,
                List.of("b", "d"),
                new GroupSpec("genes.csv", "column", "group", 0)));
    assertThat(chosen.columns()).containsExactly("b", "d");
    assertThat(Objects.requireNonNull(chosen.groups()).names()).containsExactly("G");
    assertThat(
            SourceFolder.complaint(
                () ->
                    folder.load(
                        source("float32.npy", true, "rows"),
                        new KnownColumns(List.of("a", "z"), List.of()))))
        .contains("found 1 absent: z");
  }

  @Test
  void mistakesAreSaidAtOnce() {
    folder.file("own.csv", "id,a\ns1,2\n");
    assertThat(
            folder.complaint(
                source("own.csv", true, "rows", RowPolicy.MEAN, List.of(), new GroupSpec())))
        .contains(
            "modalities.rna.mapped: only .npy and .safetensors files can be mapped; found 'own.csv'")
        .contains("modalities.rna.rows: a mapped array has one row a subject");
    assertThat(
            folder.complaint(
                source(
                    "own.csv",
                    false,
                    "rows",
                    RowPolicy.ONE,
                    List.of(),
                    new GroupSpec("x.gmt", "", "", 0))))
        .contains("only a mapped array has groups");
    resource("float32.npy");
    assertThat(
            folder.complaint(
                source(
                    "float32.npy",
                    true,
                    "rows",
                    RowPolicy.ONE,
                    List.of(),
                    new GroupSpec("", "column", "group", 10))))
        .contains("modalities.rna.groups.window: only genotypes have base pairs");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 40, 100, 1 << 20})
  void linesOverSeveralMaps(int mostBytes) throws IOException {
    byte[] bytes = new byte[7 + 11 * 16];
    new Random(1).nextBytes(bytes);
    folder.file("lines", bytes);
    try (var channel = java.nio.channels.FileChannel.open(temporary.resolve("lines"))) {
      var lines = org.interfuse.source.wide.MappedLines.map(channel, 7, 11, 16, mostBytes);
      for (int line = 0; line < 11; line++) {
        for (int k = 0; k < 16; k++) {
          assertThat(lines.part(line).get(lines.offset(line) + k))
              .isEqualTo(bytes[7 + 16 * line + k]);
        }
      }
      assertThat(lines.bytes()).isEqualTo(11 * 16);
    }
  }
}
