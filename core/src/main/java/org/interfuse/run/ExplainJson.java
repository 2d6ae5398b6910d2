package org.interfuse.run;

import java.util.List;
import org.interfuse.cohort.CohortModality;
import org.interfuse.evaluation.Estimate;
import org.interfuse.explain.Attributions;
import org.interfuse.explain.Caution;
import org.interfuse.explain.Contributions;
import org.interfuse.explain.FusionWeights;
import org.interfuse.explain.ImportanceFigures;
import org.interfuse.explain.PlaceEffects;
import org.interfuse.explain.SubjectFeatures;
import org.interfuse.explain.WordEffects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code explain --json} prints: figures of many; of one subject only on request. */
final class ExplainJson {
  private ExplainJson() {}

  static ObjectNode of(ExplainRun run, int top, @Nullable String subject) {
    ObjectNode root = Json.object();
    root.put("subjects", run.explanation().cohort().size());
    root.put("by_prior", run.explanation().byPrior());
    ArrayNode held = root.putArray("without_columns");
    run.explanation().held().forEach(held::add);
    ArrayNode targets = root.putArray("targets");
    for (int t = 0; t < run.targets().size(); t++) {
      targets.add(target(run, t, top));
    }
    ArrayNode weights = root.putArray("weights");
    run.explanation().weights().forEach(one -> weights.add(weights(run, one)));
    ArrayNode cautions = root.putArray("cautions");
    for (Caution caution : Caution.values()) {
      cautions.add(caution.text());
    }
    if (subject != null) {
      root.set("subject", subject(run, subject, top));
    }
    return root;
  }

  private static ObjectNode target(ExplainRun run, int t, int top) {
    Contributions contributions = run.explanation().contributions().get(t);
    Attributions attributions = run.explanation().attributions().get(t);
    ObjectNode node = Json.object();
    node.put("name", run.targets().get(t).name());
    node.put("type", run.targets().get(t).type().text());
    node.put("unit", contributions.target().unit());
    ArrayNode outputs = node.putArray("outputs");
    List<String> names = contributions.target().outputs();
    for (int output = 0; output < names.size(); output++) {
      ObjectNode entry = outputs.addObject();
      entry.put("name", names.get(output));
      Json.put(entry, "prior", contributions.prior()[output]);
      figures(
          entry.putArray("modalities"),
          "mean_absolute_contribution",
          ImportanceFigures.modalities(
              contributions, output, run.everybody(), run.smallestCell(), run.seed()));
      figures(
          entry.putArray("columns"),
          "mean_absolute_attribution",
          ImportanceFigures.columns(
              attributions,
              run.explanation().cohort(),
              output,
              top,
              run.smallestCell(),
              run.seed()));
      if (run.by() != null) {
        groups(entry.putArray("groups"), run, contributions, output);
      }
    }
    ObjectNode efficiency = node.putObject("contributions");
    Json.put(efficiency, "largest_relative_gap", contributions.gap());
    efficiency.put("tolerance", Contributions.TOLERANCE);
    efficiency.put("complete", contributions.complete());
    node.set("attributions", completeness(attributions));
    return node;
  }

  private static ObjectNode completeness(Attributions attributions) {
    ObjectNode node = Json.object();
    node.put("features", attributions.features().size());
    node.put("subjects", attributions.subjects().length);
    node.put("incomplete", attributions.incomplete());
    Json.put(node, "largest_gap", attributions.largestGap());
    node.put("relative_tolerance", Attributions.RELATIVE);
    node.put("rounding_tolerance", Attributions.ROUNDING);
    node.put("most_nodes", attributions.mostNodes());
    return node;
  }

  private static void groups(
      ArrayNode array, ExplainRun run, Contributions contributions, int output) {
    run.groups()
        .forEach(
            (level, members) -> {
              ObjectNode node = array.addObject();
              node.put("column", run.by());
              node.put("level", level);
              node.put("subjects", members.length);
              figures(
                  node.putArray("modalities"),
                  "mean_absolute_contribution",
                  ImportanceFigures.modalities(
                      contributions, output, members, run.smallestCell(), run.seed()));
            });
  }

  private static void figures(
      ArrayNode array, String size, List<ImportanceFigures.Figure> figures) {
    for (ImportanceFigures.Figure figure : figures) {
      ObjectNode node = array.addObject();
      node.put("name", figure.name());
      node.put("subjects", figure.subjects());
      estimate(node, size, figure.size());
      if (figure.share() != null) {
        estimate(node, "share", figure.share());
      }
    }
  }

