package org.interfuse.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.interfuse.comparison.ComparisonResult;
import org.interfuse.comparison.ComparisonSpec;
import org.interfuse.comparison.MetricResult;
import org.interfuse.comparison.PresencePatterns;
import org.interfuse.comparison.RankingCurve;
import org.interfuse.comparison.RankingCurves;
import org.interfuse.comparison.RiskGroups;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Metrics;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a report draws and no other part of {@code comparison.json} holds: {@code metrics}, {@code
 * availability}, {@code roc}, {@code precision_recall} and {@code kaplan_meier}. No subject's
 * values, and no figure of fewer subjects than may be shown.
 */
final class DrawingsJson {
  private DrawingsJson() {}

  static void add(ObjectNode root, ComparisonResult result, ComparisonSpec spec, int smallestCell) {
    root.set("metrics", metrics(result));
    root.set("availability", of(PresencePatterns.of(result.protocol().cohort(), smallestCell)));
    RankingCurves curves = RankingCurves.of(result, smallestCell);
    put(root, "roc", curves.roc());
    put(root, "precision_recall", curves.precisionRecall());
    List<RiskGroups> groups = RiskGroups.of(result, spec, smallestCell);
    if (!groups.isEmpty()) {
      ArrayNode node = root.putArray("kaplan_meier");
      groups.forEach(one -> node.add(of(one)));
    }
  }

  /** How metrics are called in tables, and which way is better. */
  private static ObjectNode metrics(ComparisonResult result) {
    Set<String> names = new LinkedHashSet<>();
    result.candidates().stream()
        .flatMap(candidate -> candidate.metrics().stream())
        .map(MetricResult::metric)
        .forEach(names::add);
    ObjectNode node = Json.object();
    for (String name : names) {
      Metrics.named(name)
          .ifPresent(
              metric ->
                  node.putObject(name)
                      .put("label", metric.label())
                      .put("higher_is_better", metric.higherIsBetter()));
    }
    return node;
  }

  private static ObjectNode of(PresencePatterns patterns) {
    ObjectNode node = Json.object();
    node.put("subjects", patterns.subjects());
    ArrayNode modalities = node.putArray("modalities");
    for (PresencePatterns.OfModality modality : patterns.modalities()) {
      ObjectNode entry = modalities.addObject();
      entry.put("name", modality.name());
      if (modality.present() < 0) {
        entry.putNull("subjects");
        if (modality.about() >= 0) {
          entry.put("about", modality.about());
        }
      } else {
        entry.put("subjects", modality.present());
      }
      entry.put("most", modality.most());
    }
    ArrayNode shown = node.putArray("patterns");
    for (PresencePatterns.Pattern pattern : patterns.patterns()) {
      ObjectNode entry = shown.addObject();
      ArrayNode names = entry.putArray("modalities");
      pattern.modalities().forEach(names::add);
      entry.put("subjects", pattern.subjects());
    }
    node.putObject("hidden")
        .put("patterns", patterns.hiddenPatterns())
        .put("subjects", patterns.hiddenSubjects());
    return node;
  }

  private static void put(ObjectNode root, String key, List<RankingCurve> curves) {
    if (curves.isEmpty()) {
      return;
    }
    ArrayNode node = root.putArray(key);
    for (RankingCurve curve : curves) {
      ObjectNode entry = node.addObject();
      entry.put("target", curve.target());
      entry.put("candidate", curve.candidate());
      entry.put("outcome", curve.outcome());
      Json.put(entry, "prevalence", curve.prevalence());
      entry.set("x", Json.array(curve.x()));
      entry.set("y", Json.array(curve.y()));
      entry.set("lower", Json.array(curve.lower()));
      entry.set("upper", Json.array(curve.upper()));
    }
  }

  private static ObjectNode of(RiskGroups risks) {
    ObjectNode node = Json.object();
    node.put("target", risks.target());
    node.put("candidate", risks.candidate());
    node.set("times", Json.array(risks.times()));
    node.set("risk_times", Json.array(risks.riskTimes()));
    ArrayNode groups = node.putArray("groups");
    for (RiskGroups.Group group : risks.groups()) {
      ObjectNode entry = groups.addObject();
      entry.put("name", group.name());
      entry.put("subjects", group.subjects());
      ArrayNode atRisk = entry.putArray("at_risk");
      for (int count : group.atRisk()) {
        if (count < 0) {
          atRisk.addNull();
        } else {
          atRisk.add(count);
        }
      }
      List<Estimate> survival = group.survival();
      entry.set("survival", figures(survival, Estimate::value));
      entry.set("lower", figures(survival, Estimate::lower));
      entry.set("upper", figures(survival, Estimate::upper));
    }
    return node;
  }

  private static ArrayNode figures(
      List<Estimate> estimates, java.util.function.ToDoubleFunction<Estimate> figure) {
    return Json.array(estimates.stream().mapToDouble(figure).toArray());
  }
}
