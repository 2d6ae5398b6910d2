package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.option.Meaning;
import org.interfuse.source.sparse.SparseReader;

/**
 * Numbers most of which are 0, held at eight bytes for each that is not: a MatrixMarket file, a
 * folder as 10x writes it, the matrix of an .h5ad, or a table with a line for each cell. What is
 * not stored is 0, never missing.
 *
 * @param path a .mtx, a folder with matrix.mtx, barcodes.tsv and features.tsv, an .h5ad, or a table
 *     of cells; text files also compressed
 * @param id of a table of cells the column of ids; {@code rows} joins a matrix by position
 * @param subjects of a .mtx whether subjects are its rows or its columns
 * @param ids of a .mtx the file with one subject's id a line
 * @param names of a .mtx the file with one column's name a line; empty for 1, 2, …
 * @param label of a 10x folder whether columns are called by the feature's {@code id} or {@code
 *     name}
 * @param layer of an .h5ad the layer to read; empty for X
 * @param column of a table of cells the header of the columns' names
 * @param value of a table of cells the header of the values; where the table has none each line
 *     counts 1, and lines of one cell are summed
 * @param columns names and globs; empty for all
 * @param exclude names and globs that are left out again
 * @param groups which gene or pathway each column belongs to
 */
@Meaning("numbers most of which are 0: MatrixMarket, 10x folder, .h5ad, or a table of cells")
@AutoService(SourceSpec.class)
public record SparseSource(
    @Meaning("a .mtx, a 10x folder, an .h5ad, or a table with a line for each cell") String path,
    @Meaning("of a table of cells: the id column, none is the first; rows joins by position")
        IdSpec id,
    @Meaning("of a .mtx: whether subjects are its rows or its columns") String subjects,
    @Meaning("of a .mtx: file with one subject's id a line; not needed with id: rows") String ids,
    @Meaning("of a .mtx: file with one column's name a line; none is 1, 2, …") String names,
    @Meaning("of a 10x folder: whether columns are called by the feature's id or name")
        String label,
    @Meaning("of an .h5ad: the layer to read; empty is X") String layer,
    @Meaning("of a table of cells: header of the columns' names") String column,
    @Meaning("of a table of cells: header of the values; where there is none a line counts 1")
        String value,
    @Meaning("names and globs of columns; empty for all") List<String> columns,
    @Meaning("names and globs that are left out again") List<String> exclude,
    @Meaning("which gene or pathway each column belongs to") GroupSpec groups)
    implements SourceSpec {
  /** The header of values that a table of cells may lack. */
  public static final String VALUE = "value";

  /** Every column. */
  public SparseSource() {
    this("");
  }

  /** Every column of a file. */
  public SparseSource(String path) {
    this(
        path,
        new IdSpec(),
        "rows",
        "",
        "",
        "id",
        "",
        "column",
        VALUE,
        List.of(),
        List.of(),
        new GroupSpec());
  }

  public SparseSource {
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    if (!subjects.equals("rows") && !subjects.equals("columns")) {
      throw new IllegalArgumentException(
          "subjects: expected 'rows' or 'columns', but it is '" + subjects + "'");
    }
    if (!label.equals("id") && !label.equals("name")) {
      throw new IllegalArgumentException(
          "label: expected 'id' or 'name', but it is '" + label + "'");
    }
  }

  @Override
  public String type() {
    return "sparse";
  }

  @Override
  public boolean wide() {
    return true;
  }

  @Override
  public List<String> companions() {
    return !SparseReader.isMatrixMarket(path)
        ? List.of()
        : id.rows() ? List.of("names") : List.of("ids", "names");
  }

  @Override
  public Loaded read(SourceContext context) {
    if (path.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              "modalities." + context.modality() + ".path",
              "a sparse modality must have a path of its own",
              "none"));
    }
    return new SparseReader(this, context).read();
  }
}
