package org.interfuse.source;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.text.FileParser;
import org.interfuse.source.text.FileParser.ColumnChooser;
import org.interfuse.source.text.ParsedFile;
import org.interfuse.source.text.TextColumn;

/** A text file; texts of columns that were taken for numbers are read when asked for. */
final class TextTableFile implements TableFile {
  private final FileParser parser;
  private final ParsedFile parsed;
  private final Map<Integer, TextColumn> laterTexts = new HashMap<>();

  private TextTableFile(FileParser parser, ParsedFile parsed) {
    this.parser = parser;
    this.parsed = parsed;
  }

  /** Reads a file; columns are texts where {@code asText} says so or their cells are no numbers. */
  static TextTableFile read(Path path, String shown, TableFormat format, ColumnChooser asText) {
    FileParser parser = new FileParser(path, shown, format);
    return new TextTableFile(parser, parser.parse(asText));
  }

  /** Reads a file of numbers; only the columns for which {@code asText} holds are texts. */
  static TextTableFile readNumbers(
      Path path, String shown, TableFormat format, ColumnChooser asText) {
    FileParser parser = new FileParser(path, shown, format);
    return new TextTableFile(parser, parser.parseNumbers(asText));
  }

  @Override
  public String shown() {
    return parsed.where();
  }

  @Override
  public List<String> names() {
    return parsed.names();
  }

  @Override
  public int rows() {
    return parsed.rows();
  }

  @Override
  public long rowNumber(int row) {
    return parsed.rowNumber(row);
  }

  @Override
  public long cells() {
    return (long) parsed.rows() * parsed.names().size();
  }

  @Override
  public int firstNotNumber(int column) {
    if (!parsed.isText(column)) {
      return parsed.firstNotNumber(column);
    }
    TextColumn text = parsed.text(column);
    int level = text.firstNotNumber();
    return level < 0 ? -1 : text.firstRow(level);
  }

  @Override
  public void requireTexts(Collection<Integer> columns) {
    Set<Integer> wanted = new HashSet<>(columns);
    wanted.removeIf(column -> parsed.isText(column) || laterTexts.containsKey(column));
    if (wanted.isEmpty()) {
      return;
    }
    ParsedFile texts = parser.parseTexts((column, name) -> wanted.contains(column));
    if (texts.rows() != parsed.rows()) {
      throw new FindingsException(
          Finding.of(shown(), "a file must not change while it is read", "other rows than before"));
    }
    wanted.forEach(column -> laterTexts.put(column, texts.text(column)));
  }

  @Override
  public TextColumn text(int column) {
    requireTexts(Set.of(column));
    TextColumn later = laterTexts.get(column);
    return later == null ? parsed.text(column) : later;
  }

  @Override
  public void forEachRow(int[] columns, ParsedFile.RowSink sink) {
    parsed.forEachRow(columns, sink);
  }
}
