package org.interfuse.source;

import org.interfuse.option.Meaning;
import org.jspecify.annotations.Nullable;

/**
 * How rows are identified. In a study: {@code id: NAME}, {@code id: {column: NAME, keep: 12}}, or
 * {@code id: rows}.
 *
 * @param column the id column's header; null for the first column
 * @param keep how many leading characters of an id count; 0 for all
 * @param rows whether rows are joined by position, for files that have no ids
 */
public record IdSpec(
    @Meaning("header of the id column; none is the first column") @Nullable String column,
    @Meaning("how many leading characters of an id count; 0 is all") int keep,
    @Meaning("whether rows are joined by position, for files without ids") boolean rows) {
  /** The id of files that are of one subject each: their names without folder and ending. */
  public static final String FILE_STEM = "file-stem";

  /** The first column, whole. */
  public IdSpec() {
    this(null, 0, false);
  }

  public IdSpec {
    if (keep < 0) {
      throw new IllegalArgumentException("keep: expected 0 or more, but it is " + keep);
    }
  }
}
