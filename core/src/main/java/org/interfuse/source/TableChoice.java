package org.interfuse.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.modality.KnownColumns;
import org.interfuse.modality.TableData;

/**
 * What a study chooses of a table: how its rows are identified, which columns are read, and of what
 * kind they are. A column is numeric where every cell that is not missing is a number, categorical
 * otherwise.
 *
 * @param id how rows are identified
 * @param rows what to do with several rows of one subject
 * @param columns names and globs; empty for all but the id, targets, groups and split
 * @param exclude names and globs that are left out again
 * @param categorical names and globs of columns that are categorical though their cells are numbers
 * @param numeric names and globs of columns whose every cell must be a number or missing
 */
public record TableChoice(
    IdSpec id,
    RowPolicy rows,
    List<String> columns,
    List<String> exclude,
    List<String> categorical,
    List<String> numeric) {
  public TableChoice {
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    categorical = List.copyOf(categorical);
    numeric = List.copyOf(numeric);
  }

  /**
   * Reads the modality out of files whose rows follow each other.
   *
   * @param option the modality's options in the study, for example {@code modalities.rna}
   * @param context the columns that a fitted model expects, and where warnings go
   * @throws org.interfuse.finding.FindingsException with everything that is wrong
   */
  public Loaded load(String option, List<? extends TableFile> files, SourceContext context) {
    return load(option, new Table(List.copyOf(files)), Set.of(), Set.of(), context);
  }

  /** The same of a table of which some columns are targets, and others split or group subjects. */
  Loaded load(
      String option,
      Table table,
      Set<String> targets,
      Set<String> attributes,
      SourceContext context) {
    KnownColumns known = context.known();
    SubjectRows subjects = SubjectRows.read(table, id, rows, option + ".id");
    Findings findings = new Findings();
    List<Integer> numbers = new ArrayList<>();
    List<Integer> categories = new ArrayList<>();
    if (known == null) {
      choose(table, subjects, option, targets, attributes, numbers, categories, findings);
    } else {
      List<String> absent = new ArrayList<>();
      numbers.addAll(KnownChoice.find(table, known.numeric(), absent));
      categories.addAll(KnownChoice.find(table, known.categorical(), absent));
      int expected = known.numeric().size() + known.categorical().size();
      KnownChoice.report(table.shown(), expected, absent, findings);
      NumericCells.require(table, numbers, findings);
    }
    findings.throwIfAny();
    findings.warnings().forEach(context.findings()::warning);
    TableData data = new TableAssembler(table, subjects, rows).assemble(numbers, categories);
    return new Loaded(subjects.ids(), data, id.rows());
  }

  private void choose(
      Table table,
      SubjectRows subjects,
      String option,
      Set<String> targets,
      Set<String> attributes,
      List<Integer> numbers,
      List<Integer> categories,
      Findings findings) {
    ColumnChoice choice = new ColumnChoice(table, option, findings);
    Set<String> never = new HashSet<>(targets);
    never.addAll(attributes);
    if (subjects.idColumn() >= 0) {
      never.add(table.names().get(subjects.idColumn()));
    }
    List<Integer> chosen = choice.choose(columns, exclude, never);
    for (int column : chosen) {
      String name = table.names().get(column);
      if (targets.contains(name)) {
        findings.error(
            Finding.of(option + ".columns", "a target must not be a feature", "'" + name + "'"));
      }
    }
    if (chosen.isEmpty()) {
      findings.error(
          Finding.of(option, "a modality must have a column", "none in " + table.shown()));
    }
    divide(table, chosen, choice, numbers, categories, findings);
  }

  private void divide(
      Table table,
      List<Integer> chosen,
      ColumnChoice choice,
      List<Integer> numbers,
      List<Integer> categories,
      Findings findings) {
    Set<Integer> asCategories = choice.all(categorical, "categorical");
    Set<Integer> asNumbers = choice.all(numeric, "numeric");
    List<Integer> mustBeNumbers = new ArrayList<>();
    List<Integer> byContent = new ArrayList<>();
    for (int column : chosen) {
      if (asNumbers.contains(column)) {
        mustBeNumbers.add(column);
        numbers.add(column);
      } else if (asCategories.contains(column)) {
        categories.add(column);
      } else if (table.firstNotNumber(column) >= 0) {
        categories.add(column);
        byContent.add(column);
      } else {
        numbers.add(column);
      }
    }
    NumericCells.require(table, mustBeNumbers, findings);
    MixedColumns.warn(table, byContent, findings);
  }
}
