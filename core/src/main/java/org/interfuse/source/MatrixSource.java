package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.KnownColumns;
import org.interfuse.option.Meaning;
import org.interfuse.source.array.ArrayTable;
import org.jspecify.annotations.Nullable;

/**
 * A wide file of numbers, also compressed: every cell is a number or missing. Subjects are its rows
 * (then it is read like a table), or its columns, as in gene × sample files: then the first column
 * names the features and the header holds the subjects' ids.
 *
 * <p>An array ({@code .npy}, or a tensor of a {@code .safetensors} file) holds numbers only: its
 * ids and names are files with one a line.
 *
 * @param path files whose rows follow each other, with globs; one file where subjects are columns
 * @param header whether the first row holds names
 * @param delimiter {@code auto} (by content: comma, tab or semicolon), or the character itself
 * @param missing codes of a missing cell beside {@link TableFormat#ALWAYS_MISSING}
 * @param id how subjects are identified; where they are columns, {@code column} names the column of
 *     feature names
 * @param rows what to do with several rows (or columns) of one subject
 * @param subjects {@code rows} or {@code columns}
 * @param columns names and globs of features; empty for all
 * @param exclude names and globs of features that are left out again
 * @param ids of an array, the file with one subject's id a line; empty where {@code id: rows}
 * @param names of an array, the file with one feature's name a line; empty for 1, 2, …
 * @param tensor of a safetensors file, the name of the matrix; empty for its only tensor
 * @param mapped whether an array stays in its file, so that it may be larger than memory; it is
 *     then read in tiles, and preprocessed and encoded as {@code wide}
 * @param groups of a mapped array, which gene or pathway each feature belongs to
 */
