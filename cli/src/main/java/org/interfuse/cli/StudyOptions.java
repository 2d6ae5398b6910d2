package org.interfuse.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.interfuse.progress.Progress;
import org.interfuse.run.LoadedStudy;
import org.interfuse.study.Study;
import org.interfuse.study.StudyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What every verb over a study takes. */
final class StudyOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "STUDY",
      description = "The study file (YAML; default: study.yaml).")
  private Path study = Path.of("study.yaml");

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, and nothing else there.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  boolean json() {
    return json;
  }

  Progress progress() {
    return Terminal.progress(quiet);
  }

  /** Reads the study and its data, and shows what is worth knowing. */
  LoadedStudy load(Progress progress, PrintStream err) {
    return load(Study.read(study), progress, err);
  }

  /** Reads the data of a study, and shows what is worth knowing. */
  LoadedStudy load(StudyFile file, Progress progress, PrintStream err) {
    LoadedStudy loaded = LoadedStudy.read(file, progress);
    Answers.warnings(err, loaded.warnings(), Main.showsValues(command));
    return loaded;
  }

  /** Whether the command line names a study; else it is the default. */
  boolean isGiven() {
    return command != null && command.commandLine().getParseResult().hasMatchedPositional(0);
  }

  Path study() {
    return study;
  }
}
