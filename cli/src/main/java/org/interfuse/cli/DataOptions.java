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
      names = "--ids",
      paramLabel = "NAME=FILE",
      description = "The ids of this modality's other file (.mtx, .npy, .safetensors), one a line.")
  private Map<String, String> ids = new LinkedHashMap<>();

  @Option(
      names = "--names",
      paramLabel = "NAME=FILE",
      description = "The names of its columns, likewise.")
  private Map<String, String> names = new LinkedHashMap<>();

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
    Map<String, Map<String, String>> files = new LinkedHashMap<>();
    add(files, "path", modalities);
    add(files, "ids", ids);
    add(files, "names", names);
    return new NewData(data.toAbsolutePath(), files, table == null ? null : here(table), without);
  }

  private static void add(
      Map<String, Map<String, String>> files, String option, Map<String, String> given) {
    given.forEach(
        (name, path) ->
            files.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(option, here(path)));
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
