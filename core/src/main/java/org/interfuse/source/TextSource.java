package org.interfuse.source;

import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.util.List;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.modality.ModalityKind;
import org.interfuse.option.Meaning;

/**
 * Texts: a column of a table, several columns joined in order, or a file for each subject. A
 * subject whose text is empty or blank lacks the modality.
 *
 * <p>A table that is the cohort's own lends its id, rows and format, as to {@link TableSource}.
 * What means a missing cell elsewhere ({@code None}, {@code NA}) is a text here, but for the codes
 * that the study names itself.
 *
 * @param path files of one table, or folders and files of texts where no column is named; empty for
 *     the cohort's own table
 * @param columns of the table, joined in order; none where each file is a text
 * @param format how the table's cells, or the files, are written
 * @param id how rows are identified; {@code file-stem}, or nothing, where each file is a text
 * @param rows what to do with several rows of one subject
 */
@Meaning("texts: columns of a table, or a file for each subject; without path the cohort's table")
@AutoService(SourceSpec.class)
public record TextSource(
    @Meaning("a table, or folders and files (with globs) of texts where no column is named")
        List<String> path,
    @Meaning("the column of texts, or several that are joined in order; none where files are texts")
        List<String> columns,
    TableFormat format,
    @Meaning("the column that identifies a subject; of files file-stem, which is the default")
        IdSpec id,
    @Meaning("what to do with several rows of one subject") Rows rows)
    implements SourceSpec {
  /** What to do when a subject has several rows. */
  public enum Rows {
    /** More than one row is an error that names the subject's rows. */
    ONE,
    /** The first row in file order that is not blank. */
    FIRST,
    /** All that are not blank, in file order. */
    JOIN
  }

  /** Nothing said yet. */
  public TextSource() {
    this(List.of(), List.of(), new TableFormat(), new IdSpec(), Rows.ONE);
  }

  public TextSource {
    path = List.copyOf(path);
    columns = List.copyOf(columns);
  }

  @Override
  public String type() {
    return "text";
  }

  @Override
  public boolean table() {
    return false;
  }

  @Override
  public ModalityKind kind() {
    return ModalityKind.TEXTS;
  }

  @Override
  public String encoder() {
    return "bag-of-embeddings";
  }

  @Override
  public Loaded read(SourceContext context) {
    if (!columns.isEmpty()) {
      return new TextColumns(this, context).read();
    }
    String option = "modalities." + context.modality();
    boolean files =
        path.stream().anyMatch(each -> Files.isDirectory(context.folder().resolve(each)))
            || path.stream().anyMatch(each -> each.contains("*"))
            || IdSpec.FILE_STEM.equals(id.column());
    if (!files) {
      throw new FindingsException(
          Finding.of(
              option + ".columns",
              "the column of the texts must be named",
              "none",
              List.of("say 'columns: NAME'", "of files that are texts say 'id: file-stem'")));
    }
    return new TextFiles(this, context).read();
  }
}
