package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.model.Ensemble;
import org.interfuse.model.LateCombiner;
import org.interfuse.model.ModelSpec;
import org.interfuse.model.Network;
import org.interfuse.model.NetworkPart;
import org.interfuse.preprocessing.PreparedCohort;
import org.interfuse.progress.Progress;
import org.interfuse.target.Target;
import org.interfuse.tensor.Seed;
import org.jspecify.annotations.Nullable;

/** Trains a network of any strategy, or several that predict together, on a prepared cohort. */
public final class NetworkTrainer {
  private final ModelSpec model;
  private final TrainingSpec training;
  private final PartTrainer parts;
  private final boolean combines;

  /** A trainer that keeps nothing on the way. */
  public NetworkTrainer(String name, ModelSpec model, TrainingSpec training, Progress progress) {
    this(name, model, training, progress, EpochLog.NONE, Checkpoints.none());
  }

  /**
   * A trainer.
   *
   * @param name the candidate's, for messages
   * @param log receives every epoch of every part
   * @param checkpoints where the parts keep their state; a training goes on from what is there
   */
  public NetworkTrainer(
      String name,
      ModelSpec model,
      TrainingSpec training,
      Progress progress,
      EpochLog log,
      Checkpoints checkpoints) {
    this(
        new PartTrainer(
            name, "", model, training, training.epochs(), true, progress, log, checkpoints),
        true);
  }

  private NetworkTrainer(PartTrainer parts, boolean combines) {
    this.combines = combines;
    this.model = parts.model();
    this.training = parts.training();
    this.parts = parts;
  }

  /**
   * Inner folds on which a member of such a network is fitted besides, for what combines its parts;
   * 0 where nothing is fitted to combine them.
   */
  public static int innerFolds(ModelSpec model) {
    return CombinerTrainer.innerFolds(model);
  }

  /**
   * The same for other options, cut short, and without fitting what combines the parts of a late
   * network: their mean stands in until {@link #combined}.
   *
   * @param which of several trainings of the candidate it is, for labels, logs and checkpoints
   * @param epochs to run at most; the schedule still spans all of them
   */
  NetworkTrainer attempt(String which, ModelSpec model, TrainingSpec training, int epochs) {
    return new NetworkTrainer(
        new PartTrainer(
            parts.name(),
            parts.prefix() + which + ", ",
            model,
            training,
            Math.min(epochs, training.epochs()),
            true,
            parts.progress(),
            parts.log(),
            parts.checkpoints()),
        false);
  }

  /**
   * Fits what combines the parts of a late network, whose inner folds may run all epochs.
   *
   * @param fit of an {@link #attempt} with these options; its networks pass to what is returned
   * @param train as it was given to that attempt, like {@code groups} and {@code seed}
   */
  NetworkFit combined(
      NetworkFit fit, PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    List<Network> members = fit.network().members();
    List<Network> combined = new ArrayList<>();
    try {
      for (int k = 0; k < members.size(); k++) {
        List<NetworkPart> own = members.get(k).parts();
        LateCombiner combiner =
            new CombinerTrainer(member(k, members.size()))
                .fit(data, train, groups, List.of(), seed(seed, k, members.size()), own);
        combined.add(new Network(own, combiner));
      }
    } catch (RuntimeException | Error e) {
      combined.forEach(member -> member.combiner().close());
      throw e;
    }
    return new NetworkFit(new Ensemble(combined), fit.parts(), fit.tuned());
  }

  /**
   * Trains with early stopping on rows inside the training part: as many networks as {@link
   * Members} says.
   *
   * @param data prepared with what was fitted on {@code train}
   * @param train subjects to learn from, ascending
   * @param groups per subject of the cohort its group, kept whole by the held-out rows; or null
   */
  public NetworkFit fit(PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    Target first = data.cohort().targets().get(0);
    int count = Members.count(model, training, data.cohort(), train, groups);
    if (count == 1) {
      HeldOut rows = HeldOut.of(first, train, groups, training.validation(), seed.at("held out"));
      return fit(data, List.of(rows), groups, List.of(), List.of(seed));
    }
    List<Seed> seeds = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      seeds.add(seed(seed, k, count));
    }
    List<HeldOut> rows = Members.rows(first, train, groups, count, seed.at("members"));
    return fit(data, rows, groups, List.of(), seeds);
  }

  /**
   * Trains one network on all rows for a known number of epochs, without early stopping.
   *
   * @param epochs one per part, in the order of {@link NetworkFit#bestEpochs}
   * @param groups as for {@link #fit}
   */
  public NetworkFit fitFor(
      List<Integer> epochs, PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    HeldOut all = new HeldOut(train, new int[0]);
    return fit(data, List.of(all), groups, epochs, List.of(seed));
  }

  /** One network for each division of the rows. */
  private NetworkFit fit(
      PreparedCohort data,
      List<HeldOut> divisions,
      int @Nullable [] groups,
      List<Integer> epochs,
      List<Seed> seeds) {
    List<NetworkJob> jobs = new ArrayList<>();
    for (int k = 0; k < divisions.size(); k++) {
      jobs.add(
          new NetworkJob(
              member(k, divisions.size()), data, divisions.get(k), epochs, seeds.get(k)));
    }
    List<Network> members = new ArrayList<>();
    List<TrainingResult> results = new ArrayList<>();
    try {
      NetworkJobs.run(
          jobs,
          parts.prefix() + "members",
          (k, trained) -> {
            members.add(network(jobs.get(k), groups, trained.parts()));
            results.addAll(trained.results());
          });
      return new NetworkFit(new Ensemble(members), results);
    } catch (RuntimeException | Error e) {
      members.forEach(Network::close);
      throw e;
    }
  }

  private PartTrainer member(int member, int count) {
    String name = Ensemble.nameOf(member, count);
    return parts.within(name.isEmpty() ? "" : name + ", ");
  }

  private static Seed seed(Seed seed, int member, int count) {
    return count == 1 ? seed : seed.at("member", member);
  }

  private Network network(NetworkJob job, int @Nullable [] groups, List<NetworkPart> own) {
    LateCombiner combiner =
        combines
            ? new CombinerTrainer(job.trainer())
                .fit(job.data(), job.rows().all(), groups, job.epochs(), job.seed(), own)
            : new LateCombiner.Mean();
    return new Network(own, combiner);
  }
}