@Meaning("a wide file of numbers, also gzip or zip; subjects are its rows or its columns")
@AutoService(SourceSpec.class)
public record MatrixSource(
    @Meaning("one file, or several whose rows follow each other; relative to the study file")
        List<String> path,
    @Meaning("whether the first row names the columns; otherwise they are named 1, 2, …")
        boolean header,
    @Meaning("auto (by content: comma, tab or semicolon), blanks (runs of them), or the character")
        String delimiter,
    @Meaning("codes of a missing cell, beside the empty cell, NA, N/A, NaN, null and None")
        List<String> missing,
    @Meaning("how subjects are identified; where they are columns, the column of feature names")
        IdSpec id,
    @Meaning("what to do with several rows, or columns, of one subject") RowPolicy rows,
    @Meaning("whether subjects are the file's rows or its columns") String subjects,
    @Meaning("names and globs of features; empty for all") List<String> columns,
    @Meaning("names and globs that are left out again") List<String> exclude,
    @Meaning("of an array: file with one subject's id a line; not needed with id: rows") String ids,
    @Meaning("of an array: file with one feature's name a line; none is 1, 2, …") String names,
    @Meaning("of a safetensors file: name of the matrix; none is its only tensor") String tensor,
    @Meaning("whether an array stays in its file, read in tiles: it may be larger than memory")
        boolean mapped,
    @Meaning("of a mapped array: which gene or pathway each feature belongs to") GroupSpec groups)
    implements SourceSpec {

  /** Subjects as rows, every column. */
  public MatrixSource() {
    this(
        List.of(),
        true,
        "auto",
        List.of(),
        new IdSpec(),
        RowPolicy.ONE,
        "rows",
        List.of(),
        List.of());
  }

  /** A file that is read whole. */
  public MatrixSource(
      List<String> path,
      boolean header,
      String delimiter,
      List<String> missing,
      IdSpec id,
      RowPolicy rows,
      String subjects,
      List<String> columns,
      List<String> exclude,
      String ids,
      String names,
      String tensor) {
    this(
        path,
        header,
        delimiter,
        missing,
        id,
        rows,
        subjects,
        columns,
        exclude,
        ids,
        names,
        tensor,
        false,
        new GroupSpec());
  }

  /** A file that is no array. */
  public MatrixSource(
      List<String> path,
      boolean header,
      String delimiter,
      List<String> missing,
      IdSpec id,
      RowPolicy rows,
      String subjects,
      List<String> columns,
      List<String> exclude) {
    this(path, header, delimiter, missing, id, rows, subjects, columns, exclude, "", "", "");
  }

  public MatrixSource {
    path = List.copyOf(path);
    missing = List.copyOf(missing);
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    if (!subjects.equals("rows") && !subjects.equals("columns")) {
      throw new IllegalArgumentException(
          "subjects: expected 'rows' or 'columns', but it is '" + subjects + "'");
    }
  }

  @Override
  public String type() {
    return "matrix";
  }

  @Override
  public boolean wide() {
    return mapped;
  }

  @Override
  public List<String> companions() {
    boolean array = path.stream().anyMatch(part -> ArrayTable.isArray(Path.of(part)));
    return !array ? List.of() : id.rows() ? List.of("names") : List.of("ids", "names");
  }

  @Override
  public Loaded read(SourceContext context) {
    String option = "modalities." + context.modality();
    if (path.isEmpty()) {
      throw new FindingsException(
          Finding.of(option + ".path", "a matrix must have a path of its own", "none"));
    }
    Map<String, Path> files = FilePaths.resolve(context.folder(), path, option + ".path");
    if (mapped) {
      return new MappedArray(this, context, option).read(files);
    }
    if (!groups.equals(new GroupSpec())) {
      throw new FindingsException(
          Finding.of(
              option + ".groups",
              "only a mapped array has groups",
              "groups without 'mapped: true'"));
    }
    List<TableFile> parts = new MatrixFiles(this, option, context.folder()).open(files);
    if (subjects.equals("columns")) {
      return new ColumnSubjects(this, option, context.known()).read(parts);
    }
    Table table = new Table(parts);
    SubjectRows subjectRows = SubjectRows.read(table, id, rows, option + ".id");
    Findings findings = new Findings();
    List<Integer> chosen = choose(table, subjectRows, option, context.known(), findings);
    NumericCells.require(table, chosen, findings);
    findings.throwIfAny();
    if (parts.get(0) instanceof ArrayTable array) {
      requireRoom(array.shown(), subjectRows.subjects(), chosen.size());
    }
    return new Loaded(
        subjectRows.ids(),
        new TableAssembler(table, subjectRows, rows).assemble(chosen, List.of()),
        id.rows());
  }

  /** An array that cannot be held can be mapped. */
  private static void requireRoom(String shown, long rows, long columns) {
    long most = Runtime.getRuntime().maxMemory();
    long bytes = Math.multiplyExact(Math.multiplyExact(rows, columns), (long) Float.BYTES);
    if (rows * columns > TableAssembler.MOST_CELLS || bytes > most) {
      throw new FindingsException(
          Finding.of(
              shown,
              "an array that is held has at most %,d cells, in %,d bytes of Java's memory"
                  .formatted(TableAssembler.MOST_CELLS, most),
              "%,d rows × %,d columns, %,d bytes".formatted(rows, columns, bytes),
              List.of("say 'mapped: true' to leave it in its file", "name fewer columns")));
    }
  }

  private List<Integer> choose(
      Table table,
      SubjectRows subjectRows,
      String option,
      @Nullable KnownColumns known,
      Findings findings) {
    if (known != null) {
      List<String> absent = new ArrayList<>();
      List<Integer> chosen = KnownChoice.find(table, known.numeric(), absent);
      KnownChoice.report(table.shown(), known.numeric().size(), absent, findings);
      return chosen;
    }
    Set<String> never =
        subjectRows.idColumn() < 0 ? Set.of() : Set.of(table.names().get(subjectRows.idColumn()));
    List<Integer> chosen =
        new ColumnChoice(table, option, findings).choose(columns, exclude, never);
    if (chosen.isEmpty()) {
      findings.error(
          Finding.of(option, "a modality must have a column", "none in " + table.shown()));
    }
    return chosen;
  }
}
