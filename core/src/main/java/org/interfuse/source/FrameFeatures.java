package org.interfuse.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.ArrayTable.LabelledBy;
import org.jspecify.annotations.Nullable;

/** Reads frames that are vectors: of a long table, of files of one subject each, of one array. */
final class FrameFeatures {
  private final FramesSource spec;
  private final SourceContext context;
  private final String option;

  FrameFeatures(FramesSource spec, SourceContext context, String option) {
    this.spec = spec;
    this.context = context;
    this.option = option;
  }

  Loaded read() {
    boolean folder =
        spec.path().stream().anyMatch(path -> Files.isDirectory(context.folder().resolve(path)));
    boolean several = spec.path().stream().anyMatch(Glob::isGlob);
    boolean stems = IdSpec.FILE_STEM.equals(spec.id().column());
    boolean arrays = spec.path().stream().allMatch(path -> ArrayTable.isArray(Path.of(path)));
    boolean table = spec.path().isEmpty() || !arrays && spec.id().column() != null && !stems;
    if (folder || stems || several && !table) {
      return new FrameFiles(spec, context, option).read();
    }
    return arrays && !spec.path().isEmpty() ? array() : longTable();
  }

  /** A row a frame. */
  private Loaded longTable() {
    TableRead read = TableRead.of(spec.path(), spec.format(), spec.id(), RowPolicy.MEAN, context);
    requireEmpty("ids", spec.ids());
    requireEmpty("names", spec.names());
    requireEmpty("tensor", spec.tensor());
    if (read.id().rows()) {
      throw new FindingsException(
          Finding.of(option + ".id", "a table of frames needs a column of ids", "'rows'"));
    }
    Table table =
        context
            .files()
            .table(
                read.files(),
                read.format(),
                (column, name) ->
                    name.equals(spec.time()) || TableSource.isId(read.id(), column, name));
    SubjectRows subjects = SubjectRows.read(table, read.id(), RowPolicy.MEAN, option + ".id");
    Set<String> others = new HashSet<>(read.targets());
    others.addAll(read.attributes());
    others.add(table.names().get(subjects.idColumn()));
    FrameColumns columns = FrameColumns.of(table, spec, option, others, context.known());
    FrameTimes when = columns.time() < 0 ? null : FrameTimes.read(table, columns.time(), null);
    return collected(table, subjects, columns, when);
  }

  private Loaded collected(
      Table table, SubjectRows subjects, FrameColumns columns, @Nullable FrameTimes when) {
    int width = columns.width();
    float[][] values = new float[subjects.subjects()][];
    int[][] rows = new int[subjects.subjects()][];
    for (int subject = 0; subject < values.length; subject++) {
      values[subject] = new float[Math.multiplyExact(subjects.counts()[subject], width)];
      rows[subject] = new int[subjects.counts()[subject]];
    }
    int[] filled = new int[values.length];
    table.forEachRow(
        columns.places(),
        (row, numbers, from) -> {
          int subject = subjects.subjectOf()[row];
          int at = filled[subject]++;
          System.arraycopy(numbers, from, values[subject], at * width, width);
          rows[subject][at] = row;
        });
    FrameBuilder builder = builder(width);
    for (int subject = 0; subject < values.length; subject++) {
      String id = subjects.ids().get(subject);
      builder.add(id, table.shown(), values[subject], when == null ? null : when.at(rows[subject]));
      values[subject] = new float[0];
    }
    return builder.build(columns.names(), -1);
  }

  private FrameBuilder builder(int width) {
    return new FrameBuilder(width, spec.every(), spec.most(), spec.time());
  }

  /** [subjects, time, numbers]. */
  private Loaded array() {
    if (spec.path().size() != 1) {
      throw new FindingsException(
          Finding.of(
              option + ".path",
              "an array must be one file",
              spec.path().size() + " files",
              List.of("id: file-stem, where each is of one subject")));
    }
    Map<String, Path> files = FilePaths.resolve(context.folder(), spec.path(), option + ".path");
    Map.Entry<String, Path> file = files.entrySet().iterator().next();
    ArrayTable.Stack stack =
        ArrayTable.openStack(
            file.getValue(),
            file.getKey(),
            spec.tensor(),
            spec.format().missing(),
            labels(context, option, "names", spec.names()));
    int subjects = stack.matrices();
    List<String> ids = ArrayIds.of(spec, context, option, file.getKey(), subjects);
    Table table = new Table(List.of(stack.table()));
    FrameColumns columns = FrameColumns.of(table, spec, option, Set.of(), context.known());
    FrameTimes when =
        columns.time() < 0 ? null : FrameTimes.read(table, columns.time(), stack.table());
    int time = table.rows() / subjects;
    FrameBuilder builder = builder(columns.width());
    float[] own = new float[Math.multiplyExact(time, columns.width())];
    table.forEachRow(
        columns.places(),
        (row, numbers, from) -> {
          System.arraycopy(numbers, from, own, row % time * columns.width(), columns.width());
          if (row % time == time - 1) {
            int subject = row / time;
            FrameTimes moments = when == null ? null : when.range(row - time + 1, row + 1);
            builder.add(ids.get(subject), file.getKey(), own, moments);
          }
        });
    return builder.build(columns.names(), spec.id().rows() ? subjects : -1);
  }

  /** The file of labels that a study names; null where it names none. */
  static @Nullable LabelledBy labels(
      SourceContext context, String option, String key, String path) {
    if (path.isEmpty()) {
      return null;
    }
    Path file = FilePaths.resolve(context.folder(), List.of(path), option + "." + key).get(path);
    return new LabelledBy(path, Objects.requireNonNull(file));
  }

  private void requireEmpty(String key, String value) {
    if (!value.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              option + "." + key,
              "only .npy and .safetensors files take '%s'".formatted(key),
              "'" + value + "'"));
    }
  }
}
