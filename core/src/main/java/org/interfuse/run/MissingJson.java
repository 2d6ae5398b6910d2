package org.interfuse.run;

import java.util.List;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.MissingModalities;
import org.interfuse.comparison.MissingReport;
import org.interfuse.comparison.ModalityValue;
import org.interfuse.comparison.RefitResult;
import org.interfuse.comparison.Reliance;
import org.interfuse.evaluation.Estimate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts {@code missing}, {@code reliance} and {@code value} of {@code comparison.json}, each
 * with the question that it answers. A figure from too few subjects is null.
 */
public final class MissingJson {
  /** What {@code missing} answers. */
  public static final String MISSING =
      "How well does this model predict when modalities are missing?";

  /** What {@code reliance} answers. */
  public static final String RELIANCE = "How much does this model lean on each modality?";

  /** What {@code value} answers. */
  public static final String VALUE = "What would be lost had a modality never been collected?";

  private MissingJson() {}

  static void add(
      ObjectNode root, MissingReport report, ComparisonResult result, int smallestCell) {
    if (!report.missing().isEmpty()) {
      ArrayNode missing = part(root, "missing", MISSING).putArray("candidates");
      report.missing().forEach(one -> missing.add(of(one)));
      ArrayNode reliance = part(root, "reliance", RELIANCE).putArray("candidates");
      report.reliance().forEach(one -> reliance.add(of(one)));
    }
    if (!report.notes().isEmpty()) {
      ArrayNode notes = root.putArray("missing_notes");
      report.notes().forEach(notes::add);
    }
    if (!report.value().isEmpty()) {
      ObjectNode part = part(root, "value", VALUE);
      ArrayNode value = part.putArray("targets");
      report.value().forEach(one -> value.add(of(one)));
      part.set("refits", refits(result, smallestCell));
    }
  }

  private static ObjectNode part(ObjectNode root, String name, String question) {
    ObjectNode node = root.putObject(name);
    node.put("question", question);
    return node;
  }

  private static ObjectNode of(MissingModalities missing) {
    ObjectNode node = head(missing.candidate(), missing.target(), missing.metric());
    ArrayNode patterns = node.putArray("patterns");
    for (MissingModalities.Pattern pattern : missing.patterns()) {
      ObjectNode entry = patterns.addObject();
      names(entry.putArray("modalities"), pattern.modalities());
      put(entry, "induced", pattern.induced());
      put(entry, "found", pattern.found());
    }
    MissingModalities.Deployed deployed = missing.deployment();
    if (deployed == null) {
      node.putNull("deployment");
    } else {
      ObjectNode entry = node.putObject("deployment");
      ObjectNode available = entry.putObject("available");
      deployed.available().forEach(available::put);
      put(entry, "expected", deployed.cell());
    }
    ObjectNode degradation = node.putObject("degradation");
    if (missing.completeSubjects() == 0) {
      degradation.putNull("subjects");
    } else {
      degradation.put("subjects", missing.completeSubjects());
    }
    ArrayNode curve = degradation.putArray("curve");
    for (MissingModalities.Degradation point : missing.degradation()) {
      ObjectNode entry = curve.addObject();
      entry.put("present", point.present());
      entry.set("mean", of(point.mean()));
      ObjectNode worst = entry.putObject("worst");
      names(worst.putArray("modalities"), point.worst());
      figures(worst, point.lowest());
    }
    return node;
  }

  private static ObjectNode of(Reliance reliance) {
    ObjectNode node = head(reliance.candidate(), reliance.target(), reliance.metric());
    node.set("full", of(reliance.full()));
    node.set("empty", of(reliance.empty()));
    node.set("shapley", shares(reliance.modalities()));
    ArrayNode pairs = node.putArray("interactions");
    for (Reliance.OfPair pair : reliance.pairs()) {
      ObjectNode entry = pairs.addObject();
      names(entry.putArray("modalities"), List.of(pair.first(), pair.second()));
      figures(entry, pair.interaction());
    }
    return node;
  }

  private static ObjectNode of(ModalityValue value) {
    ObjectNode node = head(value.candidate(), value.target(), value.metric());
    node.set("full", of(value.full()));
    ArrayNode without = node.putArray("without");
    for (ModalityValue.Without one : value.without()) {
      ObjectNode entry = without.addObject();
      entry.put("modality", one.modality());
      entry.put("refit", one.refit());
      figures(entry.putObject("difference"), one.difference());
    }
    if (!value.shapley().isEmpty()) {
      node.set("shapley", shares(value.shapley()));
    }
    ArrayNode subsets = node.putArray("subsets");
    for (ModalityValue.Subset subset : value.subsets()) {
      ObjectNode entry = subsets.addObject();
      names(entry.putArray("modalities"), subset.modalities());
      entry.put("refit", subset.refit());
      figures(entry, subset.estimate());
    }
    return node;
  }

  /** The refits themselves: no candidates, but fits of the same comparison. */
  private static ArrayNode refits(ComparisonResult result, int smallestCell) {
    ArrayNode node = Json.array();
    for (RefitResult refit : result.refits()) {
      ObjectNode entry;
      if (refit.refit().shared()) {
        entry = node.addObject();
        entry.put("name", refit.result().name());
      } else {
        entry = ComparisonJson.of(refit.result(), result.protocol(), smallestCell);
        node.add(entry);
      }
      names(entry.putArray("modalities"), refit.refit().modalities());
      entry.put("candidate", refit.refit().shared());
    }
    return node;
  }

  private static ArrayNode shares(List<Reliance.OfModality> shares) {
    ArrayNode node = Json.array();
    for (Reliance.OfModality share : shares) {
      ObjectNode entry = node.addObject();
      entry.put("modality", share.modality());
      figures(entry, share.shapley());
    }
    return node;
  }

  private static ObjectNode head(String candidate, String target, String metric) {
    ObjectNode node = Json.object();
    node.put("candidate", candidate);
    node.put("target", target);
    node.put("metric", metric);
    return node;
  }

  private static void put(ObjectNode node, String key, MissingModalities.@Nullable Cell cell) {
    if (cell == null) {
      node.putNull(key);
    } else {
      ObjectNode entry = node.putObject(key);
      entry.put("subjects", cell.subjects());
      if (cell.about()) {
        entry.put("about", true);
      }
      entry.put("folds", cell.folds());
      figures(entry, cell.estimate());
    }
  }

  private static ObjectNode of(Estimate estimate) {
    ObjectNode node = Json.object();
    figures(node, estimate);
    return node;
  }

  private static void figures(ObjectNode node, Estimate estimate) {
    Json.put(node, "value", estimate.value());
    Json.put(node, "lower", estimate.lower());
    Json.put(node, "upper", estimate.upper());
    node.put("count", estimate.count());
  }

  private static void names(ArrayNode node, List<String> names) {
    names.forEach(node::add);
  }
}
