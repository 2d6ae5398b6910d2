package org.interfuse.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.finding.Spelling;

/**
 * Chooses the columns of a table by names and globs.
 *
 * <p>A name that stands in the table as it is counts as a name even if it has a {@code *}. A name
 * that repeats in the header may only be chosen by its number ({@code name#2}), or in bulk once all
 * but one are excluded. A column without a name (row numbers that a writer left) is never chosen.
 */
final class ColumnChoice {
  private final Table table;
  private final String option;
  private final Findings findings;

  /**
   * @param option the modality's options in the study, for example {@code modalities.rna}
   */
  ColumnChoice(Table table, String option, Findings findings) {
    this.table = table;
    this.option = option;
    this.findings = findings;
  }

  /**
   * The columns chosen, in the order of {@code names} and, within a glob, of the file.
   *
   * @param names names and globs; empty for all
   * @param exclude names and globs that are left out again
   * @param never columns that are not chosen in bulk: ids, targets, groups
   */
  List<Integer> choose(List<String> names, List<String> exclude, Set<String> never) {
    Set<Integer> excluded = new LinkedHashSet<>();
    exclude.forEach(name -> excluded.addAll(matching(name, "exclude", false)));
    Set<Integer> chosen = new LinkedHashSet<>();
    Set<Integer> bulk = new LinkedHashSet<>();
    if (names.isEmpty()) {
      addBulk(all(), never, excluded, bulk);
      chosen.addAll(bulk);
    }
    for (String name : names) {
      List<Integer> matched = matching(name, "columns", true);
      if (isGlob(name)) {
        addBulk(matched, never, excluded, bulk);
        matched.stream().filter(bulk::contains).forEach(chosen::add);
      } else {
        matched.stream().filter(column -> !excluded.contains(column)).forEach(chosen::add);
      }
    }
    reportRepeated(bulk);
    return List.copyOf(chosen);
  }

  private void addBulk(
      List<Integer> columns, Set<String> never, Set<Integer> excluded, Set<Integer> bulk) {
    for (int column : columns) {
      String name = table.names().get(column);
      if (!name.isEmpty() && !never.contains(name) && !excluded.contains(column)) {
        bulk.add(column);
      }
    }
  }

  /** The columns that a list of names and globs means, for overrides of their kind. */
  Set<Integer> all(List<String> names, String key) {
    Set<Integer> columns = new LinkedHashSet<>();
    names.forEach(name -> columns.addAll(matching(name, key, false)));
    return columns;
  }

  private boolean isGlob(String name) {
    return Glob.isGlob(name) && table.column(name) < 0;
  }

  private List<Integer> matching(String name, String key, boolean oneOnly) {
    int column = table.column(name);
    if (column >= 0) {
      return List.of(column);
    }
    List<Integer> repeated = numbered(name);
    if (!repeated.isEmpty()) {
      if (oneOnly) {
        reportAmbiguous(name, key, repeated);
      }
      return repeated;
    }
    if (!Glob.isGlob(name)) {
      findings.error(unknown(option + "." + key, table, name));
      return List.of();
    }
    Glob glob = new Glob(name);
    List<Integer> matched =
        all().stream().filter(each -> glob.matches(table.names().get(each))).toList();
    if (matched.isEmpty()) {
      findings.error(
          Finding.of(
              option + "." + key,
              "a pattern must match a column of %s".formatted(table.shown()),
              "none for '%s'".formatted(name)));
    }
    return matched;
  }

  private List<Integer> numbered(String name) {
    return all().stream()
        .filter(column -> !table.names().get(column).equals(name))
        .filter(column -> ColumnNames.withoutNumber(table.names().get(column)).equals(name))
        .toList();
  }

  private List<Integer> all() {
    return java.util.stream.IntStream.range(0, table.names().size()).boxed().toList();
  }

  private void reportAmbiguous(String name, String key, List<Integer> columns) {
    findings.error(
        Finding.of(
            option + "." + key,
            "a column's name must stand once in %s".formatted(table.shown()),
            "'%s' in %s".formatted(name, positions(columns)),
            List.of("choose one: " + ColumnNames.examples(names(columns)))));
  }

  /** Columns chosen in bulk that share a name: probably a slip of whoever wrote the file. */
  private void reportRepeated(Set<Integer> bulk) {
    Map<String, List<Integer>> byName = new LinkedHashMap<>();
    for (int column : bulk) {
      String name = table.names().get(column);
      String plain = ColumnNames.withoutNumber(name);
      if (!plain.equals(name) && table.column(plain) < 0) {
        byName.computeIfAbsent(plain, key -> new ArrayList<>()).add(column);
      }
    }
    List<String> repeated = new ArrayList<>();
    byName.forEach(
        (name, columns) -> {
          if (columns.size() > 1) {
            repeated.add("'%s' in %s".formatted(name, positions(columns)));
          }
        });
    if (!repeated.isEmpty()) {
      findings.error(
          Finding.of(
              table.shown(),
              "column names must differ",
              ColumnNames.examples(repeated),
              List.of(
                  "exclude all but one, for example '%s.exclude: [%s]'"
                      .formatted(option, firstRepeated(byName)))));
    }
  }

  private String firstRepeated(Map<String, List<Integer>> byName) {
    return byName.values().stream()
        .filter(columns -> columns.size() > 1)
        .findFirst()
        .map(columns -> table.names().get(columns.get(columns.size() - 1)))
        .orElse("");
  }

  private List<String> names(Collection<Integer> columns) {
    return columns.stream().map(table.names()::get).toList();
  }

  private static String positions(List<Integer> columns) {
    return "columns "
        + ColumnNames.examples(columns.stream().map(column -> String.valueOf(column + 1)).toList());
  }

  /** The finding for a column that the table does not have. */
  static Finding unknown(String option, Table table, String name) {
    List<String> named = table.names().stream().filter(known -> !known.isEmpty()).toList();
    List<String> choices = new ArrayList<>();
    Spelling.nearest(name, named).ifPresent(near -> choices.add("did you mean '" + near + "'?"));
    choices.add("its columns are " + ColumnNames.examples(named));
    return Finding.of(
        option, "%s must have the column".formatted(table.shown()), "no '" + name + "'", choices);
  }
}
