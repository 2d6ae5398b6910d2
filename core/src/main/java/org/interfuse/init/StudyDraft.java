package org.interfuse.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.jspecify.annotations.Nullable;

/**
 * A study that reads every table of a folder, with comments on what was guessed. It is a place to
 * begin: what is known only after the outcome, no program can tell.
 */
public final class StudyDraft {
  private final FolderScan scan;
  private final WantedTarget target;
  private final FoundTable cohort;
  private final StringBuilder text = new StringBuilder();
  private final Set<String> names = new LinkedHashSet<>();

  private StudyDraft(FolderScan scan, WantedTarget target) {
    this.scan = scan;
    this.target = target;
    this.cohort = TargetDraft.table(scan, target);
  }

  /**
   * The text of the study.
   *
   * @param name what the study is called
   * @throws org.interfuse.finding.FindingsException if no table has the target
   */
  public static String of(String name, FolderScan scan, WantedTarget target) {
    StudyDraft draft = new StudyDraft(scan, target);
    draft.write(name);
    if (draft.names.isEmpty()) {
      throw new FindingsException(
          Finding.of(
              draft.cohort.path(),
              "there must be a column, or another table with the same ids, to predict from",
              "none"));
    }
    return draft.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void write(String name) {
    line("# A draft: every line is a guess from names and contents, for a person to check.");
    line("# What is known only after the outcome must not be a feature, whatever it is called.");
    line("interfuse: 1");
    line("study: " + Yaml.text(name));
    line("cohort:");
    line("  table: " + Yaml.text(cohort.path()));
    IdChoice id = scan.id(cohort);
    ColumnFacts column = id.column();
    if (column == null || !column.name().isEmpty() || id.keep() > 0) {
      line("  id: " + id.yaml());
    }
    repeated(id, "  ");
    line("  target: " + TargetDraft.yaml(cohort, target));
    if (target.survival()) {
      line("  # 'is' must be the value that means the event was seen, not that it was censored");
    }
    line("");
    line("modalities:");
    own();
    for (FoundTable table : scan.tables()) {
      if (table != cohort && !WideFile.isPartOf(table.path(), scan.wide())) {
        other(table);
      }
    }
    TextsAndImages more = new TextsAndImages(scan, cohort, target.columns(), this::name);
    more.lines().forEach(this::line);
    scan.wide().forEach(this::wide);
    scan.arrays().forEach(this::array);
    scan.unreadable()
        .forEach(finding -> line("  " + Yaml.comment("not read: " + finding.message())));
    line("");
    line("# model, training, split and comparison have defaults; 'interfuse check' shows them.");
    line("split: {folds: 5}");
  }

  private void repeated(IdChoice id, String indent) {
    if (id.repeated()) {
      line(indent + "rows: first                     # a subject has several rows; or mean");
    }
  }

  /** The other columns of the cohort's table. */
  private void own() {
    List<String> kept = new ArrayList<>();
    Map<String, List<String>> left = new LinkedHashMap<>();
    for (ColumnFacts column : cohort.facts()) {
      String reason = column.reasonAgainst();
      if (isSpokenFor(column)) {
        continue;
      }
      if (reason.isEmpty()) {
        kept.add(column.name());
      } else {
        left.computeIfAbsent(reason, key -> new ArrayList<>()).add(column.name());
      }
    }
    boolean more = cohort.columns() > cohort.facts().size();
    if (kept.isEmpty() && !more) {
      line("  " + Yaml.comment(cohort.path() + " has no other column that looks like a feature"));
      return;
    }
    line("  " + name(cohort) + ":");
    if (more || kept.size() > 40) {
      exclude(left);
      return;
    }
    line("    columns:");
    kept.forEach(column -> line("      - " + Yaml.text(column)));
    if (!left.isEmpty()) {
      line("      # left out:");
      left.forEach(
          (reason, columns) ->
              columns.forEach(
                  column -> line("      # - %s   (%s)".formatted(Yaml.text(column), reason))));
    }
  }

  /** Whether a column of the cohort's table is its id or target, or has no name to be chosen by. */
  private boolean isSpokenFor(ColumnFacts column) {
    return column.name().isEmpty()
        || column.equals(scan.id(cohort).column())
        || target.columns().contains(column.name());
  }

  private void exclude(Map<String, List<String>> left) {
    if (left.isEmpty()) {
      line("    columns: []                 # none named is all");
      return;
    }
    line("    exclude:");
    left.forEach(
        (reason, columns) ->
            columns.forEach(
                column -> line("      - %s   # %s".formatted(Yaml.text(column), reason))));
  }

  private void other(FoundTable table) {
    IdChoice id = scan.id(table);
    IdChoice ours = scan.id(cohort);
    String problem = ours.problem(cohort, table, id);
    if (!problem.isEmpty()) {
      line("  " + Yaml.comment("%s is left out: %s".formatted(table.path(), problem)));
      return;
    }
    ColumnFacts column = id.column();
    boolean byPosition = ours.column() == null;
    Map<String, List<String>> left = left(table, byPosition ? null : column);
    int features = table.columns() - (byPosition || column == null ? 0 : 1);
    if (left.values().stream().mapToInt(List::size).sum() >= features) {
      line("  " + Yaml.comment(table.path() + " has no column that looks like a feature"));
      return;
    }
    line("  " + name(table) + ":");
    line("    path: " + Yaml.text(table.path()));
    if (table.isMatrix()) {
      line("    source: matrix              # %,d columns of numbers".formatted(table.columns()));
    }
    if (byPosition || column == null || column.index() > 0 || id.keep() > 0) {
      line("    id: " + (byPosition ? "rows" : id.yaml()));
    }
    repeated(id, "    ");
    if (!left.isEmpty()) {
      exclude(left);
    }
  }

  private Map<String, List<String>> left(FoundTable table, @Nullable ColumnFacts id) {
    Map<String, List<String>> left = new LinkedHashMap<>();
    for (ColumnFacts column : table.facts()) {
      String reason =
          target.columns().contains(column.name())
              ? "named like the target"
              : reason(table, column);
      if (!reason.isEmpty() && !column.name().isEmpty() && !column.equals(id)) {
        left.computeIfAbsent(reason, key -> new ArrayList<>()).add(column.name());
      }
    }
    return left;
  }

  /** Names of genes and the like are not read for what they say; a constant one does no harm. */
  private static String reason(FoundTable table, ColumnFacts column) {
    return table.hasTexts() && !column.isConstant() ? column.reasonAgainst() : "";
  }

  private void array(String path) {
    String stem = path.replaceFirst("\\..*", "");
    line(
        "  " + Yaml.comment("%s holds no ids; to use it, say which row is whose:".formatted(path)));
    line(
        "  # %s: {source: matrix, path: %s, ids: FILE-WITH-ONE-ID-A-LINE}"
            .formatted(Yaml.text(stem), Yaml.text(path)));
  }

  private void wide(WideFile file) {
    if (file.hasIds()) {
      line("  " + name(file.stem()) + ":");
      line("    source: %s".formatted(file.source()));
      line("    path: " + Yaml.text(file.path()));
      return;
    }
    line("  " + Yaml.comment("%s holds no ids; to use it, say whose:".formatted(file.path())));
    line(
        "  # %s: {source: %s, path: %s, ids: FILE-WITH-ONE-ID-A-LINE}"
            .formatted(Yaml.text(file.stem()), file.source(), Yaml.text(file.path())));
  }

  private String name(FoundTable table) {
    return name(table.stem());
  }

  private String name(String stem) {
    String name = stem;
    for (int number = 2; !names.add(name); number++) {
      name = stem + "-" + number;
    }
    return Yaml.text(name);
  }
}
