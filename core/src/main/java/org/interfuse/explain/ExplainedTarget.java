package org.interfuse.explain;

import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.head.CoxHead;
import org.interfuse.model.Ensemble;
import org.interfuse.model.LateCombiner;
import org.interfuse.model.Network;
import org.interfuse.target.Prediction;
import org.interfuse.target.TargetSchema;
import org.interfuse.target.TargetType;

/**
 * What is explained of a prediction: numbers in which parts of it can be added.
 *
 * <ul>
 *   <li>classes: the probability of each; of two classes, of the second alone, as that of the first
 *       is its mirror
 *   <li>labels: the probability of each
 *   <li>values: the value, in the target's unit
 *   <li>survival: the risk; see {@link #unit}
 * </ul>
 *
 * Probabilities and not log-odds: they are what {@code predict} says and what late combiners
 * average; they are finite where a probability or a prior is 0 or 1; and what modalities contribute
 * to the classes sums to 0 over the classes.
 *
 * @param schema the target
 * @param logRisk whether a survival prediction's risk is a logarithm of a hazard ratio
 */
public record ExplainedTarget(TargetSchema schema, boolean logRisk) {
  /** One of a network's targets. */
  public static ExplainedTarget of(TargetSchema schema, Ensemble network, int target) {
    if (network.members().size() > 1) {
      return new ExplainedTarget(schema, false); // the mean of curves
    }
    Network only = network.members().get(0);
    boolean alone = only.parts().size() == 1;
    boolean cox = only.parts().get(0).model().heads().get(target) instanceof CoxHead;
    boolean stacked = only.combiner() instanceof LateCombiner.Stacking;
    return new ExplainedTarget(schema, alone ? cox : stacked);
  }

  /** What the numbers are. */
  public String unit() {
    return switch (schema.type()) {
      case CLASSIFICATION, MULTILABEL -> "probability";
      case REGRESSION -> "value, in the target's unit";
      case SURVIVAL -> logRisk ? "log-risk" : "risk: minus the mean survival time";
    };
  }

  /** Names of the numbers: classes, labels, {@code value} or {@code risk}. */
  public List<String> outputs() {
    return switch (schema.type()) {
      case CLASSIFICATION -> binary() ? schema.classes().subList(1, 2) : schema.classes();
      case MULTILABEL -> schema.classes();
      case REGRESSION -> List.of("value");
      case SURVIVAL -> List.of("risk");
    };
  }

  private boolean binary() {
    return schema.type() == TargetType.CLASSIFICATION && schema.classes().size() == 2;
  }

  /** The numbers, [subject][output]. */
  public double[][] read(Prediction prediction) {
    if (prediction instanceof Prediction.Classes classes) {
      return binary() ? seconds(classes.probabilities()) : classes.probabilities();
    }
    if (prediction instanceof Prediction.Labels labels) {
      return labels.probabilities();
    }
    return prediction instanceof Prediction.Values values
        ? column(values.values())
        : column(((Prediction.Survival) prediction).risk());
  }

  private static double[][] seconds(double[][] rows) {
    return IntStream.range(0, rows.length)
        .mapToObj(i -> new double[] {rows[i][1]})
        .toArray(double[][]::new);
  }

  private static double[][] column(double[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> new double[] {values[i]})
        .toArray(double[][]::new);
  }
}
