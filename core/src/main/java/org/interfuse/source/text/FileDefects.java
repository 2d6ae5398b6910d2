package org.interfuse.source.text;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;

/** Turns what was wrong with the rows of a file into findings. */
final class FileDefects {
  private static final int EXAMPLES = 5;

  private final String where;
  private final boolean header;
  private final int columns;

  FileDefects(String where, boolean header, int columns) {
    this.where = where;
    this.header = header;
    this.columns = columns;
  }

  void report(List<BlockCells> blocks, Findings findings) {
    List<String> examples = new ArrayList<>();
    long ragged = 0;
    long badQuote = -1;
    long before = header ? 2 : 1;
    for (BlockCells block : blocks) {
      for (int i = 0; i < block.raggedExamples() && examples.size() < EXAMPLES; i++) {
        examples.add("row %d has %d".formatted(before + block.raggedRow[i], block.raggedCells[i]));
      }
      ragged += block.raggedRows;
      if (badQuote < 0 && block.badQuoteRow >= 0) {
        badQuote = before + block.badQuoteRow;
      }
      before += block.rows;
    }
    if (badQuote >= 0) {
      findings.error(badQuote(where, badQuote));
    }
    if (ragged > 0) {
      findings.error(ragged(ragged, examples));
    }
  }

  private Finding ragged(long count, List<String> examples) {
    return Finding.of(
        where,
        "every row must have %d cells%s".formatted(columns, header ? ", as the header has" : ""),
        "%,d %s with another number: %s%s"
            .formatted(
                count,
                count == 1 ? "row" : "rows",
                String.join(", ", examples),
                count > examples.size() ? ", …" : ""));
  }

  static Finding badQuote(String where, long row) {
    return Finding.of(
        "%s, row %d".formatted(where, row),
        "a quoted cell must end with a quote before the next delimiter",
        "a quote that is never closed, or text behind a closing quote");
  }
}
