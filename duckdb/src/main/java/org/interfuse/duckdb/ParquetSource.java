package org.interfuse.duckdb;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.duckdb.DuckFiles.Format;
import org.interfuse.option.Meaning;
import org.interfuse.source.IdSpec;
import org.interfuse.source.Loaded;
import org.interfuse.source.RowPolicy;
import org.interfuse.source.SourceContext;
import org.interfuse.source.SourceSpec;
import org.interfuse.source.TableChoice;

/**
 * Columns of Parquet files. They are read as those of a text table are, so that the same table in
 * either format is the same modality. A column of lists of N numbers is N numeric columns.
 */
@Meaning("Parquet files; a column of lists of N numbers is N columns")
@AutoService(SourceSpec.class)
public record ParquetSource(
    @Meaning("one file or several whose rows follow each other, with globs") List<String> path,
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

  /** Every column. */
  public ParquetSource() {
    this(
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

  public ParquetSource {
    path = List.copyOf(path);
    missing = List.copyOf(missing);
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
  }

  @Override
  public String type() {
    return "parquet";
  }

  @Override
  public Loaded read(SourceContext context) {
    String option = "modalities." + context.modality();
    return new TableChoice(id, rows, columns, exclude, categorical, numeric)
        .load(
            option,
            DuckFiles.open(Format.PARQUET, context.folder(), option, path, names, missing),
            context);
  }
}
