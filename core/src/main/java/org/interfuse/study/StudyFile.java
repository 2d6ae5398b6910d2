package org.interfuse.study;

import java.nio.file.Path;
import java.util.List;
import org.interfuse.finding.Finding;
import tools.jackson.databind.JsonNode;

/**
 * A study as read from a file.
 *
 * @param file the file; relative paths of the study are relative to its folder
 * @param study what it says, with every default filled in
 * @param tree what stands in the file, as written
 * @param notes worth knowing, none of it a mistake
 */
public record StudyFile(Path file, Study study, JsonNode tree, List<Finding> notes) {
  public StudyFile {
    notes = List.copyOf(notes);
  }

  /** The folder that relative paths of the study are relative to. */
  public Path folder() {
    return Study.folder(file);
  }
}
