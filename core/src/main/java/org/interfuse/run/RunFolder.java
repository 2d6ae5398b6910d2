package org.interfuse.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.FitLog;
import org.interfuse.file.AtomicFile;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.study.ResolvedStudy;
import tools.jackson.databind.JsonNode;

/**
 * The folder of a run ({@code -o}): {@code study.json}, {@code comparison.json} of {@code compare}
 * or {@code metrics.json} of {@code train}, {@code out-of-fold.csv}, {@code log.jsonl}, {@code
 * provenance.json} and, of {@code train}, {@code model.interfuse}. Every file appears whole or not
 * at all (law 8), but for the log, which grows as the run goes. Files of an earlier run in the same
 * folder are replaced.
 */
public final class RunFolder {
  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Creates the folder where it is missing.
   *
   * @throws FindingsException if it cannot be created
   */
  public static RunFolder create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw unwritable(folder, "a file of that name");
    } catch (IOException e) {
      throw unwritable(folder, "a folder that cannot be created");
    }
    if (!Files.isWritable(folder)) {
      throw unwritable(folder, "a folder that is read-only");
    }
    return new RunFolder(folder);
  }

  private static FindingsException unwritable(Path folder, String found) {
    return new FindingsException(
        Finding.of("-o " + folder, "the run folder must be writable", found));
  }

  /** Where a file of that name belongs. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** {@code study.json}: every default written out. */
  public void study(ResolvedStudy study) {
    json("study.json", study.json());
  }

  /** {@code comparison.json}: every figure behind the table of {@code compare}. */
  void comparison(JsonNode tree) {
    json("comparison.json", tree);
  }

  /** {@code metrics.json}: every figure behind the table of {@code train}. */
  void metrics(JsonNode tree) {
    json("metrics.json", tree);
  }

  /** {@code log.jsonl}, begun anew. */
  FitLog log() {
    return RunLog.begin(file("log.jsonl"));
  }

  /** {@code provenance.json}. */
  void provenance(JsonNode tree) {
    json("provenance.json", tree);
  }

  /** {@code out-of-fold.csv}. */
  public void outOfFold(ComparisonResult result) {
    try {
      OutOfFold.write(file("out-of-fold.csv"), result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON file. */
  public void json(String name, JsonNode tree) {
    try {
      AtomicFile.writeText(file(name), Json.text(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
