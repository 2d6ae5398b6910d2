package org.interfuse.study;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.interfuse.encoder.transfer.Origin;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;

/** The model files that a study takes encoders from, each opened once. */
final class Origins {
  /**
   * A model file.
   *
   * @param file the file
   * @param study its own study
   */
  record Found(Origin file, Study study) {}

  private final Path folder;
  private final SpecCatalog catalog;
  private final Map<String, Found> found = new HashMap<>();
  private final Map<String, Finding> faults = new HashMap<>();

  /**
   * None opened yet.
   *
   * @param folder that relative paths are relative to
   */
  Origins(Path folder, SpecCatalog catalog) {
    this.folder = folder;
    this.catalog = catalog;
  }

  /**
   * Where a file lies.
   *
   * @param from as the study names it, a path of this system
   */
  Path path(String from) {
    return folder.resolve(from);
  }

  /**
   * Opens a file.
   *
   * @throws FindingsException with one finding, if there is none, or it is no model
   */
  Found open(String from) {
    Finding fault = faults.get(from);
    if (fault != null) {
      throw new FindingsException(fault);
    }
    Found known = found.get(from);
    if (known != null) {
      return known;
    }
    try {
      Found read = read(from);
      found.put(from, read);
      return read;
    } catch (FindingsException e) {
      Finding first = e.findings().get(0);
      Finding placed = first.at(within(from, first.where()));
      faults.put(from, placed);
      throw new FindingsException(placed);
    }
  }

  /** The place in the file; empty for the file itself. */
  private String within(String from, String where) {
    return where.replace(folder.resolve(from).toString(), "").replaceFirst("^, ", "");
  }

  private Found read(String from) {
    Origin origin = Origin.of(path(from));
    return new Found(origin, Study.parse(origin.study(), from + ", its study", catalog));
  }
}
