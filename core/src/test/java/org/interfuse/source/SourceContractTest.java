package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract over core's sources, and what they have in common. */
class SourceContractTest extends SourceContract {
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
