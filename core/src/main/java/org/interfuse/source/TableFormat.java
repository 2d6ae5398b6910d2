package org.interfuse.source;

import java.util.List;
import org.interfuse.option.Meaning;

/**
 * How the cells of a text table are written. The same keys stand in a cohort and in a modality.
 *
 * @param header whether the first row names the columns; otherwise they are named 1, 2, …
 * @param delimiter {@code auto} (by content: comma, tab or semicolon), {@code blanks} (any run of
 *     spaces and tabs), or the character itself
 * @param missing codes that mean a missing cell, beside the empty cell and {@link #ALWAYS_MISSING}
 */
public record TableFormat(
    @Meaning("whether the first row names the columns; otherwise they are named 1, 2, …")
        boolean header,
    @Meaning("auto (by content: comma, tab or semicolon), blanks (runs of them), or the character")
        String delimiter,
    @Meaning("codes of a missing cell, beside the empty cell, NA, N/A, NaN, null and None")
        List<String> missing) {
  /** Texts that always mean a missing cell, compared without regard to case. */
  public static final List<String> ALWAYS_MISSING = List.of("", "NA", "N/A", "NaN", "null", "None");

  /** A header, the delimiter by content, no codes of its own. */
  public TableFormat() {
    this(true, "auto", List.of());
  }

  public TableFormat {
    missing = List.copyOf(missing);
  }
}
