package org.interfuse.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.interfuse.proof.ParameterCount;
import org.interfuse.proof.Proof;
import org.interfuse.proof.ProofRun;
import org.interfuse.proof.ProofTask;

/** Parts × proofs, a table a kind of part, the worst figure in each cell and the bounds on top. */
final class ProofTables {
  private static final String FAILS = " ✗";

  /** Where no case applies, nothing is bad; of what must exceed a floor the least is the worst. */
  private static final Comparator<Proof> BADNESS =
      Comparator.comparingDouble(
          proof ->
              proof.passed() && Double.isNaN(proof.figure())
                  ? Double.NEGATIVE_INFINITY
                  : proof.floor() ? -proof.figure() : proof.figure());

  /** Which proofs a column shows, by the beginnings of their names. */
  private record Column(String header, String... names) {
    List<Proof> of(ProofRun.Proved part) {
      return part.report().proofs().stream().filter(this::shows).toList();
    }

    private boolean shows(Proof proof) {
      for (String name : names) {
        if (proof.name().startsWith(name)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final Column FLOAT64 = new Column("float64", "outputs, float64");
  private static final Column FLOAT32 = new Column("float32", "outputs, float32");
  private static final Column BFLOAT16 = new Column("bfloat16", "outputs, bfloat16");
  private static final Column GRADIENTS = new Column("gradients", "gradients of");
  private static final Column PARAMETERS = new Column("parameters", "parameter count");
  private static final Column SMALLEST = new Column("smallest gradient", "every parameter trains");
  private static final Column SAVED = new Column("saved", "saved and loaded");
  private static final Column SEEDED = new Column("same seed", "same seed");
  private static final Column ALONE = new Column("batch", "batch independence");

  private static final Map<ProofTask.Kind, List<Column>> COLUMNS =
      Map.of(
          ProofTask.Kind.ENCODER,
          List.of(
              FLOAT64, FLOAT32, BFLOAT16, GRADIENTS, PARAMETERS, SMALLEST, ALONE, SAVED, SEEDED),
          ProofTask.Kind.PROJECTION,
          List.of(
              FLOAT64,
              FLOAT32,
              BFLOAT16,
              new Column("tokens", "tokens"),
              GRADIENTS,
              PARAMETERS,
              SMALLEST,
              ALONE,
              SAVED,
              SEEDED),
          ProofTask.Kind.FUSION,
          List.of(
              FLOAT64,
              FLOAT32,
              BFLOAT16,
              GRADIENTS,
              PARAMETERS,
              SMALLEST,
              new Column("sizes", "width as", "what no machine", "numbers of modalities"),
              new Column("absent", "absent bytes", "same rule", "tokens are not read"),
              new Column("lone", "a lone modality"),
              new Column("batch", "batch independence", "a batch of one"),
              new Column("order ignored", "order of modalities is ignored"),
              new Column("order matters", "order of modalities matters"),
              SAVED,
              new Column("M = 10", "ten modalities")),
          ProofTask.Kind.HEAD,
          List.of(
              FLOAT64,
              FLOAT32,
              BFLOAT16,
              new Column("loss", "loss, float64"),
              new Column("predictions", "predictions, float64"),
              GRADIENTS,
              PARAMETERS,
              SMALLEST,
              new Column("missing", "missing targets"),
              ALONE,
              new Column("own loss", "a subject's loss"),
              new Column("compares", "the loss compares"),
              SAVED,
              SEEDED),
          ProofTask.Kind.COMBINER,
          List.of(
              FLOAT64,
              FLOAT32,
              PARAMETERS,
              new Column("absent", "absent bytes"),
              new Column("prior", "nobody gets the prior"),
              new Column("lone", "a lone modality"),
              ALONE));

  private ProofTables() {}

  /** One table for each kind that occurs. */
  static String of(List<ProofRun.Proved> proved) {
    StringBuilder text = new StringBuilder();
    for (ProofTask.Kind kind : ProofTask.Kind.values()) {
      List<ProofRun.Proved> parts =
          proved.stream().filter(part -> part.task().kind() == kind).toList();
      if (!parts.isEmpty()) {
        text.append(table(kind, parts));
      }
    }
    return text.toString();
  }

  private static String table(ProofTask.Kind kind, List<ProofRun.Proved> parts) {
    List<Column> columns = Objects.requireNonNull(COLUMNS.get(kind));
    List<String> headers = new ArrayList<>(List.of(kind.text()));
    columns.forEach(column -> headers.add(column.header()));
    headers.add("result");
    List<List<String>> rows = new ArrayList<>();
    Map<Column, String> bounds = bounds(columns, parts);
    List<String> top = new ArrayList<>(List.of("(bound)"));
    columns.forEach(column -> top.add(bounds.getOrDefault(column, "")));
    top.add("");
    rows.add(top);
    for (ProofRun.Proved part : parts) {
      List<String> row = new ArrayList<>(List.of(label(part.task(), parts)));
      columns.forEach(column -> row.add(cell(column, part, bounds)));
      row.add(part.report().status().text());
      rows.add(row);
    }
    return TextTable.of(headers, rows, headers.size() - 1);
  }

  /** The name, and the options in which it differs from others of that name. */
  static String label(ProofTask task, List<ProofRun.Proved> parts) {
    StringJoiner label = new StringJoiner(" ").add(task.name());
    task.options()
        .forEach(
            (option, value) -> {
              boolean differs =
                  parts.stream()
                      .map(ProofRun.Proved::task)
                      .filter(other -> other.kind() == task.kind())
                      .filter(other -> other.name().equals(task.name()))
                      .anyMatch(other -> !value.equals(other.options().get(option)));
              if (differs) {
                label.add(option + "=" + value);
              }
            });
    return label.toString();
  }

  /** The strictest bound of each column. */
  private static Map<Column, String> bounds(List<Column> columns, List<ProofRun.Proved> parts) {
    Map<Column, String> bounds = new LinkedHashMap<>();
    for (Column column : columns) {
      parts.stream()
          .flatMap(part -> column.of(part).stream())
          .filter(proof -> Double.isFinite(proof.figure()))
          .min((left, right) -> Double.compare(strictness(left), strictness(right)))
          .ifPresent(proof -> bounds.put(column, ProofDetails.bound(proof)));
    }
    return bounds;
  }

  private static double strictness(Proof proof) {
    return proof.floor() ? -proof.tolerance() : proof.tolerance();
  }

  private static String cell(Column column, ProofRun.Proved part, Map<Column, String> bounds) {
    return column.of(part).stream()
        .max(Comparator.comparing((Proof proof) -> !proof.passed()).thenComparing(BADNESS))
        .map(worst -> cell(column, part, worst, bounds))
        .orElse("");
  }

  private static String cell(
      Column column, ProofRun.Proved part, Proof worst, Map<Column, String> bounds) {
    String figure = column == PARAMETERS ? counts(part, worst) : ProofDetails.figure(worst);
    if (!worst.passed()) {
      return figure + FAILS;
    }
    boolean own =
        Double.isFinite(worst.figure())
            && !ProofDetails.bound(worst).equals(bounds.getOrDefault(column, ""));
    return own ? figure + " " + ProofDetails.bound(worst) : figure;
  }

  /** Declared and found, of the first size that differs or else the last. */
  private static String counts(ProofRun.Proved part, Proof proof) {
    ParameterCount shown = null;
    for (ParameterCount count : part.report().parameters()) {
      if (shown == null || shown.declared() == shown.found()) {
        shown = count;
      }
    }
    return shown == null
        ? ProofDetails.figure(proof)
        : "%,d / %,d".formatted(shown.declared(), shown.found());
  }
}
