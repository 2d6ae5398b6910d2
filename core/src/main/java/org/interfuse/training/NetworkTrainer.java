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
    return fit(jobs(data, train, groups, seed), groups);
  }

  /**
   * A fit to be made at once with others of the same candidate.
   *
   * @param trainer of this fit; the others are like {@link NetworkTrainer#fit} has them
   */
  public record Request(
      NetworkTrainer trainer,
      PreparedCohort data,
      int[] train,
      int @Nullable [] groups,
      Seed seed) {}

  /**
   * How many fits of the candidate {@link Replicas} lets be made at once; 1 for none but itself.
   */
  public int fitsAtOnce(PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    return NetworkJobs.fitsAtOnce(jobs(data, train, groups, seed));
  }

  /**
   * Makes several fits of one candidate. Each is what {@link #fit} would make of it, but for the
   * order in which sums are rounded. Checkpoints are those of the first.
   *
   * @param title the candidate's name, for people
   * @throws org.interfuse.finding.FindingsException if one of them fails
   */
  public static List<NetworkFit> fitAtOnce(String title, List<Request> requests) {
    List<NetworkJob> jobs = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Request one = requests.get(i);
      for (NetworkJob job : one.trainer.jobs(one.data, one.train, one.groups, one.seed)) {
        jobs.add(job);
        owners.add(i);
      }
    }
    List<Gathered> fits = requests.stream().map(one -> new Gathered()).toList();
    try {
      NetworkJobs.run(
          jobs,
          title,
          "%d fits at once".formatted(requests.size()),
          (k, trained) -> {
            Request owner = requests.get(owners.get(k));
            Network network = owner.trainer.network(jobs.get(k), owner.groups, trained.parts());
            fits.get(owners.get(k)).add(network, trained);
          });
      return fits.stream().map(Gathered::fit).toList();
    } catch (RuntimeException | Error e) {
      fits.forEach(Gathered::close);
      throw e;
    }
  }

  /** One network for each division of the rows. */
  private List<NetworkJob> jobs(
      PreparedCohort data, int[] train, int @Nullable [] groups, Seed seed) {
    Target first = data.cohort().targets().get(0);
    int count = Members.count(model, training, data.cohort(), train, groups);
    if (count == 1) {
      HeldOut rows = HeldOut.of(first, train, groups, training.validation(), seed.at("held out"));
      return List.of(new NetworkJob(member(0, 1), data, rows, List.of(), seed));
    }
    List<HeldOut> rows = Members.rows(first, train, groups, count, seed.at("members"));
    List<NetworkJob> jobs = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      jobs.add(
          new NetworkJob(member(k, count), data, rows.get(k), List.of(), seed(seed, k, count)));
    }
    return jobs;
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
    return fit(List.of(new NetworkJob(member(0, 1), data, all, epochs, seed)), groups);
  }

  private NetworkFit fit(List<NetworkJob> jobs, int @Nullable [] groups) {
    Gathered fit = new Gathered();
    try {
      NetworkJobs.run(
          jobs,
          parts.name(),
          parts.prefix() + "members",
          (k, trained) -> fit.add(network(jobs.get(k), groups, trained.parts()), trained));
      return fit.fit();
    } catch (RuntimeException | Error e) {
      fit.close();
      throw e;
    }
  }

  /** The networks of one fit, until they are complete. */
  private record Gathered(List<Network> members, List<TrainingResult> results) {
    Gathered() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(Network member, NetworkJob.Trained trained) {
      members.add(member);
      results.addAll(trained.results());
    }

    NetworkFit fit() {
      return new NetworkFit(new Ensemble(members), results);
    }

    void close() {
      members.forEach(Network::close);
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