  private static void estimate(ObjectNode node, String key, @Nullable Estimate estimate) {
    if (estimate == null) {
      node.putNull(key);
      return;
    }
    ObjectNode figure = node.putObject(key);
    Json.put(figure, "value", estimate.value());
    Json.put(figure, "lower", estimate.lower());
    Json.put(figure, "upper", estimate.upper());
    figure.put("level", estimate.level());
  }

  private static ObjectNode weights(ExplainRun run, FusionWeights weights) {
    ObjectNode node = Json.object();
    if (weights.target() != null) {
      node.put("target", weights.target());
    }
    node.put("meaning", weights.meaning());
    node.put("sum_to_one", weights.sumToOne());
    figures(
        node.putArray("columns"),
        "mean",
        ImportanceFigures.weights(
            weights, run.explanation().cohort(), run.smallestCell(), run.seed()));
    return node;
  }

  private static ObjectNode subject(ExplainRun run, String id, int top) {
    int subject = run.subject(id);
    ObjectNode node = Json.object();
    node.put("subject", id);
    ArrayNode present = node.putArray("present");
    for (CohortModality modality : run.explanation().cohort().modalities()) {
      if (modality.has(subject)) {
        present.add(modality.name());
      }
    }
    ArrayNode targets = node.putArray("targets");
    for (int t = 0; t < run.targets().size(); t++) {
      targets.add(subject(run, t, subject, top));
    }
    ArrayNode all = node.putArray("weights");
    for (FusionWeights weights : run.explanation().weights()) {
      ObjectNode entry = all.addObject();
      float[] row = weights.values()[subject];
      for (int j = 0; row != null && j < row.length; j++) {
        entry.put(weights.columns().get(j), row[j]);
      }
    }
    return node;
  }

  private static ObjectNode subject(ExplainRun run, int t, int subject, int top) {
    Contributions contributions = run.explanation().contributions().get(t);
    Attributions attributions = run.explanation().attributions().get(t);
    int place = attributions.placeOf(subject);
    ObjectNode node = Json.object();
    node.put("name", run.targets().get(t).name());
    ArrayNode outputs = node.putArray("outputs");
    for (int output = 0; output < contributions.prior().length; output++) {
      ObjectNode entry = outputs.addObject();
      entry.put("name", contributions.target().outputs().get(output));
      Json.put(entry, "prior", contributions.prior()[output]);
      Json.put(entry, "prediction", contributions.predictions()[subject][output]);
      ObjectNode shares = entry.putObject("contributions");
      for (int m = 0; m < contributions.modalities().size(); m++) {
        Json.put(
            shares, contributions.modalities().get(m), contributions.values()[output][subject][m]);
      }
      ArrayNode columns = entry.putArray("columns");
      for (SubjectFeatures.Column column : SubjectFeatures.of(attributions, output, place, top)) {
        ObjectNode one = columns.addObject();
        one.put("name", column.name());
        Json.put(one, "attribution", column.attribution());
      }
      words(entry.putArray("words"), run, t, output, top);
      places(entry.putArray("places"), run, t, output);
      if (place >= 0) {
        Json.put(entry, "at_baseline", attributions.baselines()[place][output]);
      }
    }
    if (place >= 0) {
      Json.put(node, "gap", attributions.gaps()[place]);
      node.put("complete", attributions.reached()[place]);
    }
    return node;
  }

  private static void places(ArrayNode array, ExplainRun run, int t, int output) {
    for (PlaceEffects image : run.places()) {
      ObjectNode node = array.addObject();
      node.put("modality", image.modality());
      node.put("image", image.image());
      ArrayNode rows = node.putArray("effects");
      for (double[] row : image.grid(t, output)) {
        ArrayNode cells = rows.addArray();
        for (double effect : row) {
          cells.add(effect);
        }
      }
    }
  }

  private static void words(ArrayNode array, ExplainRun run, int t, int output, int top) {
    for (WordEffects text : run.words()) {
      for (WordEffects.Word word : text.largest(t, output, top)) {
        ObjectNode node = array.addObject();
        node.put("modality", text.modality());
        node.put("word", word.word());
        Json.put(node, "effect", word.effect());
      }
    }
  }
}
