package org.interfuse.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.interfuse.evaluation.Estimate;
import org.interfuse.explain.Attributions;
import org.interfuse.explain.Caution;
import org.interfuse.explain.Contributions;
import org.interfuse.explain.Explanation;
import org.interfuse.explain.FusionWeights;
import org.interfuse.explain.ImportanceFigures;
import org.interfuse.explain.ImportanceFigures.Figure;
import org.interfuse.explain.PlaceEffects;
import org.interfuse.explain.SubjectFeatures;
import org.interfuse.explain.WordEffects;
import org.interfuse.run.ExplainRun;
import org.jspecify.annotations.Nullable;

/** An explanation as tables for a terminal. */
final class ExplainText {
  private static final int MOST_OUTPUTS = 5;

  private final ExplainRun run;
  private final Explanation explanation;
  private final int top;
  private final StringBuilder text = new StringBuilder();

  ExplainText(ExplainRun run, int top) {
    this.run = run;
    this.explanation = run.explanation();
    this.top = top;
  }

  /** All of it; of one subject besides, if an id is given. */
  String text(@Nullable String id) {
    line("%d subjects", explanation.cohort().size());
    if (explanation.byPrior() > 0) {
      line(
          "%d of them have nothing the model reads: the training prior, with nothing to explain",
          explanation.byPrior());
    }
    for (int t = 0; t < run.targets().size(); t++) {
      target(t);
    }
    explanation.weights().forEach(this::weights);
    if (id != null) {
      subject(id);
    }
    line("");
    line("What this does not show:");
    for (Caution caution : Caution.values()) {
      if (concerns(caution)) {
        line("- %s", caution.text());
      }
    }
    line("docs/explain.md says more.");
    return text.toString();
  }

  private boolean concerns(Caution caution) {
    return switch (caution) {
      case MODEL, MASKING -> true;
      case WEIGHTS -> !explanation.weights().isEmpty();
      case BASELINE ->
          explanation.attributions().stream().anyMatch(one -> !one.features().isEmpty());
      case LEAVING_OUT -> !run.words().isEmpty() || !run.places().isEmpty();
    };
  }

  private void target(int t) {
    Contributions contributions = explanation.contributions().get(t);
    Attributions attributions = explanation.attributions().get(t);
    List<String> outputs = contributions.target().outputs();
    for (int output = 0; output < Math.min(outputs.size(), MOST_OUTPUTS); output++) {
      line("");
      line("# %s", heading(t, outputs.get(output)));
      line("");
      line(
          "Contributions of modalities: %s, beyond the training prior of %s.",
          contributions.target().unit(), number(contributions.prior()[output]));
      contributions(contributions, output, run.everybody());
      int at = output;
      run.groups()
          .forEach(
              (level, members) -> {
                line("%s = %s, %d subjects:", String.valueOf(run.by()), level, members.length);
                contributions(contributions, at, members);
              });
      columns(attributions, output);
    }
    if (outputs.size() > MOST_OUTPUTS) {
      line("… and %d more outputs: --json, -o", outputs.size() - MOST_OUTPUTS);
    }
    completeness(contributions, attributions);
  }

  private String heading(int t, String output) {
    String target = run.targets().get(t).name();
    return switch (run.targets().get(t).type()) {
      case CLASSIFICATION, MULTILABEL -> target + ": probability of " + output;
      case REGRESSION, SURVIVAL -> target + ": " + output;
    };
  }

  private void contributions(Contributions contributions, int output, int[] some) {
    List<List<String>> rows = new ArrayList<>();
    for (Figure figure :
        ImportanceFigures.modalities(contributions, output, some, run.smallestCell(), run.seed())) {
      rows.add(
          List.of(
              figure.name(),
              String.valueOf(figure.subjects()),
              text(figure.size(), 1),
              figure.share() == null ? "" : text(figure.share(), 100)));
    }
    List<String> headers =
        List.of("modality", "subjects", "mean |contribution| [95 %]", "share, % [95 %]");
    text.append(TextTable.of(headers, rows));
  }

  private void columns(Attributions attributions, int output) {
    if (attributions.features().isEmpty()) {
      line("Columns: none.");
      return;
    }
    List<Figure> figures =
        ImportanceFigures.columns(
            attributions, explanation.cohort(), output, top, run.smallestCell(), run.seed());
    if (figures.isEmpty()) {
      line("Columns: " + tooFew() + " subjects");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      rows.add(List.of(figure.name(), String.valueOf(figure.subjects()), text(figure.size(), 1)));
    }
    line("Columns, by integrated gradients: the %d largest.", rows.size());
    text.append(TextTable.of(List.of("column", "subjects", "mean |attribution| [95 %]"), rows));
  }

  private void completeness(Contributions contributions, Attributions attributions) {
    line("");
    if (!explanation.held().isEmpty()) {
      line(
          "Without columns, so that nothing in them is told apart: %s.",
          String.join(", ", explanation.held()));
    }
    line(
        "Contributions sum to prediction minus prior%s: largest relative gap %s (tolerance %s).",
        contributions.complete() ? "" : " NOT within tolerance",
        number(contributions.gap()),
        number(Contributions.TOLERANCE));
    if (attributions.features().isEmpty()) {
      return;
    }
    int all = attributions.subjects().length;
    line(
        "Attributions sum to prediction minus that at the baseline for %d of %d subjects (within"
            + " %s %%), largest gap %s, at most %d steps.",
        all - attributions.incomplete(),
        all,
        number(100 * Attributions.RELATIVE),
        number(attributions.largestGap()),
        attributions.mostNodes());
    if (attributions.incomplete() > 0) {
      line(
          "warning: %d of %d subjects do not reach it; do not read their attributions",
          attributions.incomplete(), all);
    }
  }

