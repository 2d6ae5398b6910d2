package org.interfuse.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.TableData;
import org.interfuse.progress.Progress;
import org.jspecify.annotations.Nullable;

/** A folder of small files, and what sources and cohorts read from it. */
public final class SourceFolder {
  private final Path folder;
  public final Findings findings = new Findings();

  public SourceFolder(Path folder) {
    this.folder = folder;
  }

  public SourceFolder file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public SourceFolder file(String name, byte[] bytes) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Path path() {
    return folder;
  }

  public Loaded load(SourceSpec source) {
    return load(source, null);
  }

  public Loaded load(SourceSpec source, @Nullable KnownColumns known) {
    return source.read(new SourceContext("rna", folder, null, known, findings, Progress.SILENT));
  }

  public TableData table(SourceSpec source) {
    return (TableData) load(source).data();
  }

  /** What reading complains of, one line a finding. */
  public String complaint(SourceSpec source) {
    return complaint(() -> load(source));
  }

  public static String complaint(Runnable reading) {
    try {
      reading.run();
      return "nothing";
    } catch (FindingsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  public CohortReading cohort(
      CohortSpec cohort, Map<String, SourceSpec> modalities, String... columns) {
    return CohortReader.read(
        cohort,
        modalities,
        List.of(columns),
        new CohortReader.Options(),
        folder,
        findings,
        Progress.SILENT);
  }

  public static CohortSpec cohortOf(String table, TargetSpec target) {
    Map<String, TargetSpec> targets = new LinkedHashMap<>();
    targets.put("target", target);
    return new CohortSpec(List.of(table), new TableFormat(), new IdSpec(), RowPolicy.ONE, targets);
  }
}
