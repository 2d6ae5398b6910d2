package org.interfuse.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.ArrayTable.LabelledBy;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that are the frames of one subject each, called by its id: tables with a row a frame,
 * and arrays [time, numbers]. All have the same columns, and times of one kind: most decide which.
 */
final class FrameFiles {
  private final FramesSource spec;
  private final SourceContext context;
  private final String option;
  private final @Nullable LabelledBy names;
  private final BrokenFrameFiles broken;

  FrameFiles(FramesSource spec, SourceContext context, String option) {
    this.spec = spec;
    this.context = context;
    this.option = option;
    this.names = FrameFeatures.labels(context, option, "names", spec.names());
    this.broken = new BrokenFrameFiles(spec, context, option);
  }

  /**
   * What frames of files that belong together have in common.
   *
   * @param columns by name, in any order
   * @param dates whether times are dates; null where there are none
   */
  private record Layout(Set<String> columns, @Nullable Boolean dates) {}

  /** Files of one layout: the columns of the first, and what they hold. */
  private record Alike(
      FrameColumns columns, FrameBuilder builder, List<SubjectFiles.Shown> files) {}

  Loaded read() {
    if (!spec.ids().isEmpty()) {
      throw noIds(option, spec.ids());
    }
    Map<String, SubjectFiles.Shown> bySubject =
        new SubjectFiles(context, option, "frames").read(spec.path(), spec.id());
    Map<Layout, Alike> layouts = new LinkedHashMap<>();
    bySubject.forEach(
        (id, file) -> {
          try {
            add(id, file, layouts);
          } catch (FindingsException e) {
            broken.add(file, e);
          }
        });
    Alike most =
        layouts.values().stream()
            .reduce((one, other) -> other.files().size() > one.files().size() ? other : one)
            .orElseGet(() -> alike(new FrameColumns(new int[0], known(), -1)));
    int files = layouts.values().stream().mapToInt(alike -> alike.files().size()).sum();
    layouts.values().stream()
        .filter(alike -> alike != most)
        .forEach(alike -> disagreeing(alike, most, files));
    broken.report(most.builder().subjects() == 0);
    return most.builder().build(most.columns().names(), -1);
  }

  static FindingsException noIds(String option, String found) {
    return new FindingsException(
        Finding.of(
            option + ".ids",
            "files of one subject each are called by its id, so they take no 'ids'",
            "'" + found + "'"));
  }

  private Alike alike(FrameColumns columns) {
    String time = columns.time() < 0 ? "" : spec.time();
    FrameBuilder builder = new FrameBuilder(columns.width(), spec.every(), spec.most(), time);
    return new Alike(columns, builder, new ArrayList<>());
  }

  private void disagreeing(Alike alike, Alike most, int files) {
    List<String> lacking = new ArrayList<>(most.columns().names());
    lacking.removeAll(alike.columns().names());
    List<String> further = new ArrayList<>(alike.columns().names());
    further.removeAll(most.columns().names());
    boolean columns = !lacking.isEmpty() || !further.isEmpty();
    for (SubjectFiles.Shown file : alike.files()) {
      broken.add(
          file,
          Finding.of(
              file.name(),
              columns
                  ? "all files of frames must have the same columns"
                  : "all files of frames must have times of one kind, numbers or dates",
              "%s, where %,d of %,d files agree on others"
                  .formatted(
                      columns ? ColumnNames.difference(lacking, further) : "the other kind",
                      most.files().size(),
                      files)));
    }
  }

  private List<String> known() {
    return context.known() == null ? List.of() : context.known().numeric();
  }

  private TableFile open(SubjectFiles.Shown file) {
    return ArrayTable.isArray(file.file())
        ? ArrayTable.open(
            file.file(), file.name(), spec.tensor(), spec.format().missing(), null, names)
        : TableReaders.open(
            file.file(), file.name(), spec.format(), (column, name) -> name.equals(spec.time()));
  }

  private void add(String id, SubjectFiles.Shown shown, Map<Layout, Alike> layouts) {
    TableFile file = open(shown);
    Table table = new Table(List.of(file));
    FrameColumns columns = FrameColumns.of(table, spec, option, Set.of(), context.known());
    ArrayTable array = file instanceof ArrayTable own ? own : null;
    FrameTimes when = columns.time() < 0 ? null : FrameTimes.read(table, columns.time(), array);
    if (when != null && Arrays.stream(when.when()).allMatch(Double::isNaN)) {
      FrameBuilder alone = alike(columns).builder(); // says so where a frame has no time
      alone.add(id, file.shown(), numbers(table, columns, columns.names()), when);
      return;
    }
    Boolean dates = when == null ? null : when.days() != null;
    Alike alike =
        layouts.computeIfAbsent(
            new Layout(Set.copyOf(columns.names()), dates), layout -> alike(columns));
    float[] numbers = numbers(table, columns, alike.columns().names());
    alike.builder().add(id, file.shown(), numbers, when);
    alike.files().add(shown);
  }

  /** [rows × names] */
  private static float[] numbers(Table table, FrameColumns columns, List<String> names) {
    int[] places =
        names.stream().mapToInt(name -> columns.places()[columns.names().indexOf(name)]).toArray();
    float[] frames = new float[Math.multiplyExact(table.rows(), places.length)];
    table.forEachRow(
        places,
        (row, numbers, from) ->
            System.arraycopy(numbers, from, frames, row * places.length, places.length));
    return frames;
  }
}
