package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.model.Combiner;
import org.interfuse.model.LateCombiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.NetworkPart;
import org.interfuse.model.StackedModel;
import org.interfuse.model.Strategy;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/**
 * Fits what merges the predictions of a late network's parts, on subjects that other fits of the
 * parts held out.
 *
 * @param trainer trains those parts
 */
record CombinerTrainer(PartTrainer trainer) {
  /** Fits of the parts that a combiner which is fitted takes. */
  static final int INNER_FOLDS = 5;

  /**
   * Fits.
   *
   * @param train every training subject of the network
   * @param groups per subject of the cohort its group, or null
   * @param epochs of each part if known already; empty otherwise
   * @param parts of the network
   */
  LateCombiner fit(
      PreparedCohort data,
      int[] train,
      int @Nullable [] groups,
      List<Integer> epochs,
      Seed seed,
      List<NetworkPart> parts) {
    Combiner kind = trainer.model().combiner();
    if (innerFolds(trainer.model()) == 0) {
      return new LateCombiner.Mean();
    }
    List<Target> targets = data.cohort().targets();
    List<HeldOutPredictions> held = heldOut(data, train, groups, epochs, seed.at("inner"));
    List<double[]> weights = new ArrayList<>();
    List<StackedModel> stacked = new ArrayList<>();
    List<String> names = parts.stream().map(NetworkPart::name).toList();
    try {
      for (int t = 0; t < targets.size(); t++) {
        if (kind == Combiner.WEIGHTED) {
          weights.add(new WeightSearch(targets.get(t), t, train, held).weights());
        } else {
          StackingTrainer stacking =
              new StackingTrainer(trainer.name(), trainer.training(), trainer.progress());
          stacked.add(stacking.train(targets.get(t), t, held, names, seed.at("stacking", t)));
        }
      }
    } catch (RuntimeException | Error e) {
      stacked.forEach(model -> model.model().close());
      throw e;
    }
    return kind == Combiner.WEIGHTED
        ? new LateCombiner.Weighted(weights)
        : new LateCombiner.Stacking(stacked);
  }

  /**
   * Inner folds on which the parts are fitted for the sake of the combiner; 0 where it is a mean.
   */
  static int innerFolds(ModelSpec model) {
    boolean several = model.strategy() == Strategy.LATE && model.encoders().size() > 1;
    return several && model.combiner() != Combiner.MEAN ? INNER_FOLDS : 0;
  }

  /** Every training subject, predicted by parts that were fitted without its inner fold. */
  private List<HeldOutPredictions> heldOut(
      PreparedCohort data, int[] train, int @Nullable [] groups, List<Integer> epochs, Seed seed) {
    Target first = data.cohort().targets().get(0);
    double share = trainer.training().validation();
    List<HeldOut> folds = Members.rows(first, train, groups, INNER_FOLDS, seed);
    List<NetworkJob> jobs = new ArrayList<>();
    for (int k = 0; k < folds.size(); k++) {
      Seed own = seed.at("fold", k);
      int[] learned = folds.get(k).train();
      HeldOut rows =
          epochs.isEmpty()
              ? HeldOut.of(first, learned, groups, share, own.at("held out"))
              : new HeldOut(learned, new int[0]);
      PartTrainer inner =
          trainer.within("inner fold %d of %d, ".formatted(k + 1, INNER_FOLDS)).withoutProbes();
      jobs.add(new NetworkJob(inner, data, rows, epochs, own));
    }
    List<HeldOutPredictions> held = new ArrayList<>();
    NetworkJobs.run(
        jobs,
        trainer.name(),
        trainer.prefix() + "inner folds",
        (k, trained) -> {
          held.add(HeldOutPredictions.of(trained.parts(), data, folds.get(k).validation()));
          trained.close();
        });
    return held;
  }
}
