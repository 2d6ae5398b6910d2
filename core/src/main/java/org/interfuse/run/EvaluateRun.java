package org.interfuse.run;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.cohort.Cohort;
import org.interfuse.comparison.MetricResult;
import org.interfuse.evaluation.Estimate;
import org.interfuse.evaluation.Intervals;
import org.interfuse.evaluation.Metric;
import org.interfuse.evaluation.Metrics;
import org.interfuse.finding.Finding;
import org.interfuse.finding.Findings;
import org.interfuse.model.Network;
import org.interfuse.progress.Progress;
import org.interfuse.target.Prediction;
import org.interfuse.target.Target;
import org.interfuse.target.TargetSchema;
import org.interfuse.tensor.Seed;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verb {@code evaluate}: a kept model on subjects whose targets are known. Intervals are by
 * bootstrap over subjects; survival metrics take the distribution of censoring from the evaluated
 * subjects, for the model file holds nobody's times.
 *
 * @param subjects how many had a target
 * @param byPrior how many of them had none of the modalities
 * @param metrics every metric that applies, target by target
 */
public record EvaluateRun(int subjects, int byPrior, List<MetricResult> metrics) {
  private static final int RESAMPLES = 1000;
  private static final double LEVEL = 0.95;

  public EvaluateRun {
    metrics = List.copyOf(metrics);
  }

  /** Evaluates. */
  public static EvaluateRun run(
      TrainedModel model, NewData data, Findings findings, Progress progress) {
    Cohort cohort = data.read(model, true, findings, progress);
    warnIfTrainedOn(model, cohort, findings);
    Network.Predicted predicted = PredictRun.predict(model, cohort);
    Seed seed = LoadedStudy.seed(model.study()).at("evaluate");
    List<MetricResult> metrics = new ArrayList<>();
    for (int t = 0; t < model.targets().size(); t++) {
      TargetSchema schema = model.targets().get(t);
      Target truth = aligned(cohort.targets().get(t), schema, findings);
      Prediction prediction = predicted.predictions().get(t);
      for (Metric metric : Metrics.forTarget(schema)) {
        Estimate estimate =
            Intervals.bootstrap(metric, truth, prediction, truth, null, RESAMPLES, LEVEL, seed);
        metrics.add(
            new MetricResult(
                schema.name(), metric.name(), new double[] {estimate.value()}, estimate));
      }
    }
    int byPrior = 0;
    for (boolean alone : predicted.byPrior()) {
      byPrior += alone ? 1 : 0;
    }
    return new EvaluateRun(cohort.size(), byPrior, metrics);
  }

  private static void warnIfTrainedOn(TrainedModel model, Cohort cohort, Findings findings) {
    String known = model.provenance().at("/data/subjects_sha256").asString();
    if (known.equals(DataDigest.subjects(cohort))) {
      findings.warning(
          Finding.of(
              "evaluate",
              "a model is judged on subjects it was not trained on",
              "exactly its training subjects; these figures say nothing of others"));
    }
  }

  /** Labels found in the new data, put in the order of the model's. */
  private static Target aligned(Target found, TargetSchema schema, Findings findings) {
    if (!(found instanceof Target.Multilabel labels) || found.schema().equals(schema)) {
      return found;
    }
    List<String> unknown =
        found.schema().classes().stream().filter(l -> !schema.classes().contains(l)).toList();
    if (!unknown.isEmpty()) {
      findings.warning(
          Finding.of(
              "target '" + schema.name() + "'",
              "labels the model does not know are left out",
              String.join(", ", unknown)));
    }
    byte[][] values = new byte[found.size()][schema.classes().size()];
    for (int label = 0; label < schema.classes().size(); label++) {
      int column = found.schema().classes().indexOf(schema.classes().get(label));
      for (int i = 0; i < values.length; i++) {
        boolean missing = found.missing(i);
        values[i][label] = column >= 0 ? labels.values()[i][column] : (byte) (missing ? -1 : 0);
      }
    }
    return new Target.Multilabel(schema, values);
  }

  /** Whether a survival target was judged. */
  public boolean survival() {
    return metrics.stream().anyMatch(metric -> metric.metric().equals("harrell-c"));
  }

  /** The same as a tree. */
  public ObjectNode json() {
    ObjectNode node = Json.object();
    node.put("subjects", subjects);
    node.put("by_prior", byPrior);
    if (survival()) {
      node.put("censoring_weights", "from the evaluated subjects");
    }
    ArrayNode array = node.putArray("metrics");
    metrics.forEach(metric -> array.add(ComparisonJson.of(metric, metric.perFold())));
    return node;
  }
}
