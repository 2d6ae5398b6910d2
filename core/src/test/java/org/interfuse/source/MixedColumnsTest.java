package org.interfuse.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interfuse.finding.Findings;
import org.interfuse.modality.TableData;
import org.interfuse.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slip among numbers makes a column categorical; that is said, and never the value. */
class MixedColumnsTest {
  @TempDir private Path folder;

  @Test
  void namesTheFirstCellThatIsNoNumber() throws IOException {
    Findings findings = read("id,age,sex,code\na,61,f,x1\nb,6l,m,2\nc,70,f,x3\nd,55,m,x4\n");
    assertThat(findings.warnings()).hasSize(1);
    assertThat(findings.warnings().get(0).message())
        .contains("t.csv, row 3, column age")
        .contains("1 such cells among 3 numbers")
        .contains("list their codes under 'missing'")
        .doesNotContain("6l");
    assertThat(findings.warnings().get(0).value()).isEqualTo("6l");
  }

  @Test
  void saysNothingOfCleanColumns() throws IOException {
    assertThat(read("id,age,sex\na,61,f\nb,NA,m\nc,70,1\n").warnings()).isEmpty();
  }

  private Findings read(String text) throws IOException {
    Files.writeString(folder.resolve("t.csv"), text);
    Findings findings = new Findings();
    TableSource defaults = new TableSource();
    TableSource source =
        new TableSource(
            java.util.List.of("t.csv"),
            defaults.header(),
            defaults.delimiter(),
            defaults.missing(),
            defaults.id(),
            defaults.rows(),
            defaults.columns(),
            defaults.exclude(),
            defaults.categorical(),
            defaults.numeric());
    Loaded loaded =
        source.read(new SourceContext("m", folder, null, null, findings, Progress.SILENT));
    assertThat(loaded.data()).isInstanceOf(TableData.class);
    return findings;
  }
}
