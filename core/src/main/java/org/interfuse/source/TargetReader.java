package org.interfuse.source;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.text.Decimals;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;

/** Reads targets out of the columns of the cohort's table. */
final class TargetReader {
  private final String name;
  private final String option;
  private final Findings findings;

  /**
   * @param name the target's name in the study
   * @param option where the study says it, for example {@code cohort.target}
   */
  TargetReader(String name, String option, Findings findings) {
    this.name = name;
    this.option = option;
    this.findings = findings;
  }

  /** The target of every subject; {@code columns} are those of {@code spec.columns()}. */
  Target read(TargetSpec spec, List<SubjectColumn> columns) {
    if (spec instanceof TargetSpec.Classification classification) {
      return classification(classification, columns.get(0));
    } else if (spec instanceof TargetSpec.Regression) {
      return regression(spec, columns.get(0));
    } else if (spec instanceof TargetSpec.Multilabel multilabel) {
      return new MultilabelReader(name, findings).read(multilabel, columns);
    }
    return survival((TargetSpec.Survival) spec, columns);
  }

  private Target classification(TargetSpec.Classification spec, SubjectColumn column) {
    if (spec.atLeast() != null) {
      return divided(spec, spec.atLeast(), column);
    }
    Classes classes = Classes.of(spec.classes(), column);
    int[] labels = new int[column.subjects()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = column.level(i) < 0 ? -1 : classes.index(column.level(i));
    }
    reportEach(
        column,
        i -> column.level(i) >= 0 && labels[i] < 0,
        "the class must be one of " + String.join(", ", spec.classes()));
    if (classes.names().size() < 2) {
      findings.error(
          Finding.of(
              option,
              "column '%s' must have at least two classes".formatted(column.name()),
              String.valueOf(classes.names().size())));
    }
    return new Target.Classification(new TargetSchema(name, spec.type(), classes.names()), labels);
  }

  /** Two classes of numbers: below a threshold, and from it on. */
  private Target divided(TargetSpec.Classification spec, double threshold, SubjectColumn column) {
    String shown =
        new java.math.BigDecimal(String.valueOf(threshold)).stripTrailingZeros().toPlainString();
    List<String> names =
        spec.classes().isEmpty() ? List.of("below " + shown, "at least " + shown) : spec.classes();
    double[] values = numbers(column);
    reportEach(
        column,
        i -> column.level(i) >= 0 && Double.isNaN(values[i]),
        "with 'at_least' the target must be a number or missing");
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Double.isNaN(values[i]) ? -1 : values[i] >= threshold ? 1 : 0;
    }
    for (int label = 0; label < 2; label++) {
      int wanted = label;
      if (Arrays.stream(labels).noneMatch(one -> one == wanted)) {
        findings.error(
            Finding.of(
                option,
                "column '%s' must have subjects of both classes".formatted(column.name()),
                "none '%s'".formatted(names.get(label))));
      }
    }
    return new Target.Classification(new TargetSchema(name, spec.type(), names), labels);
  }

  private Target regression(TargetSpec spec, SubjectColumn column) {
    double[] values = numbers(column);
    reportEach(
        column,
        i -> column.level(i) >= 0 && Double.isNaN(values[i]),
        "the target must be a number or missing");
    return new Target.Regression(new TargetSchema(name, spec.type(), List.of()), values);
  }

  private Target survival(TargetSpec.Survival spec, List<SubjectColumn> columns) {
    SubjectColumn event = columns.get(columns.size() - 1);
    double[] times = times(columns.subList(0, columns.size() - 1));
    Classes seen = Classes.of(spec.is(), event);
    boolean[] events = new boolean[times.length];
    int withoutEvent = 0;
    for (int i = 0; i < times.length; i++) {
      if (event.level(i) >= 0) {
        events[i] = seen.index(event.level(i)) >= 0;
      } else if (!Double.isNaN(times[i])) {
        times[i] = Double.NaN;
        withoutEvent++;
      }
    }
    if (withoutEvent > 0) {
      findings.warning(
          Finding.of(
              option,
              "column '%s' should say of every time whether the event was seen"
                  .formatted(event.name()),
              "%,d subjects without; their target is missing".formatted(withoutEvent)));
    }
    boolean any =
        IntStream.range(0, times.length).anyMatch(i -> events[i] && !Double.isNaN(times[i]));
    if (!any) {
      findings.error(
          Finding.of(
              option,
              "the event must be seen in at least one subject",
              "no subject with a time and %s in column '%s'"
                  .formatted(String.join(" or ", spec.is()), event.name())));
    }
    return new Target.Survival(new TargetSchema(name, spec.type(), List.of()), times, events);
  }

  /** Per subject the first time that is not missing. */
  private double[] times(List<SubjectColumn> columns) {
    double[] times = new double[columns.get(0).subjects()];
    Arrays.fill(times, Double.NaN);
    for (SubjectColumn column : columns) {
      double[] values = numbers(column);
      reportEach(
          column,
          i -> column.level(i) >= 0 && !(values[i] >= 0),
          "the time must be a number of 0 or more, or missing");
      for (int i = 0; i < times.length; i++) {
        times[i] = Double.isNaN(times[i]) ? values[i] : times[i];
      }
    }
    return times;
  }

  private static double[] numbers(SubjectColumn column) {
    double[] ofLevel = new double[column.texts().levels()];
    Arrays.setAll(ofLevel, level -> Decimals.parseDouble(column.texts().level(level)));
    double[] values = new double[column.subjects()];
    Arrays.setAll(values, i -> column.level(i) < 0 ? Double.NaN : ofLevel[column.level(i)]);
    return values;
  }

  private void reportEach(SubjectColumn column, IntPredicate wrong, String rule) {
    reportEach(column, wrong, rule, findings);
  }

  /** One finding: the first cell at fault, and how many there are. */
  static void reportEach(SubjectColumn column, IntPredicate wrong, String rule, Findings findings) {
    int[] rows = IntStream.range(0, column.subjects()).filter(wrong).toArray();
    if (rows.length > 0) {
      findings.error(
          Finding.of(
                  column.place(rows[0]),
                  rule,
                  rows.length == 1
                      ? "something else"
                      : "something else, here and in %,d more rows".formatted(rows.length - 1))
              .withValue(column.text(rows[0])));
    }
  }
}
