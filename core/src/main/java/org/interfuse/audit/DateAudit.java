package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Columns that hold dates: nine in ten of their levels are dates, of their numbers dates like
 * 20150131, or they are all years and the name says date or year. A date as a feature is at best
 * the drift of practice over time; a warning.
 *
 * <p>Where the study has an index time, a date later than it is a leak: the value was not known
 * when the prediction is asked for. Dates are compared by day and years by year; texts that put the
 * year last are not compared, as their order of day and month is unknown. No target is looked at.
 */
@AutoService(Audit.class)
public record DateAudit() implements Audit {
  private static final Set<String> WORDS = Set.of("date", "year", "day", "datetime", "timestamp");
  private static final double MOST = 0.9;
  private static final int FEWEST = 3;

  @Override
  public String name() {
    return "date";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    double[] index = indexDays(input);
    List<AuditFinding> findings = new ArrayList<>();
    Column.each(
        input.cohort(),
        column -> {
          double[] days = days(column);
          boolean years = days == null && years(column);
          if (days != null || years) {
            findings.add(finding(column, late(column, days, index), index != null));
          }
        });
    findings.sort(Comparator.comparing(AuditFinding::severity));
    return findings;
  }

  private static double @Nullable [] indexDays(AuditInput input) {
    if (input.indexTime() == null) {
      return null;
    }
    List<String> cells = Objects.requireNonNull(input.cohort().attributes().get(input.indexTime()));
    return cells.stream().mapToDouble(Dates::day).toArray();
  }

  /** Per subject days since 1970, NaN where unknown; null if the column holds no dates. */
  private static double @Nullable [] days(Column column) {
    if (column.categorical()) {
      return Dates.areDates(column.levels())
          ? Arrays.stream(column.values())
              .map(v -> Double.isNaN(v) ? v : Dates.day(column.levels().get((int) v)))
              .toArray()
          : null;
    }
    int[] known = column.present(column.owners());
    int dates = 0;
    int others = 0;
    for (int subject : known) {
      boolean date = !Double.isNaN(Dates.day(column.values()[subject]));
      dates += date ? 1 : 0;
      others += date ? 0 : 1;
      if (others > (1 - MOST) * known.length) {
        return null;
      }
    }
    return dates >= FEWEST ? Arrays.stream(column.values()).map(Dates::day).toArray() : null;
  }

  private static boolean years(Column column) {
    int[] known = column.present(column.owners());
    return !column.categorical()
        && known.length >= FEWEST
        && NameWords.of(column.name()).hasAny(WORDS)
        && Arrays.stream(known).allMatch(i -> Dates.isYear(column.values()[i]));
  }

  /** How many subjects have a value later than their index time. */
  private static int late(Column column, double @Nullable [] days, double @Nullable [] index) {
    double rounding = column.categorical() ? 0 : 1; // day; see Dates.day
    int late = 0;
    for (int i = 0; index != null && i < index.length; i++) {
      boolean known = !Double.isNaN(column.values()[i]) && !Double.isNaN(index[i]);
      if (known && days != null) {
        late += days[i] > index[i] + rounding ? 1 : 0;
      } else if (known) {
        int year = LocalDate.ofEpochDay((long) index[i]).getYear();
        late += column.values()[i] > year ? 1 : 0;
      }
    }
    return late;
  }

  private AuditFinding finding(Column column, int late, boolean hasIndex) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("subjects", column.present(column.owners()).length));
    if (hasIndex) {
      evidence.add(new Evidence("later than the index time", late));
    }
    return new AuditFinding(
        name(),
        late > 0 ? Severity.LEAK : Severity.WARNING,
        column.where(),
        late > 0 ? "holds dates later than the index time" : "holds dates",
        evidence,
        late > 0
            ? "leave the column out: it was not known when the prediction is asked for"
            : "leave it out, or give the time that passed before the prediction instead; split by"
                + " date to see the drift");
  }
}
