package org.interfuse.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.file.AtomicFile;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.StorageException;
import org.interfuse.report.Report;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The verb {@code report}: draws {@code report.html} from the files of a run folder, with this
 * program and without the data.
 */
public final class ReportRun {
  /** The name of the page in its folder. */
  public static final String FILE = "report.html";

  private ReportRun() {}

  /**
   * Writes the report into the folder; one that is there is replaced.
   *
   * @return where it is
   * @throws FindingsException if the folder holds no comparison, or a file of it is damaged
   */
  public static Path write(Path folder) {
    String page =
        Report.of(
            tree(folder.resolve("comparison.json")),
            tree(folder.resolve("study.json")),
            tree(folder.resolve("provenance.json")),
            lines(folder.resolve("log.jsonl")));
    Path file = folder.resolve(FILE);
    try {
      AtomicFile.writeText(file, page);
    } catch (IOException e) {
      throw StorageException.unwritable(file, e);
    }
    return file;
  }

  private static JsonNode tree(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new FindingsException(
          Finding.of(
              file.toString(),
              "a report is drawn from the folder of a comparison that is complete",
              "no such file",
              List.of("run compare with -o first")));
    }
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw damaged(file);
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
  }

  /** A last line that was cut off is passed over; a log that is missing has no lines. */
  private static List<JsonNode> lines(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    if (!Files.isRegularFile(file)) {
      return lines;
    }
    try {
      List<String> texts = Files.readAllLines(file);
      for (int i = 0; i < texts.size(); i++) {
        try {
          lines.add(Json.MAPPER.readTree(texts.get(i)));
        } catch (JacksonException e) {
          if (i < texts.size() - 1) {
            throw damaged(file);
          }
        }
      }
    } catch (IOException e) {
      throw StorageException.unreadable(file, e);
    }
    return lines;
  }

  private static FindingsException damaged(Path file) {
    return new FindingsException(
        Finding.of(file.toString(), "it must be JSON as a run writes it", "a damaged file"));
  }
}
