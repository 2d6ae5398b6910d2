package org.interfuse.duckdb;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.option.Meaning;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.SourceContext;
import org.interfuse.source.SourceSpec;
import org.interfuse.source.TableChoice;
import org.interfuse.source.TableFile;

/**
 * The result of a query over Parquet, CSV and JSON files, in the SQL of DuckDB: one SELECT, whose
 * relative paths are relative to the study. It reads the study's folder and those it names, and
 * nothing else; it runs in one thread, so that sums have the same bits every time.
 */
@Meaning("the result of a query over files of the study's folder")
@AutoService(SourceSpec.class)
public record SqlSource(
    @Meaning("one SELECT in the SQL of DuckDB; files by relative path, for example FROM 'labs.csv'")
        String query,
    @Meaning("folders beside the study's own that it may read") List<String> folders,
    @Meaning("file with one name a line for the elements of lists; none is COLUMN1, COLUMN2, …")
        String names,
    @Meaning("codes of a missing cell, beside the missing one, NA, N/A, NaN, null and None")
        List<String> missing,
    @Meaning("how rows are identified") IdSpec id,
    @Meaning("what to do with several rows of one subject: one is an error that names them")
        RowPolicy rows,
    @Meaning("names and globs; none is all but the id") List<String> columns,
    @Meaning("names and globs that are left out again") List<String> exclude,
    @Meaning("names and globs of columns that are categorical though their cells are numbers")
        List<String> categorical,
    @Meaning("names and globs of columns whose every cell must be a number or missing")
        List<String> numeric)
    implements SourceSpec {

  /** Every column of the result. */
  public SqlSource() {
    this(
        "",
        List.of(),
        "",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public SqlSource {
    folders = List.copyOf(folders);
    missing = List.copyOf(missing);
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
  }

  @Override
  public String type() {
    return "sql";
  }

  @Override
  public Loaded read(SourceContext context) {
    String option = "modalities." + context.modality();
    if (query.isBlank()) {
      throw new FindingsException(
          Finding.of(
              option + ".query",
              "a query is needed",
              "none",
              List.of("for example SELECT id, avg(value) AS value FROM 'labs.csv' GROUP BY id")));
    }
    String where = option + ".query";
    List<Path> allowed = allowed(context.folder(), option);
    List<String> listNames = DuckFiles.names(context.folder(), option, names);
    TableChoice choice = new TableChoice(id, rows, columns, exclude, categorical, numeric);
    return DuckErrors.run(
        where,
        () -> {
          try (DuckDatabase database = DuckDatabase.ofFolders(allowed, 1)) {
            String select = new QueryPaths(where, context.folder()).resolve(query, database);
            database.execute("CREATE TABLE result AS " + select);
            TableFile result = DuckTable.open(where, database::again, "result", missing, listNames);
            return choice.load(option, List.of(result), context);
          }
        });
  }

  private List<Path> allowed(Path folder, String option) {
    List<Path> allowed = new ArrayList<>(List.of(folder));
    for (String other : folders) {
      Path path = folder.resolve(other);
      if (!java.nio.file.Files.isDirectory(path)) {
        throw new FindingsException(
            Finding.of(option + ".folders", "a folder must exist", "no folder '" + other + "'"));
      }
      allowed.add(path);
    }
    return allowed;
  }
}
