package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.interfuse.audit.AuditFinding.Evidence;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.FrameData;
import org.jspecify.annotations.Nullable;

/**
 * Columns that hold dates: nine in ten of their levels are dates, of their numbers dates like
 * 20150131, or they are all years and the name says date or year. A date as a feature is at best
 * the drift of practice over time; a warning.
 *
 * <p>Where the study has an index time, a date later than it is a leak: the value was not known
 * when the prediction is asked for. Dates are compared by day, and by year where either side gives
 * no more than that; see {@link IndexTime} and {@link Dates}. Frames later than it are the same
 * leak, whether their column of times says so or a number of theirs. No target is looked at.
 */
@AutoService(Audit.class)
public record DateAudit() implements Audit {
  private static final Set<String> WORDS = Set.of("date", "year", "day", "datetime", "timestamp");
  private static final double MOST = 0.9;
  private static final int FEWEST = 3;

  /** Days; see {@link Dates#day(double)}. */
  private static final double ROUNDING = 1;

  @Override
  public String name() {
    return "date";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    IndexTime index = index(input);
    List<AuditFinding> findings = new ArrayList<>();
    if (index != null) {
      findings.addAll(lateFrames(input.cohort(), index));
    }
    Column.eachDated(
        input.cohort(),
        column -> {
          double[] days = days(column);
          boolean years = days == null && years(column);
          if (days != null || years) {
            findings.add(
                finding(
                    column,
                    index == null
                        ? null
                        : late(column, days, column.categorical() ? 0 : ROUNDING, index)));
          }
        });
    findings.sort(Comparator.comparing(AuditFinding::severity));
    return findings;
  }

  /** Frames that follow each other by a column of dates, compact dates or years. */
  private List<AuditFinding> lateFrames(Cohort cohort, IndexTime index) {
    List<AuditFinding> findings = new ArrayList<>();
    for (CohortModality modality : cohort.modalities()) {
      if (modality.data() instanceof FrameData frames && frames.latest() != null) {
        FrameData.Latest latest = frames.latest();
        Column column = Column.ofRows(modality, latest.column(), latest.ofRow());
        double[] days = latest.dates() ? column.values() : days(column);
        if (days != null || years(column)) {
          Late late = late(column, days, latest.dates() ? 0 : ROUNDING, index);
          if (late.later > 0) {
            findings.add(lateFrames(modality.name(), late));
          }
        }
      }
    }
    return findings;
  }

  private AuditFinding lateFrames(String modality, Late late) {
    return new AuditFinding(
        name(),
        Severity.LEAK,
        "modalities." + modality,
        "has frames later than the index time",
        List.of(
            new Evidence("compared with the index time", late.compared),
            new Evidence("later than the index time", late.later)),
        "leave these frames out: they were not known when the prediction is asked for");
  }

  private static @Nullable IndexTime index(AuditInput input) {
    return input.indexTime() == null
        ? null
        : IndexTime.of(Objects.requireNonNull(input.cohort().attributes().get(input.indexTime())));
  }

  /** Per subject days since 1970, NaN where unknown; null if the column holds no dates. */
  private static double @Nullable [] days(Column column) {
    if (column.categorical()) {
      if (!Dates.areDates(column.levels())) {
        return null;
      }
      double[] ofLevel = Dates.days(column.levels());
      return Arrays.stream(column.values())
          .map(v -> Double.isNaN(v) ? v : ofLevel[(int) v])
          .toArray();
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

  /** How many subjects could be compared, and how many of them have a value that is later. */
  private record Late(int compared, int later) {}

  private static Late late(
      Column column, double @Nullable [] days, double rounding, IndexTime index) {
    int compared = 0;
    int later = 0;
    for (int i : column.owners()) {
      if (!index.known(i) || Double.isNaN(days == null ? column.values()[i] : days[i])) {
        continue;
      }
      boolean after =
          days == null
              ? index.isBeforeYear(i, column.values()[i])
              : index.isBefore(i, days[i] - rounding);
      compared++;
      later += after ? 1 : 0;
    }
    return new Late(compared, later);
  }

  private AuditFinding finding(Column column, @Nullable Late compared) {
    int late = compared == null ? 0 : compared.later;
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("subjects", column.present(column.owners()).length));
    if (compared != null) {
      evidence.add(new Evidence("compared with the index time", compared.compared));
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
