package org.interfuse.cli;

import java.nio.file.Path;
import org.interfuse.run.NewData;
import org.interfuse.study.Study;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What verbs that look into a kept model take: its data named by a study, or by hand. */
final class ModelDataOptions {
  @Mixin private DataOptions data = new DataOptions();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STUDY",
      description =
          "A study whose data are used: its folder, its table, the paths of its modalities"
              + " (default: those of the model's own study, below --data).")
  private @Nullable Path study;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How matrices are written: ${COMPLETION-CANDIDATES} (default: csv).")
  private Format format = Format.csv;

  /** Named as typed. */
  enum Format {
    csv,
    npy
  }

  Path model() {
    return data.model();
  }

  NewData newData() {
    NewData byHand = data.newData();
    return study == null ? byHand : NewData.ofStudy(Study.read(study), byHand);
  }

  boolean npy() {
    return format == Format.npy;
  }

  boolean showValues() {
    return data.showValues();
  }

  boolean quiet() {
    return data.quiet();
  }
}
