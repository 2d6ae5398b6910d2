package org.interfuse.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.source.array.ArrayTable;
import org.interfuse.source.array.ArrayTable.LabelledBy;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that are the frames of one subject each, called by its id: tables with a row a frame,
 * and arrays [time, numbers]. All have the same columns.
 */
final class FrameFiles {
  private static final int EXAMPLES = 5;

  private final FramesSource spec;
  private final SourceContext context;
  private final String option;
  private final @Nullable LabelledBy names;

  /** With what is wrong, without the name of the file. */
  private final List<Map.Entry<String, Finding>> broken = new ArrayList<>();

  FrameFiles(FramesSource spec, SourceContext context, String option) {
    this.spec = spec;
    this.context = context;
    this.option = option;
    this.names = FrameFeatures.labels(context, option, "names", spec.names());
  }

  Loaded read() {
    Map<String, SubjectFiles.Shown> bySubject =
        new SubjectFiles(context, option, "frames").read(spec.path(), spec.id());
    FrameColumns first = null;
    String firstShown = "";
    FrameBuilder builder = new FrameBuilder(1, spec.every(), spec.most(), "");
    for (Map.Entry<String, SubjectFiles.Shown> subject : bySubject.entrySet()) {
      String shown = subject.getValue().name();
      try {
        TableFile file = open(subject.getValue());
        Table table = new Table(List.of(file));
        FrameColumns columns = FrameColumns.of(table, spec, option, Set.of(), context.known());
        if (first == null) {
          first = columns;
          firstShown = shown;
          builder = new FrameBuilder(columns.width(), spec.every(), spec.most(), spec.time());
        }
        requireSame(first, firstShown, columns, shown);
        add(subject.getKey(), file, table, first, columns, builder);
      } catch (FindingsException e) {
        e.findings().forEach(found -> broken.add(in(shown, found)));
      }
    }
    report(builder.subjects() == 0);
    return builder.build(first == null ? known() : first.names(), -1);
  }

  private List<String> known() {
    return context.known() == null ? List.of() : context.known().numeric();
  }

  private static Map.Entry<String, Finding> in(String shown, Finding found) {
    return Map.entry(
        found.message().replace(shown, ""),
        found.where().contains(shown) ? found : found.at(shown + ", " + found.where()));
  }

  private TableFile open(SubjectFiles.Shown file) {
    return ArrayTable.isArray(file.file())
        ? ArrayTable.open(
            file.file(), file.name(), spec.tensor(), spec.format().missing(), null, names)
        : TableReaders.open(
            file.file(), file.name(), spec.format(), (column, name) -> name.equals(spec.time()));
  }

  private static void requireSame(
      FrameColumns first, String firstShown, FrameColumns columns, String shown) {
    List<String> lacking = new ArrayList<>(first.names());
    lacking.removeAll(columns.names());
    List<String> further = new ArrayList<>(columns.names());
    further.removeAll(first.names());
    if (!lacking.isEmpty() || !further.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              shown,
              "files of frames must have the same columns as '%s'".formatted(firstShown),
              ColumnNames.difference(lacking, further)));
    }
  }

  private static void add(
      String id,
      TableFile file,
      Table table,
      FrameColumns first,
      FrameColumns columns,
      FrameBuilder builder) {
    ArrayTable array = file instanceof ArrayTable own ? own : null;
    FrameTimes when = columns.time() < 0 ? null : FrameTimes.read(table, columns.time(), array);
    int[] places =
        first.names().stream()
            .mapToInt(name -> columns.places()[columns.names().indexOf(name)])
            .toArray();
    float[] frames = new float[Math.multiplyExact(table.rows(), places.length)];
    table.forEachRow(
        places,
        (row, numbers, from) ->
            System.arraycopy(numbers, from, frames, row * places.length, places.length));
    builder.add(id, file.shown(), frames, when);
  }

  private void report(boolean nothingLeft) {
    if (broken.isEmpty()) {
      return;
    }
    boolean fatal =
        spec.broken() == ImageSource.Broken.ERROR || nothingLeft && context.known() == null;
    if (fatal) {
      Findings errors = new Findings();
      once().forEach(errors::error);
      errors.throwIfAny();
    }
    List<String> examples =
        broken.stream()
            .limit(EXAMPLES)
            .map(Map.Entry::getValue)
            .map(one -> one.where() + ": " + one.found())
            .toList();
    context
        .findings()
        .warning(
            Finding.of(
                option + ".broken",
                "files of frames should be readable; subjects of others lack them",
                "%,d broken: %s%s"
                    .formatted(
                        broken.size(),
                        String.join("; ", examples),
                        broken.size() > EXAMPLES ? "; …" : "")));
  }

  /** What is wrong with several files in the same way is told of the first. */
  private List<Finding> once() {
    Map<String, List<Finding>> alike = new LinkedHashMap<>();
    for (Map.Entry<String, Finding> one : broken) {
      alike.computeIfAbsent(one.getKey(), key -> new ArrayList<>()).add(one.getValue());
    }
    return alike.values().stream().map(FrameFiles::first).toList();
  }

  private static Finding first(List<Finding> alike) {
    Finding first = alike.get(0);
    return alike.size() == 1
        ? first
        : new Finding(
            first.where(),
            first.rule(),
            "%s, and so in %,d files more".formatted(first.found(), alike.size() - 1),
            first.choices(),
            first.value());
  }
}
