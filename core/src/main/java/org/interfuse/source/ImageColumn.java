package org.interfuse.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.SourceContext.CohortTable;
import org.interfuse.source.image.ImageList;
import org.interfuse.source.text.TextColumn;

/** Images that a column of a table names: as many a subject as it has rows with a name in them. */
final class ImageColumn {
  private final ImageSource spec;
  private final SourceContext context;
  private final String option;

  ImageColumn(ImageSource spec, SourceContext context, String option) {
    this.spec = spec;
    this.context = context;
    this.option = option;
  }

  ImageList read() {
    CohortTable own = spec.path().isEmpty() ? context.cohortTable() : null;
    if (own == null && spec.path().isEmpty()) {
      throw new FindingsException(
          Finding.of(option + ".path", "a table is needed where the cohort has none", "none"));
    }
    Map<String, Path> files =
        own == null
            ? FilePaths.resolve(context.folder(), spec.path(), option + ".path")
            : FilePaths.resolve(context.folder(), own.paths(), "cohort.table");
    TableFormat format = own == null ? new TableFormat() : own.format();
    IdSpec id = own != null && spec.id().equals(new IdSpec()) ? own.id() : spec.id();
    Table table =
        context
            .files()
            .table(
                files,
                format,
                (column, name) -> TableSource.isId(id, column, name) || name.equals(spec.column()));
    return read(table, id);
  }

  private ImageList read(Table table, IdSpec id) {
    Findings findings = new Findings();
    int column = table.column(spec.column());
    if (column < 0) {
      findings.error(ColumnChoice.unknown(option + ".column", table, spec.column()));
    }
    findings.throwIfAny();
    SubjectRows subjects = SubjectRows.read(table, id, RowPolicy.FIRST, option + ".id");
    TextColumn names = table.text(column);
    Path base = context.folder().resolve(spec.folder());
    Map<Integer, List<ImageList.Named>> bySubject = new LinkedHashMap<>();
    for (int row = 0; row < names.rows(); row++) {
      if (names.code(row) >= 0) {
        ImageList.Named named = named(base, names.text(row).strip(), table.place(row, column));
        int subject = subjects.subjectOf()[row];
        bySubject.computeIfAbsent(subject, absent -> new ArrayList<>()).add(named);
      }
    }
    Map<String, List<ImageList.Named>> byId = new LinkedHashMap<>();
    bySubject.forEach((subject, images) -> byId.put(subjects.ids().get(subject), images));
    return new ImageList(byId, id.rows(), subjects.subjects());
  }

  private String shown(String name) {
    return spec.folder().isEmpty() ? name : spec.folder() + "/" + name;
  }

  private ImageList.Named named(Path base, String name, String place) {
    try {
      return new ImageList.Named(base.resolve(name), shown(name), place);
    } catch (InvalidPathException e) {
      throw new FindingsException(
          Finding.of(place, "a cell must be a file's name", "something else").withValue(name));
    }
  }
}
