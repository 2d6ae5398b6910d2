package org.interfuse.audit;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.interfuse.audit.AuditFinding.Severity;
import org.interfuse.cohort.Cohort;
import org.interfuse.cohort.CohortModality;
import org.interfuse.modality.WideData;
import org.interfuse.target.Target;
import org.interfuse.target.Targets;

/**
 * A single column that gives a target away, over training rows.
 *
 * <p>Numbers are ranked against the outcome either way (AUROC, Harrell's C, Spearman); categories
 * are scored by {@link LevelScores}; for survival also the event itself is asked for, and for all
 * columns whether the cell is missing. A column is too good where it is nearly perfect (AUROC ≥
 * .99, C ≥ .95, |Spearman| ≥ .99), or where it is high (.90, .85, .80) and stands out from the
 * other columns of its modality beyond Tukey's outer fence, Q3 + 3 IQR of artanh((value −
 * chance)/(1 − chance)), if there are at least {@code fewestColumns}. In both cases its lower bound
 * at level .05, divided by the number of columns and questions (Bonferroni), must lie a fifth of
 * the way from chance to 1.
 *
 * <p>Of several classes, one that is told apart perfectly is a warning, all of them a leak. Columns
 * that {@link TargetCopyAudit} names are not named again.
 *
 * @param fewestColumns how many columns a modality must have for one to stand out
 */
@AutoService(Audit.class)
public record SingleColumnAudit(int fewestColumns) implements Audit {
  private static final double LEVEL = 0.05;
  private static final double MARGIN = 0.2;
  private static final double RARELY_MISSING = 0.05;

  /** Twenty columns. */
  public SingleColumnAudit() {
    this(20);
  }

  public SingleColumnAudit {
    if (fewestColumns < 4) {
      throw new IllegalArgumentException(
          "fewestColumns: expected 4 or more, but it is " + fewestColumns);
    }
  }

  @Override
  public String name() {
    return "single-column";
  }

  @Override
  public List<AuditFinding> run(AuditInput input) {
    List<Question> questions = new ArrayList<>(Question.of(input));
    questions.addAll(events(input));
    if (questions.isEmpty()) {
      return List.of();
    }
    Scan scan = new Scan(input, questions);
    Column.each(input.cohort(), scan::look);
    List<AuditFinding> findings = new ArrayList<>(scan.findings);
    scan.outstanding(findings);
    notLookedAt(input.cohort(), findings);
    findings.sort(Comparator.comparing(AuditFinding::severity));
    return findings;
  }

  /** Columns by the hundred thousand have some that stand out by chance alone. */
  private void notLookedAt(Cohort cohort, List<AuditFinding> findings) {
    for (CohortModality modality : cohort.modalities()) {
      if (modality.data() instanceof WideData wide) {
        findings.add(
            new AuditFinding(
                name(),
                Severity.NOTE,
                "modalities." + modality.name(),
                "wide columns are not looked at one by one",
                List.of(
                    new AuditFinding.Evidence("columns", wide.columns().size()),
                    new AuditFinding.Evidence(
                        "looked at for rows that are alike",
                        Math.min(WideSample.COLUMNS, wide.columns().size()))),
                "see that none of them restates a target"));
      }
    }
  }

  /** How far above chance a lower bound must lie. */
  static double surely(Question question) {
    return question.chance() + MARGIN * (1 - question.chance());
  }

  /** Whether the event was seen, as a class of its own. */
  private static List<Question> events(AuditInput input) {
    List<Question> events = new ArrayList<>();
    for (Target target : input.cohort().targets()) {
      if (target instanceof Target.Survival survival) {
        int[] rows = Targets.present(target, input.trainingRows());
        String about = "the event of target " + target.name();
        events.add(new BinaryQuestion(target.name(), about, 1, rows, survival.events()));
      }
    }
    return events;
  }

  /** All columns, one after the other. */
  private final class Scan {
    private final AuditInput input;
    private final List<Question> questions;
    private final List<TargetCopies> copies;
    private final double z;
    private final List<AuditFinding> findings = new ArrayList<>();
    private final List<StrengthDistribution> distributions = new ArrayList<>();

    Scan(AuditInput input, List<Question> questions) {
      this.input = input;
      this.questions = questions;
      copies = TargetCopyAudit.copies(input);
      double looks = (double) questions.size() * Math.max(1, Column.count(input.cohort()));
      z = LowerBounds.normal(1 - LEVEL / looks);
      questions.forEach(question -> distributions.add(new StrengthDistribution()));
    }

    void look(Column column) {
      if (copies.stream().anyMatch(copy -> copy.found(column).isPresent())) {
        return;
      }
      for (int q = 0; q < questions.size(); q++) {
        Question question = questions.get(q);
        Strength strength = strength(question, column);
        if (strength.reaches(question.nearPerfect(), surely(question))) {
          findings.add(tooGood(column, question, strength));
        } else {
          distributions.get(q).add(column, strength, question);
        }
        lookAtMissing(column, question);
      }
    }

    private Strength strength(Question question, Column column) {
      if (!column.categorical()) {
        return question.strength(column.values(), true, z);
      }
      int[] known = column.present(question.rows());
      return 2 * Column.distinct(column.values(), known) > known.length
          ? Strength.none("")
          : question.strength(LevelScores.of(question, column.values(), input.seed()), false, z);
    }

    private double[] nothing() {
      double[] nothing = new double[input.cohort().size()];
      Arrays.fill(nothing, Double.NaN);
      return nothing;
    }

    private void lookAtMissing(Column column, Question question) {
      int known = column.present(column.owners()).length;
      int missing = column.owners().length - known;
      if (Math.min(known, missing) < RARELY_MISSING * column.owners().length) {
        return;
      }
      double[] absent = nothing();
      for (int subject : column.owners()) {
        absent[subject] = Double.isNaN(column.values()[subject]) ? 1 : 0;
      }
      Strength strength = question.strength(absent, true, z);
      if (strength.reaches(question.nearPerfect(), surely(question))) {
        String found = "whether it is missing gives away " + question.about();
        findings.add(finding(Severity.LEAK, column.where(), found, strength));
      }
    }

    private AuditFinding tooGood(Column column, Question question, Strength strength) {
      boolean all = question.siblings() == 1 || allClasses(column, question.target());
      return finding(
          all ? Severity.LEAK : Severity.WARNING,
          column.where(),
          "alone gives away " + question.about(),
          strength);
    }

    /** Whether intervals of the column tell every class apart. */
    private boolean allClasses(Column column, String target) {
      return questions.stream()
          .filter(question -> question.target().equals(target))
          .allMatch(
              question -> {
                double[] levels =
                    column.categorical()
                        ? column.values()
                        : LevelScores.binned(column.values(), question.rows());
                double[] scores = LevelScores.of(question, levels, input.seed());
                return question.strength(scores, false, z).value() >= question.nearPerfect();
              });
    }

    void outstanding(List<AuditFinding> into) {
      for (int q = 0; q < questions.size(); q++) {
        Question question = questions.get(q);
        for (StrengthDistribution.Candidate candidate :
            distributions.get(q).outlying(fewestColumns)) {
          into.add(
              finding(
                  Severity.WARNING,
                  candidate.where(),
                  "alone says far more about %s than any other column".formatted(question.about()),
                  candidate.strength()));
        }
      }
    }

    private AuditFinding finding(Severity severity, String where, String found, Strength strength) {
      return new AuditFinding(
          name(),
          severity,
          where,
          found,
          strength.evidence(),
          "find out when and from what the column is made; leave it out if that is the target or"
              + " later than the prediction");
    }
  }
}
