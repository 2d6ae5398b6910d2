package org.interfuse.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every verb over a study takes. */
final class StudyOptions {
  @Parameters(index = "0", paramLabel = "STUDY", description = "The study file (YAML).")
  private Path study = Path.of("study.yaml");

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, and nothing else there.")
  private boolean json;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  boolean json() {
    return json;
  }

  Progress progress() {
    return Terminal.progress(quiet);
  }

  /** Reads the study and its data, and shows what is worth knowing. */
  LoadedStudy load(Progress progress, PrintStream err) {
    LoadedStudy loaded = LoadedStudy.read(study, progress);
    Answers.warnings(err, loaded.warnings(), false);
    return loaded;
  }

  Path study() {
    return study;
  }
}