  private void weights(FusionWeights weights) {
    line("");
    line("# Weights%s", weights.target() == null ? "" : " of " + weights.target());
    line("");
    line(
        "%s%s. Means over the subjects who have it; absent: exactly 0.",
        weights.meaning(), weights.sumToOne() ? "; a subject's sum to 1" : "");
    List<List<String>> rows = new ArrayList<>();
    for (Figure figure :
        ImportanceFigures.weights(weights, explanation.cohort(), run.smallestCell(), run.seed())) {
      rows.add(List.of(figure.name(), String.valueOf(figure.subjects()), text(figure.size(), 1)));
    }
    text.append(TextTable.of(List.of("weight of", "subjects", "mean [95 %]"), rows));
  }

  private void subject(String id) {
    int subject = run.subject(id);
    for (int t = 0; t < run.targets().size(); t++) {
      Contributions contributions = explanation.contributions().get(t);
      Attributions attributions = explanation.attributions().get(t);
      int place = attributions.placeOf(subject);
      List<String> outputs = contributions.target().outputs();
      for (int output = 0; output < Math.min(outputs.size(), MOST_OUTPUTS); output++) {
        line("");
        line("# Subject %s, %s", id, heading(t, outputs.get(output)));
        line("");
        sums(contributions, output, subject);
        ownColumns(attributions, output, place);
        words(t, output);
        places(t, output);
      }
    }
    for (FusionWeights weights : explanation.weights()) {
      float[] row = weights.values()[subject];
      List<String> cells = new ArrayList<>();
      for (int j = 0; row != null && j < row.length; j++) {
        cells.add(weights.columns().get(j) + " " + number(row[j]));
      }
      line("Weights: %s", cells.isEmpty() ? "none" : String.join(", ", cells));
    }
  }

  private void sums(Contributions contributions, int output, int subject) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("training prior", number(contributions.prior()[output])));
    for (int m = 0; m < contributions.modalities().size(); m++) {
      double value = contributions.values()[output][subject][m];
      rows.add(
          List.of(
              contributions.modalities().get(m), Double.isNaN(value) ? "absent" : signed(value)));
    }
    rows.add(List.of("prediction", number(contributions.predictions()[subject][output])));
    text.append(TextTable.of(List.of("", contributions.target().unit()), rows));
  }

  private void ownColumns(Attributions attributions, int output, int place) {
    List<List<String>> rows = new ArrayList<>();
    for (SubjectFeatures.Column column : SubjectFeatures.of(attributions, output, place, top)) {
      rows.add(List.of(column.name(), signed(column.attribution())));
    }
    if (!rows.isEmpty()) {
      text.append(TextTable.of(List.of("column", "attribution"), rows));
    }
    if (place >= 0 && !attributions.features().isEmpty()) {
      line(
          "At the baseline: %s. Gap of the attributions: %s, %s.",
          number(attributions.baselines()[place][output]),
          number(attributions.gaps()[place]),
          attributions.reached()[place] ? "within tolerance" : "NOT within tolerance");
    }
  }

  private void words(int t, int output) {
    for (WordEffects text : run.words()) {
      List<List<String>> rows = new ArrayList<>();
      for (WordEffects.Word word : text.largest(t, output, top)) {
        rows.add(List.of(word.word(), signed(word.effect())));
      }
      if (!rows.isEmpty()) {
        line("Words of %s: what the prediction loses without each.", text.modality());
        this.text.append(TextTable.of(List.of("word", "effect"), rows));
      }
    }
  }

  private void places(int t, int output) {
    for (PlaceEffects image : run.places()) {
      double[][] grid = image.grid(t, output);
      double largest =
          Arrays.stream(grid).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
      line(
          "Places of %s, image %d: what the prediction loses where each is covered, in %% of %s.",
          image.modality(), image.image(), number(largest));
      for (double[] row : grid) {
        StringBuilder cells = new StringBuilder();
        for (double effect : row) {
          long share = largest == 0 ? 0 : Math.round(100 * effect / largest);
          cells.append(
              String.format(Locale.ROOT, "%6s", share == 0 ? "." : "%+d".formatted(share)));
        }
        line("%s", cells);
      }
    }
  }

  private String text(@Nullable Estimate estimate, double unit) {
    if (estimate == null) {
      return tooFew();
    }
    String value = number(unit * estimate.value());
    return estimate.hasInterval()
        ? "%s [%s, %s]"
            .formatted(value, number(unit * estimate.lower()), number(unit * estimate.upper()))
        : value;
  }

  private static String signed(double value) {
    return value > 0 ? "+" + number(value) : number(value);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3g", value);
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    text.append('\n');
  }

  private String tooFew() {
    return "fewer than " + run.smallestCell();
  }
}
