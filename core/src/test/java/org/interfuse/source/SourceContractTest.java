package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.interfuse.finding.FindingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every source that is registered. */
class SourceContractTest {
  @TempDir private Path temporary;

  static Stream<SourceSpec> sources() {
    return ServiceLoader.load(SourceSpec.class).stream().map(ServiceLoader.Provider::get);
  }

  @Test
  void typesDiffer() {
    List<String> types = sources().map(SourceSpec::type).toList();
    assertThat(types).doesNotHaveDuplicates().contains("table", "matrix");
    assertThat(types).allMatch(type -> type.matches("[a-z][a-z-]*"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void isARecordWithEqualDefaults(SourceSpec source) throws ReflectiveOperationException {
    assertThat(source.getClass().isRecord()).isTrue();
    assertThat(source.getClass().getConstructor().newInstance()).isEqualTo(source);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void withoutAnythingToReadItSaysSoInAFinding(SourceSpec source) {
    assertThatThrownBy(() -> new SourceFolder(temporary).load(source))
        .isInstanceOf(FindingsException.class)
        .hasMessageContaining("modalities.rna");
  }

  @Test
  void compressedFilesReadLikePlainOnes() throws java.io.IOException {
    SourceFolder folder = new SourceFolder(temporary);
    byte[] text = "id,x\na,1\nb,2.5\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    java.io.ByteArrayOutputStream gzip = new java.io.ByteArrayOutputStream();
    try (var out = new java.util.zip.GZIPOutputStream(gzip)) {
      out.write(text);
    }
    java.io.ByteArrayOutputStream zip = new java.io.ByteArrayOutputStream();
    try (var out = new java.util.zip.ZipOutputStream(zip)) {
      out.putNextEntry(new java.util.zip.ZipEntry("./a.csv.zip"));
      out.write(text);
    }
    folder.file("a.csv", text).file("misnamed.csv", gzip.toByteArray());
    folder.file("a.csv.zip", zip.toByteArray());
    for (String file : List.of("a.csv", "misnamed.csv", "a.csv.zip")) {
      for (SourceSpec source : List.of(SourceSpecs.table(file), SourceSpecs.matrix(file, "rows"))) {
        assertThat(folder.load(source).ids()).containsExactly("a", "b");
        assertThat(folder.table(source).numeric()).containsExactly(1, 2.5f);
      }
    }
  }
}
