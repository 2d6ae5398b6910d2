package org.interfuse.cli;

import java.nio.file.Path;
import org.interfuse.run.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What verbs that fit models take. */
final class FitOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description = "Keep the run's files in this folder.")
  private @Nullable Path output;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Fit every network N times on each fold and average (default: 1).")
  private int seeds = 1;

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

  int workers() {
    return workers;
  }

  @Nullable RunFolder folder() {
    return output == null ? null : RunFolder.create(output);
  }

  @Nullable Path output() {
    return output;
  }
}
