package org.interfuse.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interfuse.cohort.Cohort;
import org.interfuse.model.Ensemble;
import org.interfuse.preprocessing.FittedCohort;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.TargetSchema;

/**
 * What a network's predictions for a cohort rest on, from modalities to features.
 *
 * @param cohort the subjects, of whom ids and presence are used and no values
 * @param byPrior how many of them have none of the modalities, so that nothing is explained
 * @param contributions per target
 * @param weights of the fusion; empty where nothing is weighed
 * @param attributions per target, to the columns of tables
 * @param held names of modalities that have no columns to attribute anything to (wide ones, texts,
 *     images): on the way from the baseline they stay as they are
 */
public record Explanation(
    Cohort cohort,
    int byPrior,
    List<Contributions> contributions,
    List<FusionWeights> weights,
    List<Attributions> attributions,
    List<String> held) {
  public Explanation {
    contributions = List.copyOf(contributions);
    weights = List.copyOf(weights);
    attributions = List.copyOf(attributions);
    held = List.copyOf(held);
  }

  /**
   * Explains every subject.
   *
   * @param fitted what prepared the data
   */
  public static Explanation of(
      Ensemble network,
      List<TargetSchema> schemas,
      FittedCohort fitted,
      PreparedCohort data,
      Progress progress) {
    List<ExplainedTarget> targets = new ArrayList<>();
    for (int t = 0; t < schemas.size(); t++) {
      targets.add(ExplainedTarget.of(schemas.get(t), network, t));
    }
    List<Contributions> contributions;
    try (Progress.Task task = progress.start("contributions", Contributions.work(network))) {
      contributions = Contributions.of(network, targets, data, task);
    }
    int[] known = known(network, data);
    List<Attributions> attributions = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      String name = "features of " + schemas.get(t).name();
      try (Progress.Task task = progress.start(name, known.length)) {
        double[][] predictions = contributions.get(t).predictions();
        attributions.add(
            IntegratedGradients.of(
                network, targets.get(t), t, fitted, data, known, predictions, task));
      }
    }
    return new Explanation(
        data.cohort(),
        data.cohort().size() - known.length,
        contributions,
        FusionWeights.of(network, schemas, data),
        attributions,
        held(network, fitted));
  }

  /** Of the modalities that a network reads, those that are no tables. */
  private static List<String> held(Ensemble network, FittedCohort fitted) {
    return Contributions.players(network).stream()
        .filter(name -> !fitted.of(name).shape().table())
        .toList();
  }

  /** Subjects of whom the network knows something. */
  private static int[] known(Ensemble network, PreparedCohort data) {
    boolean[] byPrior =
        network.predict(data, IntStream.range(0, data.cohort().size()).toArray()).byPrior();
    return IntStream.range(0, byPrior.length).filter(i -> !byPrior[i]).toArray();
  }
}
