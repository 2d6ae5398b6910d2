package org.interfuse.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.source.text.Decimals;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;

/** Reads labels that do not exclude each other. */
final class MultilabelReader {
  private static final byte MISSING = -1;
  private static final byte UNKNOWN = -2;

  private final String name;
  private final Findings findings;

  MultilabelReader(String name, Findings findings) {
    this.name = name;
    this.findings = findings;
  }

  Target read(TargetSpec.Multilabel spec, List<SubjectColumn> columns) {
    return spec.separator() == null
        ? ofColumns(columns)
        : ofLists(columns.get(0), spec.separator());
  }

  private Target ofColumns(List<SubjectColumn> columns) {
    byte[][] values = new byte[columns.get(0).subjects()][columns.size()];
    for (int label = 0; label < columns.size(); label++) {
      SubjectColumn column = columns.get(label);
      byte[] ofLevel = new byte[column.texts().levels()];
      for (int level = 0; level < ofLevel.length; level++) {
        ofLevel[level] = value(column.texts().level(level));
      }
      TargetReader.reportEach(
          column,
          i -> column.level(i) >= 0 && ofLevel[column.level(i)] == UNKNOWN,
          "a label must be 0 or 1, yes or no, true or false, or missing",
          findings);
      for (int i = 0; i < values.length; i++) {
        values[i][label] = column.level(i) < 0 ? MISSING : ofLevel[column.level(i)];
      }
    }
    return target(columns.stream().map(SubjectColumn::name).toList(), values);
  }

  private static byte value(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> 1;
      case "no", "false" -> 0;
      default -> {
        double number = Decimals.parseDouble(text);
        yield number == 1 ? (byte) 1 : number == 0 ? (byte) 0 : UNKNOWN;
      }
    };
  }

  private Target ofLists(SubjectColumn column, String separator) {
    List<List<String>> ofLevel = new ArrayList<>();
    TreeSet<String> found = new TreeSet<>();
    Pattern cut = Pattern.compile(Pattern.quote(separator));
    for (int level = 0; level < column.texts().levels(); level++) {
      List<String> labels =
          column.texts().isMissing(level)
              ? List.of()
              : cut.splitAsStream(column.texts().level(level))
                  .map(String::strip)
                  .filter(label -> !label.isEmpty())
                  .toList();
      ofLevel.add(labels);
      found.addAll(labels);
    }
    if (found.isEmpty()) {
      findings.error(Finding.of(column.place(0), "at least one subject must have a label", "none"));
    }
    List<String> labels = List.copyOf(found);
    byte[][] values = new byte[column.subjects()][labels.size()];
    for (int i = 0; i < values.length; i++) {
      if (column.level(i) < 0) {
        Arrays.fill(values[i], MISSING);
      } else {
        for (String label : ofLevel.get(column.level(i))) {
          values[i][java.util.Collections.binarySearch(labels, label)] = 1;
        }
      }
    }
    return target(labels, values);
  }

  private Target target(List<String> labels, byte[][] values) {
    return new Target.Multilabel(new TargetSchema(name, TargetType.MULTILABEL, labels), values);
  }
}
