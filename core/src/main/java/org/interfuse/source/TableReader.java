package org.interfuse.source;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads tables of one kind of file, known by the end of its name; found with {@code ServiceLoader}.
 * Wherever a study names a table (the cohort's, or that of a {@code table} or {@code matrix}
 * source) such a file may stand. Other files are read as text.
 */
public interface TableReader {
  /** Ends of file names in lower case, for example {@code .parquet}. */
  List<String> endings();

  /**
   * Opens a file.
   *
   * @param shown how messages name it
   * @param missing codes of a missing cell beside {@link TableFormat#ALWAYS_MISSING}
   * @throws org.interfuse.finding.FindingsException if it is no such file
   */
  TableFile open(Path file, String shown, List<String> missing);
}
