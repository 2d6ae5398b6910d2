package org.interfuse.training;

import java.util.ArrayList;
import java.util.List;
import org.interfuse.model.PartPlan;
import org.interfuse.progress.Progress;

/**
 * Trains several networks of one design: part by part, all networks at once, where {@link Replicas}
 * says so, and one network after another elsewhere.
 */
final class NetworkJobs {
  private NetworkJobs() {}

  /** Receives the networks in their order. */
  @FunctionalInterface
  interface Receiver {
    /**
     * A network's parts are trained.
     *
     * @param trained belongs to the receiver if this returns
     */
    void take(int job, NetworkJob.Trained trained);
  }

  /**
   * Trains.
   *
   * @param title what people are told is trained
   * @param label what checkpoints call the networks together
   * @throws org.interfuse.finding.FindingsException if one of them fails
   */
  static void run(List<NetworkJob> jobs, String title, String label, Receiver receiver) {
    List<NetworkJob.Trained> trained = new ArrayList<>();
    int taken = 0;
    try {
      boolean atOnce = jobs.size() > 1 && canBeReplicas(jobs.get(0));
      if (atOnce) {
        trained.addAll(atOnce(jobs, title, label));
      }
      for (int k = 0; k < jobs.size(); k++) {
        if (!atOnce) {
          trained.add(new NetworkJob.Trained());
          alone(jobs.get(k), trained.get(k));
        }
        receiver.take(k, trained.get(k));
        taken++;
      }
    } finally {
      trained.subList(taken, trained.size()).forEach(NetworkJob.Trained::close);
    }
  }

  /** Whether a network's parts may be replicas; takes no memory for one that is too large. */
  static boolean canBeReplicas(NetworkJob job) {
    List<PartPlan> plans = job.plans();
    if (!PartPlan.starts(job.trainer().model()).isEmpty()) {
      return false;
    }
    if (plans.stream().anyMatch(plan -> job.replicatedParameters(plan) < 0)) {
      return false;
    }
    for (int part = 0; part < plans.size(); part++) {
      try (PartFit fit = job.open(plans.get(part), part)) {
        if (!Replicas.canBe(fit.replica())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * How many fits of a candidate may be made at once.
   *
   * @param jobs of one fit
   */
  static int fitsAtOnce(List<NetworkJob> jobs) {
    NetworkJob first = jobs.get(0);
    if (!canBeReplicas(first)) {
      return 1;
    }
    long largest =
        first.plans().stream().mapToLong(first::replicatedParameters).max().orElseThrow();
    return Replicas.fitsAtOnce(jobs.size(), largest);
  }

  private static void alone(NetworkJob job, NetworkJob.Trained trained) {
    try (Starts starts = Starts.of(job, trained.results())) {
      for (PartPlan plan : job.plans()) {
        try (PartFit fit = job.open(plan, trained.results().size(), starts)) {
          trained.add(fit, fit.train());
        }
      }
    }
  }

  private static List<NetworkJob.Trained> atOnce(
      List<NetworkJob> jobs, String title, String label) {
    List<List<PartPlan>> plans = jobs.stream().map(NetworkJob::plans).toList();
    List<NetworkJob.Trained> trained = new ArrayList<>();
    jobs.forEach(job -> trained.add(new NetworkJob.Trained()));
    try {
      for (int part = 0; part < plans.get(0).size(); part++) {
        part(jobs, plans, part, title, label, trained);
      }
      return trained;
    } catch (RuntimeException | Error e) {
      trained.forEach(NetworkJob.Trained::close);
      throw e;
    }
  }

  /** Trains one part of all networks. */
  private static void part(
      List<NetworkJob> jobs,
      List<List<PartPlan>> plans,
      int part,
      String title,
      String label,
      List<NetworkJob.Trained> trained) {
    List<PartFit> fits = new ArrayList<>();
    try {
      for (int k = 0; k < jobs.size(); k++) {
        fits.add(jobs.get(k).open(plans.get(k).get(part), part));
      }
      TrainingResult[] results = new TrainingResult[fits.size()];
      List<List<Integer>> groups = Replicas.groups(fits.stream().map(PartFit::replica).toList());
      for (int g = 0; g < groups.size(); g++) {
        String which = g == 0 ? "" : ", group " + (g + 1);
        train(jobs, fits, groups.get(g), title, label + which, results);
      }
      for (int k = 0; k < fits.size(); k++) {
        trained.get(k).add(fits.get(k), results[k]);
      }
    } finally {
      fits.forEach(PartFit::close);
    }
  }

  /** Trains the fits of a group, at once if they are several. */
  private static void train(
      List<NetworkJob> jobs,
      List<PartFit> fits,
      List<Integer> group,
      String title,
      String label,
      TrainingResult[] results) {
    PartFit first = fits.get(group.get(0));
    if (group.size() == 1) {
      results[group.get(0)] = first.train();
      return;
    }
    List<ReplicaFit> replicas = group.stream().map(k -> fits.get(k).replica()).toList();
    List<TrainingResult> all =
        train(jobs.get(0).trainer(), first, replicas, title, label + ", " + first.planName());
    for (int i = 0; i < group.size(); i++) {
      results[group.get(i)] = all.get(i);
    }
  }

  private static List<TrainingResult> train(
      PartTrainer by, PartFit first, List<ReplicaFit> fits, String title, String label) {
    ReplicaTrainer trainer = new ReplicaTrainer(first::build, by.checkpoints().ofReplicas(label));
    int epochs = fits.stream().mapToInt(fit -> fit.trainer().plan().epochs()).max().orElseThrow();
    try (Progress.Task task = by.progress().start("%s, %s".formatted(title, label), epochs)) {
      return trainer.train(fits, task);
    }
  }
}
