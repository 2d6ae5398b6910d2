package org.interfuse.init;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.finding.Spelling;

/** Finds the table that holds a target, and writes the target as a study does. */
final class TargetDraft {
  private static final Set<String> SEEN =
      Set.of("1", "1.0", "true", "yes", "dead", "deceased", "event");

  private static final Set<String> NOT_CENSORED = Set.of("0", "0.0", "false", "no");

  private TargetDraft() {}

  /**
   * The cohort's table: of those that have all the target's columns the one with the fewest
   * columns.
   *
   * @throws FindingsException if there is none
   */
  static FoundTable table(FolderScan scan, WantedTarget target) {
    if (target.columns().isEmpty()) {
      throw new FindingsException(
          Finding.of(
              "--target",
              "a draft needs to know what is to be predicted",
              "nothing",
              scan.targetCandidates()));
    }
    if (target.survival() && (target.time().isEmpty() || target.event().isEmpty())) {
      throw new FindingsException(
          Finding.of("--time, --event", "a time to an event needs both", "one of them"));
    }
    return scan.tables().stream()
        .filter(table -> target.table().isEmpty() || table.path().equals(target.table()))
        .filter(table -> target.columns().stream().allMatch(name -> table.column(name).isPresent()))
        .min(java.util.Comparator.comparingInt(FoundTable::columns))
        .orElseThrow(() -> new FindingsException(unknown(scan, target)));
  }

  private static Finding unknown(FolderScan scan, WantedTarget target) {
    List<String> candidates = scan.targetCandidates();
    String columns = String.join(", ", target.columns());
    Optional<String> near = Spelling.nearest(target.columns().get(0), candidates);
    return Finding.of(
        "--target",
        "one table must have its columns",
        "none with " + columns,
        near.map(name -> List.of("did you mean '" + name + "'")).orElse(candidates));
  }

  /** The value of {@code target:} in a study. */
  static String yaml(FoundTable table, WantedTarget target) {
    if (target.survival()) {
      return "{type: survival, time: %s, event: {column: %s, is: %s}}"
          .formatted(
              Yaml.list(target.time()), Yaml.text(target.event()), Yaml.text(seen(table, target)));
    }
    ColumnFacts column = table.column(target.column()).orElseThrow();
    boolean number = column.number() && !column.hasFewValues();
    return "{type: %s, column: %s}"
        .formatted(number ? "regression" : "classification", Yaml.text(target.column()));
  }

  /** The value of the event's column that means it was seen; 0 where the name says censoring. */
  private static String seen(FoundTable table, WantedTarget target) {
    Set<String> values = table.values(table.column(target.event()).orElseThrow());
    boolean censoring = target.event().toLowerCase(Locale.ROOT).contains("censor");
    Set<String> wanted = censoring ? NOT_CENSORED : SEEN;
    return values.stream()
        .filter(value -> wanted.contains(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(value -> value.replaceFirst("\\.0$", ""))
        .orElseThrow(
            () ->
                new FindingsException(
                    Finding.of(
                        "--event",
                        "a value of '%s' must say that the event was seen"
                            .formatted(target.event()),
                        "none of " + String.join(", ", wanted.stream().sorted().toList()))));
  }
}
