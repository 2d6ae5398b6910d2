package org.interfuse.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interfuse.finding.Findings;
import org.interfuse.finding.FindingsException;
import org.interfuse.target.Target;
import org.jspecify.annotations.Nullable;

/** Reads the cohort's own table: subjects, targets, and the columns that group or split them. */
final class CohortTableReader {
  private final CohortSpec spec;
  private final Path folder;
  private final ParsedFiles files;
  private final Findings findings;

  CohortTableReader(CohortSpec spec, Path folder, ParsedFiles files, Findings findings) {
    this.spec = spec;
    this.folder = folder;
    this.files = files;
    this.findings = findings;
  }

  /**
   * What the table says.
   *
   * @param targets empty when they are not wanted
   */
  record CohortRows(
      Table table, SubjectRows rows, List<Target> targets, Map<String, List<String>> attributes) {}

  /** Reads it; null, with findings, where it cannot be read. */
  @Nullable CohortRows read(
      boolean needTargets, Collection<String> attributes, Set<String> described) {
    try {
      Set<String> all = new LinkedHashSet<>(attributes);
      all.addAll(described);
      Set<String> asText = new HashSet<>(all);
      if (needTargets) {
        spec.targets().values().forEach(target -> asText.addAll(target.columns()));
      }
      Table table =
          files.table(
              FilePaths.resolve(folder, spec.table(), "cohort.table"),
              spec.format(),
              (column, name) -> TableSource.isId(spec.id(), column, name) || asText.contains(name));
      SubjectRows rows = SubjectRows.read(table, spec.id(), spec.rows(), "cohort.id");
      List<Target> targets = needTargets ? targets(table, rows) : List.of();
      Set<String> alone = new HashSet<>(described);
      alone.removeAll(attributes);
      return new CohortRows(table, rows, targets, attributes(table, rows, all, alone));
    } catch (FindingsException e) {
      e.findings().forEach(findings::error);
      return null;
    }
  }

  private List<Target> targets(Table table, SubjectRows rows) {
    List<Target> targets = new ArrayList<>();
    spec.targets()
        .forEach(
            (name, target) -> {
              String option =
                  spec.targets().size() == 1 ? "cohort.target" : "cohort.targets." + name;
              List<SubjectColumn> columns = columns(table, rows, target.columns(), option);
              if (columns.size() == target.columns().size()) {
                targets.add(new TargetReader(name, option, findings).read(target, columns));
              }
            });
    return targets;
  }

  private Map<String, List<String>> attributes(
      Table table, SubjectRows rows, Collection<String> names, Set<String> described) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    List<SubjectColumn> found = new ArrayList<>();
    for (String name : names) {
      String option = described.contains(name) ? "report.by" : option(name);
      found.addAll(columns(table, rows, List.of(name), option));
    }
    for (SubjectColumn column : found) {
      List<String> levels = new ArrayList<>();
      for (int level = 0; level < column.texts().levels(); level++) {
        levels.add(column.texts().level(level));
      }
      List<String> cells = new ArrayList<>(column.subjects());
      for (int i = 0; i < column.subjects(); i++) {
        cells.add(column.level(i) < 0 ? "" : levels.get(column.level(i)));
      }
      attributes.put(column.name(), cells);
    }
    return attributes;
  }

  /** Where a study names an attribute. */
  private String option(String attribute) {
    if (attribute.equals(spec.indexTime())) {
      return "cohort.index_time";
    }
    return spec.sites().contains(attribute) ? "cohort.sites" : "cohort.table";
  }

  private List<SubjectColumn> columns(
      Table table, SubjectRows rows, List<String> names, String option) {
    List<SubjectColumn> columns = new ArrayList<>();
    for (String name : names) {
      int index = table.column(name);
      if (index < 0) {
        findings.error(ColumnChoice.unknown(option, table, name));
      } else {
        columns.add(new SubjectColumn(name, index, table.text(index), rows.firstRow(), table));
      }
    }
    return columns;
  }
}
