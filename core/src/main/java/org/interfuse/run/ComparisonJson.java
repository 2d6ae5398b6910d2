package org.interfuse.run;

import org.interfuse.cohort.Fold;
import org.interfuse.comparison.CandidateResult;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.Outcome;
import org.interfuse.comparison.Protocol;
import org.interfuse.comparison.ShownFolds;
import org.interfuse.evaluation.Metrics;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code comparison.json} and {@code metrics.json}: the table and every figure behind it. No
 * subject's values.
 */
final class ComparisonJson {
  private ComparisonJson() {}

  static ObjectNode of(String study, String primary, ComparisonResult result, int smallestCell) {
    ObjectNode root = Json.object();
    root.put("study", study);
    root.put("primary", primary);
    root.put("subjects", result.protocol().cohort().size());
    root.set("split", split(result.protocol()));
    ObjectNode primaryMetrics = root.putObject("primary_metrics");
    result
        .protocol()
        .cohort()
        .targets()
        .forEach(
            target -> primaryMetrics.put(target.name(), Metrics.primary(target.schema()).name()));
    root.put("seeds", result.protocol().seeds());
    root.put("level", result.protocol().level());
    ArrayNode candidates = root.putArray("candidates");
    result
        .candidates()
        .forEach(candidate -> candidates.add(of(candidate, result.protocol(), smallestCell)));
    return root;
  }

  private static ObjectNode split(Protocol protocol) {
    ObjectNode node = Json.object();
    node.put("description", protocol.split().describe());
    ArrayNode folds = node.putArray("folds");
    for (Fold fold : protocol.split().folds()) {
      ObjectNode entry = folds.addObject();
      entry.put("name", fold.name());
      entry.put("repeat", fold.repeat() + 1);
      entry.put("train", fold.train().length);
      entry.put("test", fold.test().length);
    }
    return node;
  }

  static ObjectNode of(CandidateResult candidate, Protocol protocol, int smallestCell) {
    ObjectNode node = Json.object();
    node.put("name", candidate.name());
    node.put("parameters", candidate.parameters());
    if (!Double.isNaN(candidate.megabytes())) {
      node.put("memory_mb", candidate.megabytes());
    }
    ArrayNode failures = node.putArray("failures");
    candidate.failures().forEach(failures::add);
    ArrayNode metrics = node.putArray("metrics");
    for (MetricResult metric : candidate.metrics()) {
      metrics.add(
          of(metric, ShownFolds.of(protocol, metric.target(), metric.perFold(), smallestCell)));
    }
    ArrayNode fits = node.putArray("fits");
    for (Outcome outcome : candidate.outcomes()) {
      ObjectNode fit = fits.addObject();
      fit.put("fold", outcome.fold());
      fit.put("seed", outcome.seed() + 1);
      fit.set("best_epochs", Json.MAPPER.valueToTree(outcome.bestEpochs()));
      fit.set("choices", Json.MAPPER.valueToTree(outcome.choices()));
    }
    return node;
  }

  static ObjectNode of(MetricResult metric, double[] perFold) {
    ObjectNode node = Json.object();
    node.put("target", metric.target());
    node.put("metric", metric.metric());
    Json.put(node, "value", metric.estimate().value());
    Json.put(node, "lower", metric.estimate().lower());
    Json.put(node, "upper", metric.estimate().upper());
    node.put("count", metric.estimate().count());
    node.set("per_fold", Json.array(perFold));
    return node;
  }
}
