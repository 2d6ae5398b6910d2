package org.interfuse.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.interfuse.cohort.Split;
import org.interfuse.cohort.SplitSpec;
import org.interfuse.cohort.Splitter;
import org.interfuse.cohort.Splitter.FoldIds;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.text.TextColumn;
import org.interfuse.tensor.Seed;

/** Divides a cohort as a study says, files of ids included. */
public final class SplitReader {
  private final CohortReading reading;
  private final Path folder;
  private final Splitter splitter;
  private final int keep;

  private SplitReader(CohortReading reading, IdSpec id, Path folder, Seed seed, Findings findings) {
    this.reading = reading;
    this.folder = folder;
    this.splitter = new Splitter(reading.cohort(), seed, findings);
    this.keep = id.keep();
  }

  /**
   * The split of a cohort.
   *
   * @param id how the cohort's ids are read; those of files are cut to the same length
   * @param folder relative paths are relative to it
   * @throws org.interfuse.finding.FindingsException with everything that is wrong
   */
  public static Split read(
      SplitSpec spec, CohortReading reading, IdSpec id, Path folder, Seed seed, Findings findings) {
    SplitReader reader = new SplitReader(reading, id, folder, seed, findings);
    if (spec instanceof SplitSpec.Files files) {
      return reader.files(files);
    } else if (spec instanceof SplitSpec.TrainTest trainTest) {
      return reader.trainTest(trainTest);
    }
    return reader.splitter.split(spec);
  }

  private Split files(SplitSpec.Files spec) {
    Map<String, Path> files = FilePaths.resolve(folder, List.of(spec.files()), "split.files");
    List<FoldIds> folds = new ArrayList<>();
    Findings wrong = new Findings();
    files.forEach(
        (shown, path) -> {
          Table table = table(shown, path, true);
          int train = column(table, List.of("train"), wrong);
          int test = column(table, List.of("test", "val"), wrong);
          if (train >= 0 && test >= 0) {
            folds.add(new FoldIds(shown, ids(table, train), ids(table, test)));
          }
        });
    wrong.throwIfAny();
    return splitter.ofIds("%d official folds of %s".formatted(folds.size(), spec.files()), folds);
  }

  private static int column(Table table, List<String> names, Findings wrong) {
    for (String name : names) {
      if (table.column(name) >= 0) {
        return table.column(name);
      }
    }
    wrong.error(
        Finding.of(
            table.shown(),
            "a file of a split must have the column " + String.join(" or ", names),
            ColumnNames.examples(table.names().stream().filter(n -> !n.isEmpty()).toList())));
    return -1;
  }

  private Split trainTest(SplitSpec.TrainTest spec) {
    String describe = "training on %s, test on %s".formatted(spec.train(), spec.test());
    int train = reading.files().indexOf(spec.train());
    int test = reading.files().indexOf(spec.test());
    FoldIds fold =
        train >= 0 && test >= 0
            ? new FoldIds("test", idsOfFile(train), idsOfFile(test))
            : new FoldIds("test", idsIn(spec.train(), "train"), idsIn(spec.test(), "test"));
    return splitter.ofIds(describe, List.of(fold));
  }

  private List<String> idsOfFile(int file) {
    List<String> ids = reading.cohort().ids();
    return IntStream.range(0, ids.size())
        .filter(i -> reading.fileOf()[i] == file)
        .mapToObj(ids::get)
        .toList();
  }

  /** The ids of a file's first column; a first row that is an id of the cohort is no header. */
  private List<String> idsIn(String file, String key) {
    Map<String, Path> files = FilePaths.resolve(folder, List.of(file), "split." + key);
    List<String> ids = new ArrayList<>();
    files.forEach(
        (shown, path) -> {
          List<String> all = ids(table(shown, path, false), 0);
          boolean header = !reading.cohort().ids().contains(all.get(0));
          ids.addAll(header ? all.subList(1, all.size()) : all);
        });
    return ids;
  }

  private static Table table(String shown, Path path, boolean header) {
    TableFormat format = new TableFormat(header, "auto", List.of());
    Map<String, Path> file = new LinkedHashMap<>(Map.of(shown, path));
    return new ParsedFiles().table(file, format, (column, name) -> true);
  }

  private List<String> ids(Table table, int column) {
    TextColumn texts = table.text(column);
    return IntStream.range(0, texts.rows())
        .filter(row -> texts.code(row) >= 0)
        .mapToObj(row -> SubjectRows.cut(texts.text(row).strip(), keep))
        .distinct()
        .toList();
  }
}
