package org.interfuse.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.interfuse.finding.Finding;
import org.interfuse.finding.FindingsException;
import org.interfuse.run.LoadedStudy;
import org.interfuse.run.RunFolder;
import org.interfuse.run.Workers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What verbs that fit models take. */
final class FitOptions {
  private static final double CHECKPOINT_SECONDS = 10;
  private static final String RUNS_VARIABLE = "INTERFUSE_RUNS";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description = "Keep the run's files in this folder (default of compare: runs/STUDY-NUMBER).")
  private @Nullable Path output;

  @Option(
      names = "--resume",
      description = "Go on with the run that stopped in the output folder; finished fits are kept.")
  private boolean resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description =
          "Keep the state of a training at most this often, and in at most a tenth of the time"
              + " (default: 10; 0: each epoch).")
  private @Nullable Double checkpointSeconds;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description =
          "Fit every network N times on each fold and average (default: comparison.seeds).")
  private int seeds;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Fits that run at once (default: as many as the cores have room for).")
  private int workers;

  @Option(
      names = "--metrics",
      paramLabel = "N",
      converter = MetricCount.Converter.class,
      description =
          "How many metrics the table shows, or all (default: 3; the run folder has all).")
  private MetricCount metrics = MetricCount.USUAL;

  MetricCount metrics() {
    return metrics;
  }

  int seeds() {
    return seeds;
  }

  /** Fits of a comparison that run at once. */
  int workers(LoadedStudy loaded) {
    return told(Workers.of(loaded, workers));
  }

  /** Fits of the study's own model that run at once. */
  int trainingWorkers(LoadedStudy loaded) {
    return told(Workers.ofTraining(loaded, workers));
  }

  private static int told(Workers limited) {
    if (limited.limited()) {
      System.err.println("fits: " + limited.reason() + ".");
    }
    return limited.count();
  }

  /**
   * Refuses to go on with a run whose folder is not named.
   *
   * @throws FindingsException before anything is read
   */
  void requireFolderIfNeeded() {
    if (output == null && resume) {
      throw new FindingsException(
          Finding.of("--resume", "needs -o FOLDER, where the run is kept", "none"));
    }
  }

  /** The folder that was named, or the next one of the study among the runs. */
  RunFolder folder(String study) {
    return output == null ? RunFolder.next(runs(), study, every()) : folder(output);
  }

  /** Where runs are kept whose folder is not named. */
  private static Path runs() {
    String usual = Objects.requireNonNullElse(System.getenv(RUNS_VARIABLE), "runs");
    return Path.of(System.getProperty("interfuse.runs", usual));
  }

  /** The run's folder, at {@code place}. */
  RunFolder folder(Path place) {
    return RunFolder.create(place, resume, every());
  }

  private Duration every() {
    double seconds = checkpointSeconds == null ? CHECKPOINT_SECONDS : checkpointSeconds;
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  @Nullable Path output() {
    return output;
  }
}
