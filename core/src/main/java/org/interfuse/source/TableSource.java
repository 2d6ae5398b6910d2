package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.option.Meaning;
import org.interfuse.source.TableFormat.Undecodable;
import org.interfuse.source.text.FileParser.ColumnChooser;

/**
 * Columns of a text table, also compressed (gzip, or zip with one file in it): numeric where every
 * cell that is not missing is a number, categorical otherwise.
 *
 * <p>A table that is the cohort's own takes the cohort's id, rows and format unless it says its
 * own, and never gives a target as a feature.
 *
 * @param path files whose rows follow each other, with globs; empty for the cohort's own table
 * @param header whether the first row names the columns; otherwise they are named 1, 2, …
 * @param delimiter {@code auto} (by content: comma, tab or semicolon), or the character itself
 * @param missing codes of a missing cell beside {@link TableFormat#ALWAYS_MISSING}; a code that is
 *     a number is compared as a number
 * @param encoding name of the character encoding
 * @param undecodable what to do with bytes that mean nothing in that encoding
 * @param id how rows are identified
 * @param rows what to do with several rows of one subject
 * @param columns names and globs; empty for all but the id, targets, groups and split
 * @param exclude names and globs that are left out again
 * @param categorical names and globs of columns that are categorical though their cells are numbers
 * @param numeric names and globs of columns whose every cell must be a number or missing
 */
@Meaning("a text table of numbers and categories, also gzip or zip; without path the cohort's own")
@AutoService(SourceSpec.class)
public record TableSource(
    @Meaning("one file, or several whose rows follow each other; relative to the study file")
        List<String> path,
    @Meaning("whether the first row names the columns; otherwise they are named 1, 2, …")
        boolean header,
    @Meaning("auto (by content: comma, tab or semicolon), blanks (runs of them), or the character")
        String delimiter,
    @Meaning("codes of a missing cell, beside the empty cell, NA, N/A, NaN, null and None")
        List<String> missing,
    @Meaning("name of the character encoding, for example utf-8, latin-1 or windows-1252")
        String encoding,
    @Meaning("what to do with bytes that mean nothing in that encoding") Undecodable undecodable,
    @Meaning("the column that identifies a subject; none is the first column") IdSpec id,
    @Meaning("what to do with several rows of one subject") RowPolicy rows,
    @Meaning(
            "names and globs of the features; empty for all columns but id, targets, groups and split")
        List<String> columns,
    @Meaning("names and globs that are left out again") List<String> exclude,
    @Meaning("names and globs of columns that are categorical though their cells are numbers")
        List<String> categorical,
    @Meaning("names and globs of columns whose every cell must be a number or missing")
        List<String> numeric)
    implements SourceSpec {

  /** Every column of the cohort's own table. */
  public TableSource() {
    this(
        List.of(),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** In UTF-8. */
  public TableSource(
      List<String> path,
      boolean header,
      String delimiter,
      List<String> missing,
      IdSpec id,
      RowPolicy rows,
      List<String> columns,
      List<String> exclude,
      List<String> categorical,
      List<String> numeric) {
    this(
        path,
        header,
        delimiter,
        missing,
        TableFormat.UTF_8,
        Undecodable.ERROR,
        id,
        rows,
        columns,
        exclude,
        categorical,
        numeric);
  }

  public TableSource {
    path = List.copyOf(path);
    missing = List.copyOf(missing);
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
  }

  @Override
  public String type() {
    return "table";
  }

  @Override
  public Loaded read(SourceContext context) {
    TableFormat format = new TableFormat(header, delimiter, missing, encoding, undecodable);
    TableRead read = TableRead.of(path, format, id, rows, context);
    Table table = context.files().table(read.files(), read.format(), asText(read.id(), context));
    return new TableChoice(read.id(), read.rows(), columns, exclude, categorical, numeric)
        .load(read.option(), table, read.targets(), read.attributes(), context);
  }

  /** Columns that are texts whatever stands in them. */
  private ColumnChooser asText(IdSpec readId, SourceContext context) {
    Set<String> names = new HashSet<>();
    List<Glob> globs = categorical.stream().filter(Glob::isGlob).map(Glob::new).toList();
    names.addAll(categorical);
    if (context.known() != null) {
      names.addAll(context.known().categorical());
    }
    return (column, name) ->
        isId(readId, column, name)
            || names.contains(name)
            || globs.stream().anyMatch(glob -> glob.matches(name));
  }

  /** Whether a column holds the ids. */
  static boolean isId(IdSpec id, int column, String name) {
    return !id.rows() && (id.column() == null ? column == 0 : name.equals(id.column()));
  }
}
