package org.interfuse.source.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.interfuse.source.TableFormat;
import org.interfuse.source.TableFormat.Undecodable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodedStreamTest {
  /** Longer in UTF-8 than they are: what is left at the end does not fit at once. */
  @ParameterizedTest(name = "{0}, {2} characters")
  @CsvSource({
    "windows-1251, журнал, 200000",
    "UTF-16LE, 漢字, 100000",
    "latin-1, é, 70000",
    "latin-1, e, 65536",
    "UTF-16, 漢, 1",
    "utf-16, 漢, 0"
  })
  void longFilesAreReadToTheirEnd(String encoding, String text, int characters) throws IOException {
    String all = text.repeat(characters / text.length() + 1).substring(0, characters);
    TableFormat format = new TableFormat(true, "auto", List.of(), encoding, Undecodable.ERROR);
    byte[] bytes = all.getBytes(format.charset());

    try (DecodedStream stream =
        new DecodedStream(new ByteArrayInputStream(bytes), format, "notes.csv")) {
      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(all);
    }
  }
}
