package org.interfuse.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.interfuse.option.Meaning;

/**
 * How the cells of a text table are written. The same keys stand in a cohort and in a modality.
 *
 * @param header whether the first row names the columns; otherwise they are named 1, 2, …
 * @param delimiter {@code auto} (by content: comma, tab or semicolon), {@code blanks} (any run of
 *     spaces and tabs), or the character itself
 * @param missing codes that mean a missing cell, beside the empty cell and {@link #ALWAYS_MISSING}
 * @param encoding name of the character encoding, for example {@code utf-8} or {@code latin-1}
 * @param undecodable what to do with bytes that mean nothing in that encoding
 */
public record TableFormat(
    @Meaning("whether the first row names the columns; otherwise they are named 1, 2, …")
        boolean header,
    @Meaning("auto (by content: comma, tab or semicolon), blanks (runs of them), or the character")
        String delimiter,
    @Meaning("codes of a missing cell, beside the empty cell, NA, N/A, NaN, null and None")
        List<String> missing,
    @Meaning("name of the character encoding, for example utf-8, latin-1 or windows-1252")
        String encoding,
    @Meaning("what to do with bytes that mean nothing in that encoding") Undecodable undecodable) {
  /** What to do with bytes that mean nothing in an encoding. */
  public enum Undecodable {
    /** An error that says where the first stands. */
    ERROR,
    /** Each run of them becomes the replacement character, U+FFFD. */
    REPLACE
  }

  /** The encoding of files that nobody says another of. */
  public static final String UTF_8 = "utf-8";

  private static final String LATIN_1 = "latin-1"; // as people write it; Java says latin1

  /** Texts that always mean a missing cell, compared without regard to case. */
  public static final List<String> ALWAYS_MISSING = List.of("", "NA", "N/A", "NaN", "null", "None");

  /** A header, the delimiter by content, no codes of its own. */
  public TableFormat() {
    this(true, "auto", List.of());
  }

  /** In UTF-8. */
  public TableFormat(boolean header, String delimiter, List<String> missing) {
    this(header, delimiter, missing, UTF_8, Undecodable.ERROR);
  }

  public TableFormat {
    missing = List.copyOf(missing);
    charset(encoding);
  }

  /** Of the encoding. */
  public Charset charset() {
    return charset(encoding);
  }

  private static Charset charset(String encoding) {
    try {
      return LATIN_1.equalsIgnoreCase(encoding)
          ? StandardCharsets.ISO_8859_1
          : Charset.forName(encoding);
    } catch (IllegalArgumentException e) { // no such name, or no name at all
      throw new IllegalArgumentException(
          "encoding: expected one that Java knows, for example utf-8 or latin-1, but it is '%s'"
              .formatted(encoding),
          e);
    }
  }

  /** Whether the bytes of a file are read as they are, and those that are no UTF-8 reported. */
  public boolean plain() {
    return charset().equals(StandardCharsets.UTF_8) && undecodable == Undecodable.ERROR;
  }
}
