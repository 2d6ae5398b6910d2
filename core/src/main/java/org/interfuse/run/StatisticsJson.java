package org.interfuse.run;

import java.util.Locale;
import org.interfuse.comparison.BestOfMany;
import org.interfuse.comparison.ComparisonStatistics;
import org.interfuse.comparison.Contrast;
import org.interfuse.comparison.Curves;
import org.interfuse.comparison.OverallVerdict;
import org.interfuse.comparison.Subgroup;
import org.interfuse.evaluation.CalibrationCurve;
import org.interfuse.evaluation.Estimate;
import org.interfuse.finding.Finding;
import org.interfuse.study.Study;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The statistics of a comparison in {@code comparison.json}. No subject's values. */
final class StatisticsJson {
  private StatisticsJson() {}

  static void put(ObjectNode root, Study study, ComparisonStatistics statistics) {
    root.put("margin", study.comparison().margin().value());
    root.put("margin_written", study.comparison().margin().written());
    root.put("primary_written", study.comparison().primaryWritten());
    root.put("smallest_cell", study.report().smallestCell());
    ArrayNode verdicts = root.putArray("verdict");
    statistics.verdicts().forEach(verdict -> verdicts.add(of(verdict)));
    ArrayNode contrasts = root.putArray("contrasts");
    statistics.contrasts().forEach(contrast -> contrasts.add(of(contrast)));
    ArrayNode best = root.putArray("best_of_many");
    statistics.bestOfMany().forEach(one -> best.add(of(one)));
    ObjectNode subgroups = root.putObject("subgroups");
    ArrayNode shown = subgroups.putArray("shown");
    statistics.subgroups().shown().forEach(subgroup -> shown.add(of(subgroup)));
    ArrayNode hidden = subgroups.putArray("hidden");
    statistics.subgroups().hidden().forEach(one -> hidden.add(of(one)));
    ArrayNode calibration = root.putArray("calibration");
    statistics.curves().calibration().forEach(curve -> calibration.add(of(curve)));
    ArrayNode decision = root.putArray("decision_curve");
    statistics.curves().decision().forEach(curve -> decision.add(of(curve)));
    if (!statistics.curves().regression().isEmpty()) {
      ArrayNode regression = root.putArray("regression");
      statistics.curves().regression().forEach(one -> regression.add(of(one)));
    }
    ArrayNode warnings = root.putArray("warnings");
    statistics.warnings().stream().map(Finding::message).forEach(warnings::add);
  }

  private static ObjectNode of(OverallVerdict verdict) {
    ObjectNode node = Json.object();
    node.put("target", verdict.target());
    node.put("metric", verdict.metric());
    node.put("margin", verdict.margin().value());
    Json.put(node, "margin_standard_deviations", verdict.margin().deviations());
    node.put("margin_text", verdict.margin().text());
    node.put("verdict", constant(verdict.verdict()));
    node.put("sentence", verdict.sentence());
    return node;
  }

  private static ObjectNode of(Contrast contrast) {
    ObjectNode node = Json.object();
    node.put("target", contrast.target());
    node.put("metric", contrast.metric());
    node.put("first", contrast.first());
    node.put("second", contrast.second());
    node.put("against", constant(contrast.against()));
    node.put("confirmatory", contrast.confirmatory());
    node.put("verdict", constant(contrast.verdict()));
    put(node, "difference", contrast.difference());
    node.put("method", contrast.method().text());
    Json.put(node, "p", contrast.p());
    Json.put(node, "p_adjusted", contrast.adjustedP());
    ObjectNode posterior = node.putObject("probability");
    Json.put(posterior, "worse", contrast.posterior().below());
    Json.put(posterior, "practically_equal", contrast.posterior().within());
    Json.put(posterior, "better", contrast.posterior().above());
    Json.put(node, "worse", contrast.worse());
    node.put("folds", contrast.folds());
    node.put("folds_dropped", contrast.dropped());
    node.put("note", contrast.note());
    return node;
  }

  private static ObjectNode of(BestOfMany best) {
    ObjectNode node = Json.object();
    node.put("target", best.target());
    node.put("metric", best.metric());
    node.put("candidates", best.candidates());
    node.put("best", best.best());
    Json.put(node, "apparent", best.apparent());
    put(node, "corrected", best.corrected());
    Json.put(node, "chosen_share", best.share());
    return node;
  }

  private static ObjectNode of(Subgroup subgroup) {
    ObjectNode node = Json.object();
    node.put("column", subgroup.column());
    node.put("level", subgroup.level());
    node.put("subjects", subgroup.subjects());
    node.put("target", subgroup.target());
    node.put("metric", subgroup.metric());
    ArrayNode candidates = node.putArray("candidates");
    for (Subgroup.Figure figure : subgroup.figures()) {
      ObjectNode entry = candidates.addObject();
      entry.put("name", figure.candidate());
      put(entry, "value", figure.estimate());
    }
    put(node, "difference", subgroup.difference());
    return node;
  }

  private static ObjectNode of(Subgroup.Hidden hidden) {
    ObjectNode node = Json.object();
    node.put("column", hidden.column());
    node.put("target", hidden.target());
    node.put("levels", hidden.levels());
    return node;
  }

  private static ObjectNode of(Curves.Calibration calibration) {
    ObjectNode node = Json.object();
    node.put("target", calibration.target());
    node.put("candidate", calibration.candidate());
    node.put("outcome", calibration.outcome());
    Json.put(node, "time", calibration.time());
    put(node, calibration.curve());
    return node;
  }

  private static void put(ObjectNode node, CalibrationCurve curve) {
    ArrayNode bins = node.putArray("bins");
    for (CalibrationCurve.Bin bin : curve.bins()) {
      ObjectNode entry = bins.addObject();
      entry.put("subjects", bin.count());
      Json.put(entry, "predicted", bin.predicted());
      put(entry, "observed", bin.observed());
    }
  }

  private static ObjectNode of(Curves.Regression regression) {
    ObjectNode node = Json.object();
    node.put("target", regression.target());
    node.put("candidate", regression.candidate());
    node.put("subjects", regression.subjects());
    put(node, regression.means());
    node.set("edges", Json.array(regression.grid().edges()));
    ArrayNode rows = node.putArray("counts"); // [observed][predicted], null where few
    for (int[] counts : regression.grid().counts()) {
      ArrayNode row = rows.addArray();
      for (int count : counts) {
        if (count < 0) {
          row.addNull();
        } else {
          row.add(count);
        }
      }
    }
    node.put("hidden", regression.grid().hidden());
    return node;
  }

  private static ObjectNode of(Curves.Decision decision) {
    ObjectNode node = Json.object();
    node.put("target", decision.target());
    node.put("candidate", decision.candidate());
    node.put("outcome", decision.outcome());
    node.put("subjects", decision.subjects());
    node.set("thresholds", Json.array(decision.curve().thresholds()));
    node.set("net_benefit", Json.array(decision.curve().model()));
    node.set("half_width", Json.array(decision.curve().halfWidth()));
    node.set("treat_all", Json.array(decision.curve().all()));
    return node;
  }

  private static void put(ObjectNode node, String key, Estimate estimate) {
    Json.put(node, key, estimate.value());
    Json.put(node, "lower", estimate.lower());
    Json.put(node, "upper", estimate.upper());
  }

  private static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
