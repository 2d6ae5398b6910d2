package org.interfuse.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.interfuse.run.NewData;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What verbs that use a kept model take. */
final class DataOptions {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model file.")
  private Path model = Path.of("model.interfuse");

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the files that the model's study names are (default: here).")
  private Path data = Path.of("");

  @Option(
      names = "--modality",
      paramLabel = "NAME=PATH",
      description = "Read this modality from another file.")
  private Map<String, String> modalities = new LinkedHashMap<>();

  @Option(
      names = "--table",
      paramLabel = "PATH",
      description = "Read the cohort's table from another file.")
  private @Nullable String table;

  @Option(
      names = "--without",
      paramLabel = "NAME",
      description = "This modality is not there: every subject lacks it.")
  private Set<String> without = new LinkedHashSet<>();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  Path model() {
    return model;
  }

  NewData newData() {
    Map<String, String> paths = new LinkedHashMap<>();
    modalities.forEach((name, path) -> paths.put(name, here(path)));
    return new NewData(data.toAbsolutePath(), paths, table == null ? null : here(table), without);
  }

  /** Paths on a command line are relative to where it is typed. */
  private static String here(String path) {
    return Path.of(path).toAbsolutePath().toString();
  }

  boolean showValues() {
    return Main.showsValues(command);
  }

  boolean quiet() {
    return quiet;
  }
}
