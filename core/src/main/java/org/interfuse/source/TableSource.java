package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.option.Meaning;
import org.interfuse.source.SourceContext.CohortTable;
import org.interfuse.source.text.FileParser.ColumnChooser;
import org.jspecify.annotations.Nullable;

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
    TableRead read = TableRead.of(this, context);
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

  /** What is read once the cohort's own table has lent what this source does not say. */
  private record TableRead(
      String option,
      Map<String, Path> files,
      TableFormat format,
      IdSpec id,
      RowPolicy rows,
      Set<String> targets,
      Set<String> attributes) {

    static TableRead of(TableSource source, SourceContext context) {
      String option = "modalities." + context.modality();
      TableFormat format = new TableFormat(source.header, source.delimiter, source.missing);
      CohortTable own = context.cohortTable();
      boolean isOwn = own != null && isOwn(source.path, own, context.folder());
      if (own == null || !isOwn) {
        requirePath(source.path, option);
        Map<String, Path> files =
            FilePaths.resolve(context.folder(), source.path, option + ".path");
        return new TableRead(option, files, format, source.id, source.rows, Set.of(), Set.of());
      }
      return new TableRead(
          option,
          FilePaths.resolve(context.folder(), own.paths(), "cohort.table"),
          format.equals(new TableFormat()) ? own.format() : format,
          source.id.equals(new IdSpec()) ? own.id() : source.id,
          source.rows == RowPolicy.ONE ? own.rows() : source.rows,
          own.targets(),
          own.attributes());
    }

    private static boolean isOwn(List<String> path, @Nullable CohortTable own, Path folder) {
      return own != null
          && (path.isEmpty() || resolved(folder, path).equals(resolved(folder, own.paths())));
    }

    private static List<Path> resolved(Path folder, List<String> paths) {
      return paths.stream().map(path -> folder.resolve(path).normalize()).toList();
    }

    private static void requirePath(List<String> path, String option) {
      if (path.isEmpty()) {
        throw new org.interfuse.finding.FindingsException(
            Finding.of(option + ".path", "a path is needed where the cohort has no table", "none"));
      }
    }
  }
}
